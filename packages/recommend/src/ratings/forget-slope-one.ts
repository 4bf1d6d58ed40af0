import type { ForgetTask } from '../forget/forgetting.ts'
import { restsOnFew } from '../forget/rests-on-few.ts'
import { type Pairs, pairRows, slopeOneFrom } from './fit-slope-one.ts'
import { ratingMatrixOf } from './rating-matrix.ts'
import type { RatingRecommender } from './rating-recommender.ts'
import { savedArraysOf } from './saved-arrays.ts'

/**
 * Slope One without people, exact to the bit: a deviation is a mean over people who rated both items, so it changes only
 * between two items that somebody who goes rated. The other rows stay.
 */
export function forgetSlopeOne({ saved, remaining }: ForgetTask): RatingRecommender | undefined {
  if (!restsOnFew(remaining)) return undefined
  const arrays = savedArraysOf(saved)
  const { indptr, columns, values } = arrays.rows('deviations', remaining.placeOf.length)
  const support = arrays.whole('support', columns.length)
  const matrix = ratingMatrixOf(remaining.interactions)
  const anew = pairRows(matrix)
  const touched = new Set(remaining.touched)
  const pairs = Array.from(remaining.itemOf, (old, item): Pairs => {
    if (touched.has(item)) return anew(item)
    const from = indptr[old] as number
    const to = indptr[old + 1] as number
    return {
      columns: columns.subarray(from, to).map((other) => remaining.placeOf[other] as number),
      deviations: values.subarray(from, to),
      support: support.subarray(from, to),
    }
  })
  return slopeOneFrom(saved.parameters, matrix, pairs)
}
