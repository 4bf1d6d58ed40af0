import { RecommendError } from '../errors.ts'
import type { SavedRecommender } from '../recommender.ts'
import type { ItemNeighbours } from './item-neighbours.ts'

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function neighboursFrom(
  kind: string,
  { indptr, neighbours, nearness }: SavedRecommender['arrays'],
): ItemNeighbours {
  if (
    !(indptr instanceof Int32Array && neighbours instanceof Int32Array && nearness instanceof Float32Array) ||
    !areRows(indptr, neighbours, indptr.length - 1) ||
    nearness.length !== neighbours.length
  ) {
    const expected = 'indptr (Int32), neighbours (Int32) and nearness (Float32) that fit together'
    throw new RecommendError('bad-model', `A saved ${kind} needs the arrays ${expected}.`)
  }
  return { indptr, items: neighbours, nearness }
}

/** Whether these are compressed rows with columns below `columnCount`. */
export function areRows(indptr: Int32Array, indices: Int32Array, columnCount: number): boolean {
  return (
    indptr.length > 0 &&
    indptr[0] === 0 &&
    indptr.every((from, at) => at === 0 || from >= (indptr[at - 1] as number)) &&
    indptr[indptr.length - 1] === indices.length &&
    indices.every((index) => index >= 0 && index < columnCount)
  )
}
