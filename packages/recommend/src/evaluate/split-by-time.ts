import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import { selectInteractions } from '../select-interactions.ts'
import { sliceHistory } from './slice-history.ts'
import type { EvaluationCase, Split } from './split.ts'

export type SplitByTimeOptions =
  /** Milliseconds since the epoch: earlier interactions are trained on, the rest is to be found. */
  | { readonly cut: number }
  /** Share of all interactions, the earliest ones, to train on; interactions at the time of the cut are to be found. */
  | { readonly trainShare: number }

/**
 * One moment for everybody, as in production: train on what happened before, ask each person who has a past for what
 * they did after. Strangers (no interaction before the cut) are not asked.
 *
 * @throws RecommendError `no-times` when all times are equal, `bad-parameter` when the share is not between 0 and 1,
 *   `no-cases` when nobody has interactions on both sides
 */
export function splitByTime(interactions: Interactions, options: SplitByTimeOptions): Split {
  const cut = 'cut' in options ? options.cut : timeAt(interactions, options.trainShare)
  const cases: EvaluationCase[] = []
  for (let person = 0; person + 1 < interactions.indptr.length; person++) {
    const all = historyOf(interactions, person)
    let before = 0
    while (before < all.times.length && (all.times[before] as number) < cut) before++
    if (before === 0 || before === all.times.length) continue
    const targets = Int32Array.from(new Set(all.items.subarray(before)))
    cases.push({ person, history: sliceHistory(all, 0, before), targets })
  }
  if (cases.length === 0) throw new RecommendError('no-cases', 'Nobody has interactions both before and after the cut.')
  const train = selectInteractions(interactions, (_person, at) => (interactions.times[at] as number) < cut)
  return { protocol: 'time', folds: [{ train, cases }] }
}

function timeAt({ times }: Interactions, share: number): number {
  if (!(share > 0 && share < 1)) {
    throw new RecommendError('bad-parameter', `trainShare must lie between 0 and 1; it is ${share}.`)
  }
  const sorted = times.toSorted()
  if (sorted[0] === sorted[sorted.length - 1]) {
    throw new RecommendError(
      'no-times',
      'All times are equal or missing; split by time needs times. Use leave-one-out.',
    )
  }
  return sorted[Math.floor(sorted.length * share)] as number
}
