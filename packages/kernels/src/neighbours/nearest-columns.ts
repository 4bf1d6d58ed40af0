import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import { type CsrMatrix, checkCsr } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'
import { sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { type Likeness, likenessOf, type MeasureParameters } from './likeness.ts'
import { nearestReference } from './nearest-reference.ts'
import { rankColumns } from './rank-columns.ts'

export interface NearestInput extends MeasureParameters {
  /** Rows × columns; a column that a row holds twice counts with the sum. */
  readonly matrix: CsrMatrix
  /** Neighbours of each column, at most as many as there are columns. */
  readonly k: number
}

export interface Neighbours {
  /** [columns × k], most similar first, of equals the smaller id first; −1 where there are fewer than k. */
  readonly ids: Int32Array
  /** [columns × k], above 0; 0 beside an id of −1. */
  readonly scores: Float32Array
}

/**
 * The k columns most similar to each column, itself left out: the product XᵀX one row at a time, of which only what
 * belongs to the k best is kept. Columns with a similarity of 0 or less are nobody's neighbours.
 *
 * @throws KernelError `bad-shape`, `bad-index`, `bad-value`, `bad-option`, `out-of-memory`, before any work; `cancelled`,
 *   `closed`, `worker-failed`
 * @example
 * const { ids, scores } = await nearestColumns(kernels, { matrix, measure: 'cosine', k: 100 })
 */
export async function nearestColumns(
  kernels: Kernels,
  input: NearestInput,
  options: RunOptions = {},
): Promise<Neighbours> {
  const { matrix, k } = input
  checkCsr(matrix, 'matrix')
  if (!Number.isInteger(k) || k < 1 || k > matrix.columnCount)
    throw new KernelError('bad-option', `k must be a whole number from 1 to the ${matrix.columnCount} columns.`, { k })
  throwIfCancelled(options.signal)
  if (kernels.backend === 'threads')
    kernels.memory.expectRoom(matrix.columnCount * 2 * k + matrix.indptr.length + 1.5 * matrix.indices.length)
  const likeness = likenessOf(matrix, input)
  if (kernels.backend === 'threads') return threaded(kernels, likeness, k, options)
  const result = nearestReference(likeness, k)
  options.onProgress?.(matrix.columnCount, matrix.columnCount)
  return result
}

async function threaded(
  { memory, pool }: ThreadedKernels,
  { rows, sizes, product, together, shrinkage }: Likeness,
  k: number,
  options: RunOptions,
): Promise<Neighbours> {
  using scope = sharedScope(memory)
  const columns = rows.columnCount
  const ranked = rankColumns(scope, rows)
  const sharedSizes = scope.copyFloat32(Float32Array.from(ranked.order, (column) => sizes[column] as number))
  const ids = scope.int32(columns * k)
  const scores = scope.float32(columns * k)
  const order = scope.copyInt32(ranked.order).pointer
  // As the kernel strides: sums, rounded up so that it may go by sixteen, and the largest of every sixteen.
  const width = (columns + 31) & ~15
  const sums = scope.float32(pool.threads * (width + width / 16 + 4))
  const args = [
    ranked.rowPtr,
    ranked.rowIds,
    ranked.wide ? 1 : 0,
    ranked.rowValues,
    ranked.columnPtr,
    ranked.columnRows,
    ranked.columnValues,
    columns,
    sharedSizes.pointer,
    product,
    together,
    shrinkage,
    k,
    order,
    ids.pointer,
    scores.pointer,
    sums.pointer,
  ]
  await pool.run([{ family: 'neighbours', kernel: 'neighbours', count: columns, chunk: 8, args }], options)
  return { ids: ids.view.slice(), scores: scores.view.slice() }
}
