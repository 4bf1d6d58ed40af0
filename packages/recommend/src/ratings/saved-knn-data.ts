import type { SavedRecommender } from '../recommender.ts'
import type { RatingKnnData } from './rating-knn-model.ts'
import { savedArraysOf, savedRows, summaryOf } from './saved-arrays.ts'

/** The ratings and what is expected of them as arrays. */
export function saveData({ ratings, expectations, scale }: RatingKnnData): SavedRecommender['arrays'] {
  const { mean, personBiases, itemBiases, personMeans, itemMeans } = expectations
  return {
    summary: summaryOf({ mean, scale }),
    personBiases,
    itemBiases,
    personMeans,
    itemMeans,
    ...savedRows('ratings', ratings),
  }
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function dataFrom(saved: SavedRecommender): RatingKnnData {
  const arrays = savedArraysOf(saved)
  const { mean, scale } = arrays.summary()
  const itemBiases = arrays.doubles('itemBiases')
  const ratings = arrays.rows('ratings', itemBiases.length)
  const personCount = ratings.indptr.length - 1
  return {
    ratings,
    scale,
    expectations: {
      mean,
      personBiases: arrays.doubles('personBiases', personCount),
      itemBiases,
      personMeans: arrays.doubles('personMeans', personCount),
      itemMeans: arrays.doubles('itemMeans', itemBiases.length),
    },
  }
}
