import { type Placement, placementSchema } from '../api/schemas/decide.ts'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Placements } from './placements.ts'
import { readPlacements, writePlacement } from './placements-table.ts'

/** Placements in the state store, mirrored in memory: every decision reads one. */
export function createPlacements({ state, clock }: { state: StateStore; clock: Clock }): Placements {
  const workspaces = new Map<string, Map<string, Placement>>()
  const of = (workspace: string): Map<string, Placement> => {
    let placements = workspaces.get(workspace)
    if (!placements) {
      placements = readPlacements(state, workspace)
      workspaces.set(workspace, placements)
    }
    return placements
  }
  return {
    get: (workspace, id) => of(workspace).get(id),
    list: (workspace) => [...of(workspace).values()],
    async put(workspace, placement, actor) {
      const checked = check(placement)
      const now = clock()
      state.transaction(() => {
        writePlacement(state, workspace, checked, now)
        const details = JSON.stringify(checked)
        appendAudit(state.raw, { workspace, at: now, actor, action: 'placement.put', subject: checked.id, details })
      })
      of(workspace).set(checked.id, checked)
    },
  }
}

/** @throws AttuneError `invalid-placement` naming the field */
function check(placement: Placement): Placement {
  const refuse = (field: string, message: string): never => {
    throw attuneError('invalid-placement', message, { details: { field } })
  }
  const parsed = placementSchema.safeParse(placement)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse(issue?.path.join('.') ?? 'placement', issue?.message ?? 'is not valid')
  }
  const { split, control, filter } = parsed.data
  const variations = split.map(({ variation }) => variation)
  if (new Set(variations).size < variations.length)
    refuse('split', 'Every variation of the split needs a name of its own.')
  if (control !== null && !variations.includes(control))
    refuse('control', `The control must be one of the variations: ${variations.join(', ')}.`)
  if (filter.minPrice !== undefined && filter.maxPrice !== undefined && filter.minPrice > filter.maxPrice)
    refuse('filter.minPrice', 'minPrice must not be above maxPrice.')
  return parsed.data
}
