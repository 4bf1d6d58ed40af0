import type { ActivityIndex } from '../activity/activity-index.ts'
import { attuneError } from '../errors.ts'
import type { Consent } from '../protect/consent/consent.ts'
import type { Segments } from './segments.ts'
import type { WorkspaceSegments } from './workspace-segments.ts'

export interface ScoreUploadsOptions {
  readonly open: (workspace: string) => WorkspaceSegments
  readonly activity: ActivityIndex
  readonly consent: Consent
  readonly now: () => number
}

/** Scores that models elsewhere give persons: what they move is worked out at once. */
export function scoreUploads({ open, activity, consent, now }: ScoreUploadsOptions): Segments['scores'] {
  return {
    list: (workspace) => open(workspace).scores.list(),
    put(workspace, name, given, { replace }) {
      const { scores, memberships } = open(workspace)
      const own = activity.of(workspace)
      const known = given.filter(
        ({ personId }) => own.slotOf(personId) !== undefined && consent.allowed(workspace, personId, 'profiling'),
      )
      scores.put(name, known, { replace, at: now() })
      if (replace) memberships.refill()
      else memberships.changed(known.flatMap(({ personId }) => own.slotOf(personId) ?? []))
      return { stored: known.length, skipped: given.length - known.length }
    },
    remove(workspace, name) {
      const { scores, memberships } = open(workspace)
      if (!scores.remove(name)) throw attuneError('unknown-score', 'There are no scores of that name.', { status: 404 })
      memberships.refill()
    },
  }
}
