import type { ForgetTask } from '../forget/forgetting.ts'
import { restsOnFew } from '../forget/rests-on-few.ts'
import type { ScoredItems } from '../recommender.ts'
import { type RatingItemKnnParameters, ratingItemKnnOf } from './fit-rating-item-knn.ts'
import { comparedRatings, knnDataOf } from './rating-knn-model.ts'
import { ratingMatrixOf } from './rating-matrix.ts'
import type { RatingRecommender } from './rating-recommender.ts'
import { savedArraysOf } from './saved-arrays.ts'
import { rowsOfLists, similarLists } from './similar-items.ts'

/**
 * ratingItemKnn without people, exact to the bit: a similarity looks at the people who rated both items, so it changes only
 * between two items that somebody who goes rated. The other lists stay. Around the baseline every residual changes, and
 * undefined asks for a fit.
 */
export function forgetRatingItemKnn({ saved, remaining }: ForgetTask): RatingRecommender | undefined {
  const parameters = saved.parameters as unknown as RatingItemKnnParameters
  if (parameters.similarity === 'pearsonBaseline' || !restsOnFew(remaining)) return undefined
  const { indptr, columns, values } = savedArraysOf(saved).rows('similarities', remaining.placeOf.length)
  const matrix = ratingMatrixOf(remaining.interactions)
  const data = knnDataOf(matrix)
  const anew = similarLists(comparedRatings(data, parameters.similarity), matrix.itemCount, parameters)
  const touched = new Set(remaining.touched)
  const lists = Array.from(remaining.itemOf, (old, item): ScoredItems => {
    if (touched.has(item)) return anew(item)
    const from = indptr[old] as number
    const to = indptr[old + 1] as number
    return {
      items: columns.subarray(from, to).map((other) => remaining.placeOf[other] as number),
      scores: values.subarray(from, to),
    }
  })
  return ratingItemKnnOf(saved.parameters, data, rowsOfLists(lists))
}
