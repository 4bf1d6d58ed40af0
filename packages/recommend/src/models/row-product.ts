import type { SparseVectors } from './distinct-histories.ts'
import { rowOf } from './vector-similarity.ts'

/** Scalar product of two rows. */
export function rowProduct(rows: SparseVectors, a: number, b: number): number {
  const left = rowOf(rows, a)
  const right = rowOf(rows, b)
  let sum = 0
  for (let x = 0, y = 0; x < left.indices.length && y < right.indices.length; ) {
    const difference = (left.indices[x] as number) - (right.indices[y] as number)
    if (difference === 0) sum += (left.values[x] as number) * (right.values[y] as number)
    if (difference <= 0) x++
    if (difference >= 0) y++
  }
  return sum
}
