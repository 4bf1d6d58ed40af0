import { RecommendError } from '../errors.ts'
import type { RatingMatrix } from './rating-matrix.ts'

/** 2²⁷ pairs take 1.5 GiB at twelve bytes each. */
const mostPairs = 2 ** 27

/**
 * Refuses to store what is known of every pair of items before any of it is worked out. The bound is the lesser of all
 * pairs and those within one person's ratings.
 *
 * @param kept most pairs stored per item; 0: all
 * @throws RecommendError `bad-parameter`
 */
export function refuseTooManyPairs(kind: string, { indptr, itemCount }: RatingMatrix, kept = 0): void {
  let together = 0
  for (let person = 0; person + 1 < indptr.length; person++) {
    together += ((indptr[person + 1] as number) - (indptr[person] as number)) ** 2
  }
  const pairs = Math.min(together, itemCount * (kept > 0 ? kept : itemCount))
  if (pairs <= mostPairs) return
  const advice = kind === 'ratingItemKnn' ? 'set kept to 1000, say' : 'train on fewer items, or another kind'
  const message = `${kind} would store up to ${pairs} pairs of items, more than ${mostPairs}: ${advice}.`
  throw new RecommendError('bad-parameter', message, { parameter: 'kept', pairs })
}
