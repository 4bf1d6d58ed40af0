import type { Interactions } from '../interactions.ts'

/** Persons × distinct items, CSR; items ascending within a row. */
export interface DistinctRows {
  readonly indptr: Int32Array
  readonly indices: Int32Array
  readonly values: Float64Array
  /** What strengths were multiplied by. */
  readonly scale: number
}

/**
 * The matrix whose columns are compared: one entry per person and item, the strongest interaction between them, times
 * (distinct items of the person)^(−exponent / 2). The factor damps people who take everything: in a product of two
 * columns a person of n items counts n^(−exponent). Strengths are scaled to a mean square of 1, so that a constant added
 * to products of columns (shrinkage) means the same for weights of .1 and of 5. Interactions without a positive weight
 * are left out.
 */
export function distinctRows(interactions: Interactions, exponent: number): DistinctRows {
  const { indptr, indices, values } = interactions
  const personCount = indptr.length - 1
  const strongest = new Float32Array(interactions.items.ids.length)
  const rowEnds = new Int32Array(personCount + 1)
  const items = new Int32Array(indices.length)
  const strengths = new Float64Array(indices.length)
  let size = 0
  let squares = 0
  for (let person = 0; person < personCount; person++) {
    const start = size
    const to = indptr[person + 1] as number
    for (let at = indptr[person] as number; at < to; at++) {
      const item = indices[at] as number
      const value = values[at] as number
      if (value <= 0) continue
      if (strongest[item] === 0) items[size++] = item
      if (value > (strongest[item] as number)) strongest[item] = value
    }
    items.subarray(start, size).sort()
    const factor = (size - start) ** (-exponent / 2)
    for (let at = start; at < size; at++) {
      const item = items[at] as number
      const strength = strongest[item] as number
      squares += strength ** 2
      strengths[at] = strength * factor
      strongest[item] = 0
    }
    rowEnds[person + 1] = size
  }
  const scale = Math.sqrt(size / squares)
  for (let at = 0; at < size && scale !== 1; at++) (strengths[at] as number) *= scale
  return { indptr: rowEnds, indices: items.slice(0, size), values: strengths.slice(0, size), scale }
}
