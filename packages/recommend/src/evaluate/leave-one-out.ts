import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import { selectInteractions } from '../select-interactions.ts'
import { sliceHistory } from './slice-history.ts'
import type { EvaluationCase, Split } from './split.ts'

export interface LeaveOneOutOptions {
  /**
   * Which interaction of each person's sequence s is to be found: the `last` (test), or the `last-but-one` (validation,
   * for choosing parameters; the last is then not used at all). Default `last`.
   */
  readonly target?: 'last' | 'last-but-one'
  /**
   * What the model is trained on. `before-target`: everything before the target, s[:-1] for the test. `before-previous`:
   * also without the interaction before the target, s[:-2] for the test, as in papers that keep a validation item.
   * Default `before-target`.
   */
  readonly matrix?: 'before-target' | 'before-previous'
  /** What the model is asked with. Default `before-target`. */
  readonly query?: 'before-target' | 'before-previous'
}

/**
 * Leave one out: each person's target is one interaction, the model is trained and asked without it. Persons with too
 * few interactions to have a query are trained on whole and not asked.
 *
 * @throws RecommendError `no-cases` when nobody has enough interactions
 * @example
 * // The protocol of SASRec, S3-Rec and TIGER figures with the validation item kept out of the matrix:
 * const split = leaveOneOut(interactions, { matrix: 'before-previous' })
 */
export function leaveOneOut(interactions: Interactions, options: LeaveOneOutOptions = {}): Split {
  const targetFromEnd = options.target === 'last-but-one' ? 2 : 1
  const queryOmits = targetFromEnd + (options.query === 'before-previous' ? 1 : 0)
  const matrixOmits = targetFromEnd + (options.matrix === 'before-previous' ? 1 : 0)
  const least = queryOmits + 1
  const cases: EvaluationCase[] = []
  for (let person = 0; person + 1 < interactions.indptr.length; person++) {
    const all = historyOf(interactions, person)
    if (all.items.length < least) continue
    const history = sliceHistory(all, 0, all.items.length - queryOmits)
    const targets = all.items.slice(all.items.length - targetFromEnd).subarray(0, 1)
    cases.push({ person, history, targets })
  }
  if (cases.length === 0) {
    throw new RecommendError('no-cases', `Nobody has ${least} interactions or more, which leaving one out needs.`)
  }
  const train = selectInteractions(interactions, (person, at, end) => {
    const length = end - (interactions.indptr[person] as number)
    return length < least || at < end - matrixOmits
  })
  return { protocol: 'leave-one-out', folds: [{ train, cases }] }
}
