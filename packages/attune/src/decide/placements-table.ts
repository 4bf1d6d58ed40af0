import { type Placement, placementSchema } from '../api/schemas/decide.ts'
import type { StateStore } from '../store/state-store.ts'

/** What every workspace shows on its home page until it says otherwise: most people get the model, some the control. */
export const homePlacement: Placement = {
  id: 'home',
  title: { en: 'Home page', zh: '首页' },
  split: [
    { variation: 'personalised', model: 'recencyItemKnn', weight: 90 },
    { variation: 'popular', model: 'popular', weight: 10 },
  ],
  control: 'popular',
  includeSeen: false,
  filter: {},
  exploration: 0,
}

/** All placements of a workspace as stored, by id, with `home` among them. */
export function readPlacements(state: StateStore, workspace: string): Map<string, Placement> {
  const rows = state.raw
    .prepare('SELECT id, definition FROM placements WHERE workspace = ? ORDER BY id')
    .all(workspace) as { id: string; definition: string }[]
  const placements = new Map<string, Placement>([[homePlacement.id, homePlacement]])
  for (const { id, definition } of rows) placements.set(id, placementSchema.parse(JSON.parse(definition)))
  return placements
}

export function writePlacement(state: StateStore, workspace: string, placement: Placement, now: number): void {
  state.raw
    .prepare(
      `INSERT INTO placements (workspace, id, definition, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (workspace, id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
    )
    .run(workspace, placement.id, JSON.stringify(placement), now)
}
