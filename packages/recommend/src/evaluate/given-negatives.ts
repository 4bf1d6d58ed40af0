import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import type { Split } from './split.ts'

/** One line of an NCF test file. */
export interface NegativeTest {
  /** Dense id of the person. */
  readonly person: number
  /** Dense id of the item to be found. */
  readonly target: number
  /** Dense ids of the sampled items it is ranked among. */
  readonly negatives: Int32Array
}

/**
 * The protocol of He et al., Neural Collaborative Filtering (WWW 2017): each person's last item is ranked among given
 * sampled negatives and nothing else. A negative that is the target itself (156 lists of movielens-1m have one) is the
 * same item and is ranked once.
 *
 * @param train everything but the targets
 * @throws RecommendError `no-cases` when there is no test, `bad-index` when an id is outside the matrix
 */
export function givenNegatives(train: Interactions, tests: readonly NegativeTest[]): Split {
  if (tests.length === 0) throw new RecommendError('no-cases', 'The test file has no rows.')
  const itemCount = train.items.ids.length
  const cases = tests.map(({ person, target, negatives }, row) => {
    const known = person >= 0 && person < train.indptr.length - 1
    if (!known || [target, ...negatives].some((item) => !(item >= 0 && item < itemCount))) {
      throw new RecommendError('bad-index', `Test row ${row}: a person or an item is not in the training data.`, {
        row,
      })
    }
    const candidates = Int32Array.from(new Set(negatives)).filter((item) => item !== target)
    return { person, history: historyOf(train, person), targets: Int32Array.of(target), candidates }
  })
  return { protocol: 'ncf', folds: [{ train, cases }] }
}
