import type { Audience, Placement } from '../api/schemas/decide.ts'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import type { Experiments } from '../experiments/experiments.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { Segments } from '../segments/segments.ts'
import type { StateStore } from '../store/state-store.ts'
import { checkExperimentOf, checkPlacement } from './check-placement.ts'
import type { Placements } from './placements.ts'
import { readPlacements, writePlacement } from './placements-table.ts'

/** Placements in the state store, mirrored in memory: every decision reads one. */
export function createPlacements({
  state,
  clock,
  segments,
  experiments,
}: {
  readonly state: StateStore
  readonly clock: Clock
  readonly segments: Pick<Segments, 'get'>
  /** Those that placements may name; without any, a placement names none. */
  readonly experiments?: Pick<Experiments, 'get' | 'beforeStart'>
}): Placements {
  const workspaces = new Map<string, Map<string, Placement>>()
  const of = (workspace: string): Map<string, Placement> => {
    let placements = workspaces.get(workspace)
    if (!placements) {
      placements = readPlacements(state, workspace)
      workspaces.set(workspace, placements)
    }
    return placements
  }
  // A draft may have got other variations, or another unit, since its placements were saved.
  experiments?.beforeStart((workspace, experiment) => {
    for (const placement of of(workspace).values())
      if (placement.experiment === experiment.id) checkExperimentOf(placement, () => experiment)
  })
  function refuseUnknown(workspace: string, audience: Audience): void {
    for (const part of ['any', 'not'] as const)
      if (audience[part]?.some((id) => segments.get(workspace, id) === undefined))
        throw attuneError('invalid-placement', 'It is aimed at a segment that is not there: save that first.', {
          details: { field: `segments.${part}` },
        })
  }
  return {
    get: (workspace, id) => of(workspace).get(id),
    list: (workspace) => [...of(workspace).values()],
    aimedAt: (workspace, segmentId) =>
      [...of(workspace).values()].flatMap(({ id, segments: { any = [], not = [] } = {} }) =>
        any.includes(segmentId) || not.includes(segmentId) ? [id] : [],
      ),
    async put(workspace, placement, actor) {
      const checked = checkPlacement(placement)
      if (checked.segments) refuseUnknown(workspace, checked.segments)
      checkExperimentOf(checked, (id) => experiments?.get(workspace, id))
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
