import { completeParameters } from '../complete-parameters.ts'
import type { Interactions } from '../interactions.ts'
import type { SavedRecommender } from '../recommender.ts'
import { type RatingMatrix, type RatingRows, ratingMatrixOf, rowMeans, transposeRatings } from './rating-matrix.ts'
import { slopeOneParameters } from './rating-parameters.ts'
import {
  type PersonView,
  type RatedItems,
  type RatingRecommender,
  ratedItemsAt,
  ratingRecommenderOf,
} from './rating-recommender.ts'
import { refuseTooManyPairs } from './refuse-too-many-pairs.ts'
import { savedArraysOf, savedRows, summaryOf } from './saved-arrays.ts'

export interface SlopeOneParameters {
  /** `none`: the items of a history count the same; `support`: by how many people rated both (weighted Slope One). */
  readonly weighting: 'none' | 'support'
}

export interface SlopeOneOptions extends Partial<SlopeOneParameters> {
  /** Called after every item. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Slope One (Lemire and Maclachlan, SDM 2005): items differ by a constant, dev_ij = mean over the people who rated both
 * of r_i − r_j, and
 *
 *   none:    rating of i = mean of the person's ratings + mean of dev_ij over the rated j that share people with i
 *   support: rating of i = Σ_j (dev_ij + r_j) c_ij / Σ_j c_ij, c_ij the number of people who rated both
 *
 * where no j shares people with i, the mean of the person's ratings. The model uses nothing of a person but the ratings,
 * so that folding a history in is exact.
 *
 * @throws RecommendError `no-interactions`, `bad-value`, `bad-parameter` (also beyond 2²⁷ pairs of items)
 * @example
 * fitSlopeOne(interactions).predict(0, 3) // → 4.1
 */
export function fitSlopeOne(interactions: Interactions, options: SlopeOneOptions = {}): RatingRecommender {
  const { onProgress, ...given } = options
  const parameters = completeParameters(slopeOneParameters, given)
  const matrix = ratingMatrixOf(interactions)
  const { itemCount } = matrix
  refuseTooManyPairs('slopeOne', matrix)
  const rowOf = pairRows(matrix)
  const pairs: Pairs[] = []
  for (let item = 0; item < itemCount; item++) {
    pairs.push(rowOf(item))
    onProgress?.(item + 1, itemCount)
  }
  return slopeOneFrom(parameters, matrix, pairs)
}

/** The recommender on the pairs of every item. */
export function slopeOneFrom(
  parameters: SavedRecommender['parameters'],
  matrix: RatingMatrix,
  pairs: readonly Pairs[],
): RatingRecommender {
  const indptr = new Int32Array(pairs.length + 1)
  for (const [item, row] of pairs.entries()) indptr[item + 1] = (indptr[item] as number) + row.columns.length
  const size = indptr[pairs.length] as number
  const deviations = { indptr, columns: new Int32Array(size), values: new Float32Array(size) }
  const support = new Int32Array(size)
  for (const [item, row] of pairs.entries()) {
    deviations.columns.set(row.columns, indptr[item] as number)
    deviations.values.set(row.deviations, indptr[item] as number)
    support.set(row.support, indptr[item] as number)
  }
  return slopeOneOf(parameters, {
    summary: summaryOf(matrix),
    support,
    ...savedRows('deviations', deviations),
    ...savedRows('ratings', matrix),
  })
}

/** One item against those it shares people with. */
export interface Pairs {
  /** The others, ascending. */
  readonly columns: Int32Array
  readonly deviations: Float32Array
  readonly support: Int32Array
}

/** The pairs of one item after another, in scratch arrays of one row. */
export function pairRows(matrix: RatingMatrix): (item: number) => Pairs {
  const byItem = transposeRatings(matrix, matrix.itemCount)
  const sums = new Float64Array(matrix.itemCount)
  const counts = new Int32Array(matrix.itemCount)
  return (item) => {
    sums.fill(0)
    counts.fill(0)
    for (let at = byItem.indptr[item] as number; at < (byItem.indptr[item + 1] as number); at++) {
      const person = byItem.columns[at] as number
      const rating = byItem.values[at] as number
      for (let other = matrix.indptr[person] as number; other < (matrix.indptr[person + 1] as number); other++) {
        const column = matrix.columns[other] as number
        ;(sums[column] as number) += rating - (matrix.values[other] as number)
        ;(counts[column] as number) += 1
      }
    }
    counts[item] = 0
    return pairsOf(sums, counts)
  }
}

function pairsOf(sums: Float64Array, counts: Int32Array): Pairs {
  const columns = new Int32Array(counts.length)
  let size = 0
  for (let other = 0; other < counts.length; other++) if ((counts[other] as number) > 0) columns[size++] = other
  const deviations = new Float32Array(size)
  const support = new Int32Array(size)
  for (let at = 0; at < size; at++) {
    const other = columns[at] as number
    support[at] = counts[other] as number
    deviations[at] = (sums[other] as number) / (counts[other] as number)
  }
  return { columns: columns.slice(0, size), deviations, support }
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadSlopeOne({ parameters, arrays }: SavedRecommender): RatingRecommender {
  return slopeOneOf(parameters, arrays)
}

function slopeOneOf(parameters: SavedRecommender['parameters'], arrays: SavedRecommender['arrays']): RatingRecommender {
  const saved = savedArraysOf({ kind: 'slopeOne', parameters, arrays })
  const { mean, scale } = saved.summary()
  const itemCount = saved.whole('deviationsIndptr').length - 1
  const deviations = saved.rows('deviations', itemCount)
  const support = saved.whole('support', deviations.columns.length)
  const ratings = saved.rows('ratings', itemCount)
  const bySupport = parameters.weighting === 'support'
  const foldIn = (rated: RatedItems): PersonView => viewOf(rated, deviations, support, { mean, bySupport })
  const means = rowMeans(ratings, mean)
  // The person asked about last: a rating by item, NaN where there is none.
  const given = new Float32Array(itemCount).fill(Number.NaN)
  let last = -1
  function recall(person: number): void {
    if (last >= 0) for (const item of ratedItemsAt(ratings, last).items) given[item] = Number.NaN
    const rated = ratedItemsAt(ratings, person)
    for (let at = 0; at < rated.items.length; at++) given[rated.items[at] as number] = rated.ratings[at] as number
    last = person
  }
  return ratingRecommenderOf({
    kind: 'slopeOne',
    mean,
    scale,
    personCount: ratings.indptr.length - 1,
    itemCount,
    estimate(person, item) {
      if (last !== person) recall(person)
      let sum = 0
      let weights = 0
      for (let at = deviations.indptr[item] as number; at < (deviations.indptr[item + 1] as number); at++) {
        const rating = given[deviations.columns[at] as number] as number
        if (Number.isNaN(rating)) continue
        const weight = bySupport ? (support[at] as number) : 1
        sum += weight * ((bySupport ? rating : 0) + (deviations.values[at] as number))
        weights += weight
      }
      const own = means[person] as number
      return weights > 0 ? (bySupport ? 0 : own) + sum / weights : own
    },
    foldIn,
    save: () => ({ parameters, arrays }),
  })
}

function viewOf(
  { items, ratings }: RatedItems,
  deviations: RatingRows,
  support: Int32Array,
  { mean, bySupport }: { readonly mean: number; readonly bySupport: boolean },
): PersonView {
  const { indptr, columns, values } = deviations
  const sums = new Float64Array(indptr.length - 1)
  const weights = new Float64Array(indptr.length - 1)
  let total = 0
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as number
    const rating = ratings[at] as number
    total += rating
    for (let slot = indptr[item] as number; slot < (indptr[item + 1] as number); slot++) {
      const other = columns[slot] as number
      const weight = bySupport ? (support[slot] as number) : 1
      // dev is antisymmetric: dev(other, item) = −dev(item, other).
      ;(sums[other] as number) += weight * ((bySupport ? rating : 0) - (values[slot] as number))
      ;(weights[other] as number) += weight
    }
  }
  const ownMean = items.length > 0 ? total / items.length : mean
  return {
    estimate(item) {
      const weight = weights[item] as number
      return weight > 0 ? (bySupport ? 0 : ownMean) + (sums[item] as number) / weight : ownMean
    },
    parts(item) {
      return Float64Array.from(items, (rated) => {
        const from = indptr[rated] as number
        const slot = columns.subarray(from, indptr[rated + 1]).indexOf(item)
        return slot < 0 ? 0 : bySupport ? (support[from + slot] as number) : 1
      })
    },
  }
}
