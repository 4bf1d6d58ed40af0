import { completeParameters } from '../complete-parameters.ts'
import type { Interactions } from '../interactions.ts'
import type { SavedRecommender } from '../recommender.ts'
import { type Expectations, type PersonExpectation, personExpectation, personFromRatings } from './rating-centre.ts'
import {
  comparedRatings,
  knnDataOf,
  personAt,
  type RatingKnnData,
  type RatingKnnParameters,
} from './rating-knn-model.ts'
import { type RatingRows, ratingMatrixOf, transposeRatings } from './rating-matrix.ts'
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
import { type Candidates, type WeightedMean, weightedMean } from './weighted-mean.ts'

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
  const data = knnDataOf(matrix)
  const compared = comparedRatings(data, parameters.similarity)
  return ratingItemKnnOf(complete, data, similarItems(compared, matrix.itemCount, parameters, onProgress))
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadRatingItemKnn(saved: SavedRecommender): RatingRecommender {
  const data = dataFrom(saved)
  const itemCount = data.expectations.itemBiases.length
  const arrays = savedArraysOf(saved)
  const near = arrays.rows('similarities', itemCount)
  arrays.expect(near.indptr.length === itemCount + 1)
  return ratingItemKnnOf(saved.parameters, data, near)
}

/** The recommender on ratings and the lists of similar items. */
export function ratingItemKnnOf(
  given: SavedRecommender['parameters'],
  data: RatingKnnData,
  near: RatingRows,
): RatingRecommender {
  const parameters = given as unknown as RatingItemKnnParameters
  const { ratings, expectations, scale } = data
  const itemCount = expectations.itemBiases.length
  const centring = { centre: parameters.centre, meansOf: 'items' } as const
  const mean = weightedMean(parameters)
  const keepers = transposeRatings(near, itemCount)
  const known = knownPerson(ratings, near, expectations, parameters)
  return ratingRecommenderOf({
    kind: 'ratingItemKnn',
    mean: expectations.mean,
    scale,
    personCount: ratings.indptr.length - 1,
    itemCount,
    estimate: known,
    foldIn(rated) {
      const expected = personExpectation(expectations, personFromRatings(rated, expectations), centring)
      return viewOf(rated, { expected, keepers, mean })
    },
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
 * A history against all items: what a request needs.
 *
 * @param keepers for each item those that have it among their neighbours
 */
function viewOf(
  rated: RatedItems,
  options: { readonly expected: PersonExpectation; readonly keepers: RatingRows; readonly mean: WeightedMean },
): PersonView {
  const { expected, keepers, mean } = options
  // By item, so that equal similarity goes to the smaller item id.
  const order = Int32Array.from(rated.items.keys()).sort(
    (a, b) => (rated.items[a] as number) - (rated.items[b] as number),
  )
  const items = order.map((at) => rated.items[at] as number)
  const deviations = Float32Array.from(order, (at) => {
    return (rated.ratings[at] as number) - expected.centre(rated.items[at] as number)
  })
  const { indptr, columns: positions, values: similarities } = nearHistory(items, keepers)
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
      for (const [slot, weight] of mean.weights(candidatesFor(item)).entries()) {
        parts[order[positions[(indptr[item] as number) + slot] as number] as number] = weight
      }
      return parts
    },
  }
}

/**
 * Estimates for people who were trained on, one item at a time: neighbours are stored nearest first, so that a walk
 * along an item's row ends when enough of them are found among the person's ratings.
 */
function knownPerson(
  ratings: RatingRows,
  near: RatingRows,
  expectations: Expectations,
  { neighbours, minNeighbours, centre }: RatingItemKnnParameters,
): (person: number, item: number) => number {
  // Of the person asked about last: ratings minus the centre by item, NaN where there is none.
  const deviations = new Float32Array(near.indptr.length - 1).fill(Number.NaN)
  let last = -1
  let expected: PersonExpectation | undefined
  return (person, item) => {
    if (last !== person || !expected) {
      if (last >= 0) for (const rated of ratedItemsAt(ratings, last).items) deviations[rated] = Number.NaN
      expected = personExpectation(expectations, personAt(expectations, person), { centre, meansOf: 'items' })
      const rated = ratedItemsAt(ratings, person)
      for (const [at, other] of rated.items.entries()) {
        deviations[other] = (rated.ratings[at] as number) - expected.centre(other)
      }
      last = person
    }
    let sum = 0
    let total = 0
    let found = 0
    const end = near.indptr[item + 1] as number
    for (let at = near.indptr[item] as number; at < end && found < neighbours; at++) {
      const deviation = deviations[near.columns[at] as number] as number
      if (Number.isNaN(deviation)) continue
      sum += (near.values[at] as number) * deviation
      total += near.values[at] as number
      found++
    }
    return found < minNeighbours ? expected.alone(item) : expected.centre(item) + sum / total
  }
}

/** The part of the similarities that a history needs, by item: which positions of the history are like it and how much. */
function nearHistory(items: Int32Array, keepers: RatingRows): RatingRows {
  const itemCount = keepers.indptr.length - 1
  const rows = { indptr: new Int32Array(items.length + 1), columns: [] as Int32Array[], values: [] as Float32Array[] }
  for (const [at, item] of items.entries()) {
    const from = keepers.indptr[item] as number
    const to = keepers.indptr[item + 1] as number
    rows.columns.push(keepers.columns.subarray(from, to))
    rows.values.push(keepers.values.subarray(from, to))
    rows.indptr[at + 1] = (rows.indptr[at] as number) + to - from
  }
  const size = rows.indptr[items.length] as number
  const columns = new Int32Array(size)
  const values = new Float32Array(size)
  for (let at = 0; at < items.length; at++) {
    columns.set(rows.columns[at] as Int32Array, rows.indptr[at])
    values.set(rows.values[at] as Float32Array, rows.indptr[at])
  }
  return transposeRatings({ indptr: rows.indptr, columns, values }, itemCount)
}
