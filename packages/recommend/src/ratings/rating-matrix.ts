import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'

/** Lowest and highest rating. */
export interface RatingScale {
  readonly low: number
  readonly high: number
}

/** Rows of ratings, CSR; every column at most once in a row. */
export interface RatingRows {
  /** Row r is `indptr[r]` … `indptr[r + 1] − 1`; length rows + 1. */
  readonly indptr: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

/** Persons × items with one rating a pair. */
export interface RatingMatrix extends RatingRows {
  readonly personCount: number
  readonly itemCount: number
  /** Mean of all ratings. */
  readonly mean: number
  readonly scale: RatingScale
}

/** Beyond this, sums of squares lose the precision that a prediction needs. */
const largestRating = 1e6

/**
 * The ratings of a matrix whose values are ratings. Of several ratings of one item by one person the latest counts; the
 * scale is what occurs.
 *
 * @throws RecommendError `no-interactions` when there is no rating, `bad-value` when one is not finite or beyond ±1e6,
 *   `bad-index` when an item is outside the id map
 */
export function ratingMatrixOf(interactions: Interactions): RatingMatrix {
  const { indptr, indices, values } = interactions
  const personCount = indptr.length - 1
  const itemCount = interactions.items.ids.length
  if (indices.length === 0) throw new RecommendError('no-interactions', 'Import or send some ratings before training.')
  for (let at = 0; at < indices.length; at++) {
    checkRating(values[at] as number, `The rating at position ${at}`)
    const item = indices[at] as number
    if (item < 0 || item >= itemCount) {
      throw new RecommendError('bad-index', `Item ${item} is outside 0 … ${itemCount - 1}.`, { position: at })
    }
  }
  const kept = { indptr: new Int32Array(personCount + 1), columns: indices.slice(), values: values.slice() }
  const rowOf = new Int32Array(itemCount).fill(-1)
  const latest = new Int32Array(itemCount)
  let size = 0
  for (let person = 0; person < personCount; person++) {
    const from = indptr[person] as number
    const to = indptr[person + 1] as number
    for (let at = from; at < to; at++) {
      rowOf[indices[at] as number] = person
      latest[indices[at] as number] = at
    }
    for (let at = from; at < to; at++) {
      const item = indices[at] as number
      if (rowOf[item] !== person || latest[item] !== at) continue
      kept.columns[size] = item
      kept.values[size++] = values[at] as number
    }
    kept.indptr[person + 1] = size
  }
  const ratings = kept.values.slice(0, size)
  let sum = 0
  let low = Infinity
  let high = -Infinity
  for (const rating of ratings) {
    sum += rating
    low = Math.min(low, rating)
    high = Math.max(high, rating)
  }
  const columns = kept.columns.slice(0, size)
  return {
    indptr: kept.indptr,
    columns,
    values: ratings,
    personCount,
    itemCount,
    mean: sum / size,
    scale: { low, high },
  }
}

/** @throws RecommendError `bad-value` when a rating is not finite or beyond ±1e6 */
export function checkRating(rating: number, what: string): void {
  if (Math.abs(rating) <= largestRating) return
  throw new RecommendError('bad-value', `${what} must be a number from −${largestRating} to ${largestRating}.`)
}

/** The same ratings by column; within a row of the result the columns ascend. */
export function transposeRatings({ indptr, columns, values }: RatingRows, columnCount: number): RatingRows {
  const turned = {
    indptr: new Int32Array(columnCount + 1),
    columns: new Int32Array(columns.length),
    values: new Float32Array(columns.length),
  }
  for (const column of columns) (turned.indptr[column + 1] as number) += 1
  for (let column = 0; column < columnCount; column++) {
    ;(turned.indptr[column + 1] as number) += turned.indptr[column] as number
  }
  const next = turned.indptr.slice(0, columnCount)
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let at = indptr[row] as number; at < (indptr[row + 1] as number); at++) {
      const slot = (next[columns[at] as number] as number)++
      turned.columns[slot] = row
      turned.values[slot] = values[at] as number
    }
  }
  return turned
}

/** Means of the rows; `standard` where a row is empty. */
export function rowMeans({ indptr, values }: RatingRows, standard: number): Float64Array {
  return Float64Array.from({ length: indptr.length - 1 }, (_, row) => {
    const from = indptr[row] as number
    const to = indptr[row + 1] as number
    let sum = 0
    for (let at = from; at < to; at++) sum += values[at] as number
    return to > from ? sum / (to - from) : standard
  })
}
