import type { Note } from '../api/schemas/models.ts'
import type { Comparison, GateMetric } from './compare-versions.ts'
import { noteTexts } from './note-texts.ts'

/** Who promotes a version or holds it back after its training, in the list of changes. */
export const gate = 'gate'

export interface Verdict {
  readonly promote: boolean
  /** Why, in a sentence. */
  readonly note: Note
}

/**
 * The offline gate: a version goes live by itself when its NDCG@10 is at least `promoteAtLeast` times that of the live one,
 * both asked about the same held-out interactions; versions that predict ratings when `promoteAtLeast` times their RMSE is
 * at most that of the live one. Where the two learn from different things nothing is compared, and people decide.
 */
export function judgeVersion(options: {
  readonly wanted: boolean
  readonly liveVersion: number | undefined
  /** What the version got; undefined where nothing could be held out. */
  readonly measured: { readonly metric: GateMetric; readonly value: number } | undefined
  readonly comparison: Comparison | 'unlike' | null
  readonly promoteAtLeast: number
}): Verdict {
  const { wanted, liveVersion, measured, comparison, promoteAtLeast } = options
  if (!wanted) return { promote: false, note: noteTexts.unpromoted() }
  if (liveVersion === undefined) {
    return { promote: true, note: measured ? noteTexts.first(measured) : noteTexts.firstUnmeasured() }
  }
  if (comparison === null) return { promote: false, note: noteTexts.unmeasured(liveVersion) }
  if (comparison === 'unlike') return { promote: false, note: noteTexts.unlike(liveVersion) }
  const { metric, candidate, live } = comparison
  const promote = metric === 'rmse' ? promoteAtLeast * candidate <= live : candidate >= promoteAtLeast * live
  return { promote, note: noteTexts.compared(liveVersion, comparison, promoteAtLeast, promote) }
}
