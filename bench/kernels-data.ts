import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CsrMatrix } from '@attune/kernels'
import { movielensTraining } from './accuracy-data.ts'
import { skewedMatrix } from './skewed-matrix.ts'

/** A matrix in memory, and as binary files that a peer reads: `path.indptr`, `path.indices`, `path.values`. */
export interface StoredMatrix {
  readonly matrix: CsrMatrix
  readonly path: string
}

/** Writes an array's bytes as they are. */
export function writeArray(path: string, array: Int32Array | Float32Array): string {
  writeFileSync(path, new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  return path
}

export function readFloats(path: string): Float32Array {
  const bytes = readFileSync(path)
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}

function stored(folder: string, name: string, matrix: CsrMatrix): StoredMatrix {
  const path = join(folder, name)
  for (const part of ['indptr', 'indices', 'values'] as const) writeArray(`${path}.${part}`, matrix[part])
  return { matrix, path }
}

/** As large as MovieLens 20M. */
export function largeMatrix(folder: string): StoredMatrix {
  return stored(folder, 'large', skewedMatrix({ rows: 138_493, columns: 26_744, entries: 20_000_000, seed: 1 }))
}

/** The 994,169 training interactions of MovieLens 1M, all of weight 1, columns rising. */
export function movielensMatrix(folder: string): StoredMatrix {
  const { indptr, indices, items } = movielensTraining()
  const sorted = Int32Array.from(indices)
  for (let row = 0; row + 1 < indptr.length; row++) sorted.subarray(indptr[row], indptr[row + 1]).sort()
  const values = new Float32Array(sorted.length).fill(1)
  return stored(folder, 'movielens', {
    indptr: Int32Array.from(indptr),
    indices: sorted,
    values,
    columnCount: items.ids.length,
  })
}

/** Numbers in 0 … `most` − 1 / 2²⁴, the same for the same seed. */
export function noise(length: number, seed: number, most = 1): Float32Array {
  const numbers = new Float32Array(length)
  let state = seed
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    numbers[at] = ((state >>> 8) / 2 ** 24) * most
  }
  return numbers
}

/** Largest difference of two arrays of the same length, as a share of the largest number in the second. */
export function difference(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) throw new Error(`${one.length} numbers beside ${other.length}.`)
  let most = 0
  let worst = 0
  for (let at = 0; at < one.length; at++) {
    most = Math.max(most, Math.abs(other[at]!))
    worst = Math.max(worst, Math.abs(one[at]! - other[at]!))
  }
  return most === 0 ? worst : worst / most
}
