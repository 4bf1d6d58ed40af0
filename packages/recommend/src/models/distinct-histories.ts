import type { Interactions } from '../interactions.ts'
import type { History } from '../recommender.ts'
import { transpose } from '../transpose.ts'

/** One sparse vector: coordinates ascending, values above zero. */
export interface SparseVector {
  readonly indices: Int32Array
  readonly values: Float64Array
}

/** Sparse vectors of one length, as compressed rows; coordinates ascending within a row. */
export interface SparseVectors extends SparseVector {
  /** Row r is `indptr[r]` … `indptr[r + 1] − 1`; length rows + 1. */
  readonly indptr: Int32Array
  /** How many coordinates a vector has, zeros included. */
  readonly dimensions: number
}

/**
 * A history as a vector over items: each item once, (its strongest weight)^weightPower; 0 makes every item count 1.
 * Unknown items and weights that are not finite and above zero are left out.
 */
export function distinctHistory({ items, weights }: History, itemCount: number, weightPower: number): SparseVector {
  const strongest = new Map<number, number>()
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as number
    const weight = weights[at] as number
    if (!(weight > 0 && Number.isFinite(weight)) || item < 0 || item >= itemCount) continue
    if (weight > (strongest.get(item) ?? 0)) strongest.set(item, weight)
  }
  const indices = Int32Array.from(strongest.keys()).sort()
  const values = Float64Array.from(indices, (item) => (strongest.get(item) as number) ** weightPower)
  return { indices, values }
}

/** Persons × items: every person's `distinctHistory`, without a map for each. */
export function distinctHistories(interactions: Interactions, weightPower: number): SparseVectors {
  const personCount = interactions.indptr.length - 1
  const dimensions = interactions.items.ids.length
  const indptr = new Int32Array(personCount + 1)
  const indices = new Int32Array(interactions.indices.length)
  const values = new Float64Array(interactions.indices.length)
  const strongest = new Float64Array(dimensions)
  let size = 0
  for (let person = 0; person < personCount; person++) {
    const from = size
    const to = interactions.indptr[person + 1] as number
    for (let at = interactions.indptr[person] as number; at < to; at++) {
      const item = interactions.indices[at] as number
      const weight = interactions.values[at] as number
      if (!(weight > 0 && Number.isFinite(weight))) continue
      if (strongest[item] === 0) indices[size++] = item
      if (weight > (strongest[item] as number)) strongest[item] = weight
    }
    indices.subarray(from, size).sort()
    for (let at = from; at < size; at++) {
      const item = indices[at] as number
      values[at] = weightPower === 0 ? 1 : (strongest[item] as number) ** weightPower
      strongest[item] = 0
    }
    indptr[person + 1] = size
  }
  return { indptr, indices: indices.slice(0, size), values: values.slice(0, size), dimensions }
}

/** Columns as rows. */
export function transposeVectors({ indptr, indices, values, dimensions }: SparseVectors): SparseVectors {
  const columns = transpose({ indptr, indices }, dimensions)
  const moved = new Float64Array(values.length)
  for (let slot = 0; slot < moved.length; slot++) moved[slot] = values[columns.positions[slot] as number] as number
  return { indptr: columns.indptr, indices: columns.persons, values: moved, dimensions: indptr.length - 1 }
}
