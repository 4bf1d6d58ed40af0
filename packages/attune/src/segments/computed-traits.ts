import type { ActivityIndex } from '../activity/activity-index.ts'
import { attuneError } from '../errors.ts'
import type { Consent } from '../protect/consent/consent.ts'
import type { StateStore } from '../store/state-store.ts'
import { resolveMeasure } from './resolve-measure.ts'
import { checkWindow } from './rules/check-rule.ts'
import type { SegmentRows } from './segment-rows.ts'
import type { Segments } from './segments.ts'
import type { WorkspaceSegments } from './workspace-segments.ts'

export interface ComputedTraitsOptions {
  readonly open: (workspace: string) => WorkspaceSegments
  readonly table: SegmentRows
  readonly state: StateStore
  readonly activity: ActivityIndex
  readonly consent: Consent
  readonly now: () => number
  readonly audit: (workspace: string, actor: string, action: string, subject: string, details: object) => void
}

/** Traits that a workspace has worked out from what people do, for its rules and its portraits. */
export function computedTraits({
  open,
  table,
  state,
  activity,
  consent,
  now,
  audit,
}: ComputedTraitsOptions): Segments['computed'] {
  return {
    list: (workspace) => [...open(workspace).computed.values()],
    async put(workspace, trait, actor) {
      const { computed, sources, memberships } = open(workspace)
      const { measure } = trait
      checkWindow(measure.window, measure.type === 'aggregate' && measure.aggregate === 'perDay')
      memberships.advance()
      const ready = resolveMeasure(trait, sources, now(), memberships.admitted())
      state.transaction(() => {
        table.writeComputedTrait(workspace, ready, now())
        audit(workspace, actor, 'computed-trait.put', ready.name, ready)
      })
      computed.set(ready.name, ready)
      memberships.redefine()
      return ready
    },
    remove(workspace, name, actor) {
      const { computed, usersOf } = open(workspace)
      if (!computed.has(name))
        throw attuneError('unknown-computed-trait', 'There is no computed trait of that name.', { status: 404 })
      const users = usersOf('computed', name)
      if (users.length > 0)
        throw attuneError('computed-trait-in-use', `Segments use it: ${users.join(', ')}. Change those first.`, {
          status: 409,
          details: { segments: users },
        })
      state.transaction(() => {
        table.removeComputedTrait(workspace, name)
        audit(workspace, actor, 'computed-trait.removed', name, {})
      })
      computed.delete(name)
    },
    of(workspace, personId) {
      const { computed, computedOf } = open(workspace)
      const slot = activity.of(workspace).slotOf(personId)
      if (slot === undefined || computed.size === 0 || !consent.allowed(workspace, personId, 'profiling')) return {}
      return computedOf(slot)
    },
  }
}
