import type { Note } from '../api/schemas/models.ts'
import { noteTexts } from './note-texts.ts'
import type { Comparison } from './train-version.ts'

/** Who promotes a version or holds it back after its training, in the list of changes. */
export const gate = 'gate'

export interface Verdict {
  readonly promote: boolean
  /** Why, in a sentence. */
  readonly note: Note
}

/**
 * The offline gate: a version goes live by itself when its NDCG@10 is at least `promoteAtLeast` times that of the live one,
 * both asked about the same held-out interactions.
 */
export function judgeVersion(options: {
  readonly wanted: boolean
  readonly liveVersion: number | undefined
  readonly ndcg: number | undefined
  readonly comparison: Comparison | null
  readonly promoteAtLeast: number
}): Verdict {
  const { wanted, liveVersion, ndcg, comparison, promoteAtLeast } = options
  if (!wanted) return { promote: false, note: noteTexts.unpromoted() }
  if (liveVersion === undefined) {
    return { promote: true, note: ndcg === undefined ? noteTexts.firstUnmeasured() : noteTexts.first(ndcg) }
  }
  if (comparison === null) return { promote: false, note: noteTexts.unmeasured(liveVersion) }
  const promote = comparison.candidate >= promoteAtLeast * comparison.live
  return { promote, note: noteTexts.compared(liveVersion, comparison, promoteAtLeast, promote) }
}
