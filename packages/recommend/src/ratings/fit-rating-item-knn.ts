import { completeParameters } from '../complete-parameters.ts'
import type { Interactions } from '../interactions.ts'
import type { SavedRecommender } from '../recommender.ts'
import { expectationsOf, type PersonExpectation, personExpectation, personFromRatings } from './rating-centre.ts'
import { comparedRatings, personAt, type RatingKnnData, type RatingKnnParameters, rowsOf } from './rating-knn-model.ts'
import { type RatingRows, ratingMatrixOf } from './rating-matrix.ts'
import { ratingItemKnnParameters } from './rating-parameters.ts'
import {
  type PersonView,
  type RatedItems,
  type RatingRecommender,
  ratedItemsAt,
  ratingRecommenderOf,
} from './rating-recommender.ts'
import { refuseTooManyPairs } from './refuse-too-many-pairs.ts'
import { savedArraysOf, savedRows } from './saved-arrays.ts'
import { dataFrom, saveData } from './saved-knn-data.ts'
import { similarItems } from './similar-items.ts'
import { type Candidates, weightedMean } from './weighted-mean.ts'

export interface RatingItemKnnParameters extends RatingKnnParameters {
  /** Most neighbours stored per item; 0: all with a similarity above zero. */
  readonly kept: number
}

export interface RatingItemKnnOptions extends Partial<RatingItemKnnParameters> {
  /** Called after every item. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Item-based nearest neighbours for ratings (Sarwar et al. 2001; with the baseline Koren 2010, section 2.2):
 *
 *   r̂(u, i) = c(u, i) + Σ_j s(i, j) (r_uj − c(u, j)) / Σ_j s(i, j)
 *
 * over the `neighbours` items j most like i that u rated, with s above zero; c is nothing, the item's mean or the
 * baseline (ALS), s a similarity over the people who rated both (`similarityOf`). Where no item is alike c alone is
 * predicted. Folding a history in is exact: the model uses nothing of a person but the ratings.
 *
 * Explanations: the weights s(i, j) / Σ s of the formula.
 *
 * @throws RecommendError `no-interactions`, `bad-value`, `bad-parameter` (also when more than 2²⁷ pairs would be stored)
 * @example
 * fitRatingItemKnn(interactions, { centre: 'means' }).predict(0, 3) // → 4.1
 */
export function fitRatingItemKnn(interactions: Interactions, options: RatingItemKnnOptions = {}): RatingRecommender {
  const { onProgress, ...given } = options
  const complete = completeParameters(ratingItemKnnParameters, given)
  const parameters = complete as unknown as RatingItemKnnParameters
  const matrix = ratingMatrixOf(interactions)
  refuseTooManyPairs('ratingItemKnn', matrix, parameters.kept)
  const data = { ratings: rowsOf(matrix), scale: matrix.scale, expectations: expectationsOf(matrix) }
  const compared = comparedRatings(data, parameters.similarity)
  return itemKnnOf(complete, data, similarItems(compared, matrix.itemCount, parameters, onProgress))
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadRatingItemKnn(saved: SavedRecommender): RatingRecommender {
  const data = dataFrom(saved)
  const itemCount = data.expectations.itemBiases.length
  const arrays = savedArraysOf(saved)
  const near = arrays.rows('similarities', itemCount)
  arrays.expect(near.indptr.length === itemCount + 1)
  return itemKnnOf(saved.parameters, data, near)
}

function itemKnnOf(given: SavedRecommender['parameters'], data: RatingKnnData, near: RatingRows): RatingRecommender {
  const parameters = given as unknown as RatingItemKnnParameters
  const { ratings, expectations, scale } = data
  const itemCount = expectations.itemBiases.length
  const centring = { centre: parameters.centre, meansOf: 'items' } as const
  const mean = weightedMean(parameters)
  let last: { readonly person: number; readonly view: PersonView } | undefined

  function viewOf({ items, ratings: given }: RatedItems, expected: PersonExpectation): PersonView {
    const deviations = given.map((rating, at) => rating - expected.centre(items[at] as number))
    const { indptr, columns: positions, values: similarities } = nearHistory(items, near)
    const said = new Float32Array(items.length)
    const candidatesFor = (item: number): Candidates => {
      const from = indptr[item] as number
      const to = indptr[item + 1] as number
      for (let at = from; at < to; at++) said[at - from] = deviations[positions[at] as number] as number
      return { count: to - from, similarity: similarities.subarray(from, to), value: said }
    }
    return {
      estimate(item) {
        const deviation = mean.of(candidatesFor(item))
        return deviation === undefined ? expected.alone(item) : expected.centre(item) + deviation
      },
      parts(item) {
        const parts = new Float64Array(items.length)
        const weights = mean.weights(candidatesFor(item))
        for (const [slot, weight] of weights.entries()) {
          parts[positions[(indptr[item] as number) + slot] as number] = weight
        }
        return parts
      },
    }
  }

  return ratingRecommenderOf({
    kind: 'ratingItemKnn',
    mean: expectations.mean,
    scale,
    personCount: ratings.indptr.length - 1,
    itemCount,
    estimate(person, item) {
      if (last?.person !== person) {
        const expected = personExpectation(expectations, personAt(expectations, person), centring)
        last = { person, view: viewOf(ratedItemsAt(ratings, person), expected) }
      }
      return last.view.estimate(item)
    },
    foldIn: (rated) => viewOf(rated, personExpectation(expectations, personFromRatings(rated, expectations), centring)),
    likeness(item) {
      const likeness = new Float32Array(itemCount)
      for (let at = near.indptr[item] as number; at < (near.indptr[item + 1] as number); at++) {
        likeness[near.columns[at] as number] = near.values[at] as number
      }
      return likeness
    },
    save: () => ({ parameters: given, arrays: { ...saveData(data), ...savedRows('similarities', near) } }),
  })
}

/**
 * The part of the similarities that a history needs, by item: which positions of the history are like it and how much.
 * A similarity counts from the history item's stored row: with `kept`, from among its nearest.
 */
function nearHistory(items: Int32Array, near: RatingRows): RatingRows {
  const itemCount = near.indptr.length - 1
  const indptr = new Int32Array(itemCount + 1)
  for (const item of items) {
    for (let slot = near.indptr[item] as number; slot < (near.indptr[item + 1] as number); slot++) {
      ;(indptr[(near.columns[slot] as number) + 1] as number) += 1
    }
  }
  for (let item = 0; item < itemCount; item++) (indptr[item + 1] as number) += indptr[item] as number
  const next = indptr.slice(0, itemCount)
  const columns = new Int32Array(indptr[itemCount] as number)
  const values = new Float32Array(columns.length)
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as number
    for (let slot = near.indptr[item] as number; slot < (near.indptr[item + 1] as number); slot++) {
      const to = (next[near.columns[slot] as number] as number)++
      columns[to] = at
      values[to] = near.values[slot] as number
    }
  }
  return { indptr, columns, values }
}
