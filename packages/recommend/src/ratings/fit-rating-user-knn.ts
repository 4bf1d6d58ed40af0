import { completeParameters } from '../complete-parameters.ts'
import type { Interactions } from '../interactions.ts'
import type { SavedRecommender } from '../recommender.ts'
import { type PersonExpectation, personExpectation, personFromRatings } from './rating-centre.ts'
import {
  centredRatings,
  comparedRatings,
  knnDataOf,
  personAt,
  type RatingKnnData,
  type RatingKnnParameters,
} from './rating-knn-model.ts'
import { ratingMatrixOf, transposeRatings } from './rating-matrix.ts'
import { ratingUserKnnParameters } from './rating-parameters.ts'
import {
  type PersonView,
  type RatedItems,
  type RatingRecommender,
  ratedItemsAt,
  ratingRecommenderOf,
} from './rating-recommender.ts'
import { rowSimilarities } from './rating-similarity.ts'
import { dataFrom, saveData } from './saved-knn-data.ts'
import { type Candidates, weightedMean } from './weighted-mean.ts'

/**
 * User-based nearest neighbours for ratings (Herlocker et al. 1999; with the baseline Koren 2010, section 2.2):
 *
 *   r̂(u, i) = c(u, i) + Σ_v s(u, v) (r_vi − c(v, i)) / Σ_v s(u, v)
 *
 * over the `neighbours` people v most like u who rated i, with s above zero; c is nothing, the person's mean or the
 * baseline (ALS), s a similarity over the items that both rated (`similarityOf`). Where nobody is alike c alone is
 * predicted (the mean of all where c is nothing).
 *
 * Similarities are worked out from the ratings when asked, so that folding a history in is exact: a history equal to a
 * person's ratings gets that person's predictions for items not yet rated. Memory is that of the ratings.
 *
 * Explanations: a neighbour's weight in the mean, divided evenly among the history items that made them neighbours (the
 * common ones); shares add up to 1.
 *
 * @throws RecommendError `no-interactions`, `bad-value`, `bad-parameter`
 * @example
 * fitRatingUserKnn(interactions, { similarity: 'pearsonBaseline' }).predict(0, 3) // → 4.1
 */
export function fitRatingUserKnn(
  interactions: Interactions,
  options: Partial<RatingKnnParameters> = {},
): RatingRecommender {
  const parameters = completeParameters(ratingUserKnnParameters, { ...options })
  return userKnnOf(parameters, knnDataOf(ratingMatrixOf(interactions)))
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadRatingUserKnn(saved: SavedRecommender): RatingRecommender {
  return userKnnOf(saved.parameters, dataFrom(saved))
}

function userKnnOf(given: SavedRecommender['parameters'], data: RatingKnnData): RatingRecommender {
  const parameters = given as unknown as RatingKnnParameters
  const { ratings, expectations, scale } = data
  const personCount = ratings.indptr.length - 1
  const itemCount = expectations.itemBiases.length
  const centring = { centre: parameters.centre, meansOf: 'persons' } as const
  const compared = comparedRatings(data, parameters.similarity)
  const raters = transposeRatings(centredRatings(data, centring), itemCount)
  const comparedByItem = transposeRatings(compared, itemCount)
  const persons = rowSimilarities(comparedByItem, personCount, parameters)
  const items = rowSimilarities(compared, itemCount, parameters)
  const mean = weightedMean(parameters)
  // Similarities of the raters of the item that is asked about; no item has more raters than there are people.
  const near = new Float32Array(personCount)
  let last: { readonly person: number; readonly view: PersonView } | undefined

  /** @param self the person asked about, who is no neighbour; −1 for a history */
  function viewOf(rated: RatedItems, expected: PersonExpectation, self: number): PersonView {
    const values =
      parameters.similarity === 'pearsonBaseline'
        ? rated.ratings.map((rating, at) => rating - expected.baseline(rated.items[at] as number))
        : rated.ratings
    const similarity = persons.to(rated.items, values).slice()
    if (self >= 0) similarity[self] = 0
    const candidatesFor = (item: number): Candidates => {
      const from = raters.indptr[item] as number
      const to = raters.indptr[item + 1] as number
      for (let at = from; at < to; at++) near[at - from] = similarity[raters.columns[at] as number] as number
      return { count: to - from, similarity: near, value: raters.values.subarray(from, to) }
    }
    return {
      estimate(item) {
        const deviation = mean.of(candidatesFor(item))
        return deviation === undefined ? expected.alone(item) : expected.centre(item) + deviation
      },
      parts(item) {
        const weights = mean.weights(candidatesFor(item))
        const parts = new Float64Array(rated.items.length)
        const positions = new Map(Array.from(rated.items, (id, at) => [id, at]))
        for (const [slot, weight] of weights.entries()) {
          if (weight === 0) continue
          const neighbour = raters.columns[(raters.indptr[item] as number) + slot] as number
          const common: number[] = []
          for (const id of ratedItemsAt(ratings, neighbour).items) {
            const at = positions.get(id)
            if (at !== undefined) common.push(at)
          }
          for (const at of common) (parts[at] as number) += weight / common.length
        }
        return parts
      },
    }
  }

  return ratingRecommenderOf({
    kind: 'ratingUserKnn',
    mean: expectations.mean,
    scale,
    personCount,
    itemCount,
    estimate(person, item) {
      if (last?.person !== person) {
        const expected = personExpectation(expectations, personAt(expectations, person), centring)
        last = { person, view: viewOf(ratedItemsAt(ratings, person), expected, person) }
      }
      return last.view.estimate(item)
    },
    foldIn(rated) {
      const person = personFromRatings(rated, expectations)
      return viewOf(rated, personExpectation(expectations, person, centring), -1)
    },
    likeness(item) {
      const from = comparedByItem.indptr[item] as number
      const to = comparedByItem.indptr[item + 1] as number
      return items.to(comparedByItem.columns.subarray(from, to), comparedByItem.values.subarray(from, to))
    },
    save: () => ({ parameters: given, arrays: saveData(data) }),
  })
}
