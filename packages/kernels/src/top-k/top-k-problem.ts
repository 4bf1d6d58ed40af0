import { checkFactors } from '../check-factors.ts'
import { type CsrMatrix, checkRows } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'

export interface TopKInput {
  /** [queries × d], row-major, finite. */
  readonly queries: Float32Array
  /** [items × d], row-major, finite. */
  readonly items: Float32Array
  readonly dimensions: number
  /** How many items for each query, at most as many as there are items. */
  readonly k: number
  /** Items each query must not get: one row a query, in any order, repeats allowed. */
  readonly exclude?: Pick<CsrMatrix, 'indptr' | 'indices'>
}

export interface TopK {
  /** [queries × k], best first; of equal scores the smaller id first. −1 where a query has fewer than k items left. */
  readonly ids: Int32Array
  /** [queries × k]; 0 beside an id of −1. */
  readonly scores: Float32Array
}

/** @throws KernelError `bad-shape`, `bad-value`, `bad-index`, `bad-option` */
export function checkTopK(input: TopKInput): { queryCount: number; itemCount: number } {
  const { queries, items, dimensions, k, exclude } = input
  const queryCount = checkFactors(queries, dimensions, 'queries')
  const itemCount = checkFactors(items, dimensions, 'items')
  if (!Number.isInteger(k) || k < 1 || k > itemCount)
    throw new KernelError('bad-option', `k must be a whole number from 1 to the number of items, ${itemCount}.`, { k })
  if (exclude) {
    checkRows({ ...exclude, columnCount: itemCount }, 'exclude')
    if (exclude.indptr.length !== queryCount + 1)
      throw new KernelError('bad-shape', `exclude has ${exclude.indptr.length - 1} rows for ${queryCount} queries.`)
  }
  return { queryCount, itemCount }
}
