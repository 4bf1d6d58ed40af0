import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import { type CsrMatrix, transposeCsr } from '../csr-matrix.ts'
import { paddedLength, readPadded, writePadded } from '../padded-rows.ts'
import { type CsrPointers, copyCsr, copyTransposed } from '../shared-csr.ts'
import { type SharedScope, sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { nonNegativeReference } from './non-negative-reference.ts'
import { checkRatings, checkRegularization } from './rating-problem.ts'

export interface NonNegativeFactorsInput {
  /** Rows × columns, values at least 0, at least one entry. */
  readonly matrix: CsrMatrix
  readonly dimensions: number
  /** Where to start, [rows × d] and [columns × d], row-major, at least 0. What is 0 stays 0. */
  readonly rowFactors: Float32Array
  readonly columnFactors: Float32Array
}

export interface NonNegativeParameters {
  /** λ, at least 0. */
  readonly regularization: number
}

/** Factors and values at rest in shared memory between updates. Await each before the next. */
export interface NonNegativeFactors {
  /** One update of all rows given the columns. Cancelled midway, some rows are new and some old. */
  updateRows(parameters: NonNegativeParameters, options?: RunOptions): Promise<void>
  /** One update of all columns given the rows. */
  updateColumns(parameters: NonNegativeParameters, options?: RunOptions): Promise<void>
  /** A copy of the factors now, [rows × d]. */
  rowFactors(): Float32Array
  /** [columns × d] */
  columnFactors(): Float32Array
  /** Gives the memory back. */
  [Symbol.dispose](): void
}

/**
 * Values as y_i · x_u with no number below zero, over the entries there are, by the multiplicative updates of Luo, Zhou,
 * Xia and Zhu (IEEE TII 2014): x_uf ← x_uf · Σ_i y_if r_ui / (Σ_i y_if (x_u · y_i) + |N(u)| λ x_uf). Results do not depend
 * on the number of threads.
 *
 * @throws KernelError `bad-shape`, `bad-index`, `bad-value`, `out-of-memory`, before anything is kept; the updates throw
 *   `bad-option`, `cancelled`, `closed`, `worker-failed`
 * @example
 * using model = openNonNegativeFactors(kernels, { matrix, dimensions: 15, rowFactors, columnFactors })
 * await model.updateRows({ regularization: 0.1 })
 * await model.updateColumns({ regularization: 0.1 })
 */
export function openNonNegativeFactors(kernels: Kernels, input: NonNegativeFactorsInput): NonNegativeFactors {
  const { matrix, dimensions, rowFactors, columnFactors } = input
  checkRatings(matrix, dimensions, { rows: { rowFactors }, columns: { columnFactors } }, 'not-negative')
  if (kernels.backend === 'plain') return openPlain(input)
  const scope = sharedScope(kernels.memory)
  try {
    return openIn(scope, kernels, input)
  } catch (error) {
    scope[Symbol.dispose]()
    throw error
  }
}

function openPlain({ matrix, dimensions, ...given }: NonNegativeFactorsInput): NonNegativeFactors {
  const rowFactors = given.rowFactors.slice()
  const columnFactors = given.columnFactors.slice()
  const half =
    (rows: CsrMatrix, own: Float32Array, fixed: Float32Array): NonNegativeFactors['updateRows'] =>
    async ({ regularization }, { signal, onProgress } = {}) => {
      checkRegularization(regularization)
      throwIfCancelled(signal)
      nonNegativeReference(rows, fixed, own, dimensions, regularization)
      onProgress?.(rows.indptr.length - 1, rows.indptr.length - 1)
    }
  return {
    updateRows: half(matrix, rowFactors, columnFactors),
    updateColumns: half(transposeCsr(matrix), columnFactors, rowFactors),
    rowFactors: () => rowFactors.slice(),
    columnFactors: () => columnFactors.slice(),
    [Symbol.dispose]() {},
  }
}

function openIn(scope: SharedScope, { pool }: ThreadedKernels, input: NonNegativeFactorsInput): NonNegativeFactors {
  const { matrix, dimensions, rowFactors, columnFactors } = input
  const stride = paddedLength(dimensions)
  const side = (csr: CsrPointers, count: number, factors: Float32Array) => {
    const shared = scope.float32(count * stride)
    writePadded(factors, dimensions, shared)
    return { csr, count, shared }
  }
  const rows = side(copyCsr(scope, matrix), matrix.indptr.length - 1, rowFactors)
  const columns = side(copyTransposed(scope, matrix), matrix.columnCount, columnFactors)
  const scratch = scope.float32(pool.threads * 2 * stride)
  type Side = typeof rows
  const half =
    (own: Side, fixed: Side): NonNegativeFactors['updateRows'] =>
    async ({ regularization }, options) => {
      checkRegularization(regularization)
      const factors = [own.shared.pointer, fixed.shared.pointer, 4 * stride]
      const args = [...own.csr, ...factors, regularization, scratch.pointer]
      const step = { family: 'ratings', kernel: 'updateNonNegative', count: own.count, chunk: 32, args }
      await pool.run([step], options)
    }
  return {
    updateRows: half(rows, columns),
    updateColumns: half(columns, rows),
    rowFactors: () => readPadded(rows.shared, dimensions),
    columnFactors: () => readPadded(columns.shared, dimensions),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  }
}
