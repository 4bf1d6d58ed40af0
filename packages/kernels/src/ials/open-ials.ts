import { checkFactors } from '../check-factors.ts'
import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import { type CsrMatrix, checkCsr, transposeCsr } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'
import { paddedLength, readPadded, writePadded } from '../padded-rows.ts'
import type { Step } from '../program.ts'
import { type CsrPointers, copyCsr, copyTransposed } from '../shared-csr.ts'
import { type SharedScope, sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { groupRows, groupRowsByLength, unitRows } from './group-rows.ts'
import { type IalsParameters, type IalsSettings, ialsSettings, lambdasOf } from './ials-problem.ts'
import { gramOf, solveIalsRowsReference } from './ials-reference.ts'

export interface IalsInput {
  /** Rows × columns, weights at least 0. */
  readonly matrix: CsrMatrix
  readonly dimensions: number
  /** Where to start, [rows × d] and [columns × d], row-major. */
  readonly rowFactors: Float32Array
  readonly columnFactors: Float32Array
}

/** Factors and interactions at rest in shared memory between half-iterations. Await each half before the next. */
export interface Ials {
  /** Half an iteration: every row of factors given the columns. Cancelled midway, some rows are new and some old. */
  solveRows(parameters: IalsParameters, options?: RunOptions): Promise<void>
  /** The other half: every column given the rows. */
  solveColumns(parameters: IalsParameters, options?: RunOptions): Promise<void>
  /** A copy of the factors now, [rows × d]. */
  rowFactors(): Float32Array
  /** [columns × d] */
  columnFactors(): Float32Array
  /** Gives the memory back. */
  [Symbol.dispose](): void
}

/** Fixed whatever the number of threads, so that sums do not depend on it. */
const slices = 16

/**
 * Alternating least squares for implicit feedback by conjugate gradients (Takács, Pilászy, Tikk 2011). Results do not
 * depend on the number of threads.
 *
 * @throws KernelError `bad-shape`, `bad-index`, `bad-value`, `out-of-memory`, before anything is kept; the halves throw
 *   `bad-option`, `cancelled`, `closed`, `worker-failed`
 * @example
 * using ials = openIals(kernels, { matrix, dimensions: 64, rowFactors, columnFactors })
 * await ials.solveRows({ regularization: 0.01 })
 * await ials.solveColumns({ regularization: 0.01 })
 */
export function openIals(kernels: Kernels, input: IalsInput): Ials {
  const { matrix, dimensions, rowFactors, columnFactors } = input
  checkCsr(matrix, 'matrix', 'not-negative')
  const rows = checkFactors(rowFactors, dimensions, 'rowFactors')
  const columns = checkFactors(columnFactors, dimensions, 'columnFactors')
  if (rows !== matrix.indptr.length - 1 || columns !== matrix.columnCount) {
    const shape = `${matrix.indptr.length - 1} × ${matrix.columnCount}`
    throw new KernelError('bad-shape', `The factors are for ${rows} × ${columns}, the matrix is ${shape}.`)
  }
  if (kernels.backend === 'plain') return openPlain(input)
  kernels.memory.expectRoom(4 * matrix.indices.length + rowFactors.length + columnFactors.length)
  return openThreaded(kernels, input)
}

function openPlain({ matrix, dimensions, ...given }: IalsInput): Ials {
  const rowFactors = given.rowFactors.slice()
  const columnFactors = given.columnFactors.slice()
  const turned = transposeCsr(matrix)
  const half =
    (rows: CsrMatrix, own: Float32Array, factors: Float32Array): Ials['solveRows'] =>
    async (parameters, { signal, onProgress } = {}) => {
      throwIfCancelled(signal)
      const settings = ialsSettings(parameters)
      const gram = gramOf(factors, dimensions, settings.unobservedWeight)
      solveIalsRowsReference(rows, { factors, dimensions, gram }, settings, own)
      onProgress?.(rows.indptr.length - 1, rows.indptr.length - 1)
    }
  return {
    solveRows: half(matrix, rowFactors, columnFactors),
    solveColumns: half(turned, columnFactors, rowFactors),
    rowFactors: () => rowFactors.slice(),
    columnFactors: () => columnFactors.slice(),
    [Symbol.dispose]() {},
  }
}

function openThreaded(kernels: ThreadedKernels, input: IalsInput): Ials {
  const scope = sharedScope(kernels.memory)
  try {
    return openIn(scope, kernels, input)
  } catch (error) {
    scope[Symbol.dispose]()
    throw error
  }
}

function openIn(scope: SharedScope, { pool }: ThreadedKernels, input: IalsInput): Ials {
  const { matrix, dimensions, rowFactors, columnFactors } = input
  const stride = paddedLength(dimensions)
  const bytes = 4 * stride
  const side = (csr: CsrPointers, indptr: Int32Array, columnCount: number, factors: Float32Array) => {
    const shared = scope.float32((indptr.length - 1) * stride)
    writePadded(factors, dimensions, shared)
    const { many, blockRows, long, groups } = groupRowsByLength(indptr, columnCount, bytes)
    return {
      csr,
      indptr,
      columnCount,
      shared,
      lambdas: scope.float32(indptr.length - 1),
      many,
      blockRows,
      long: scope.copyInt32(long),
      groups: scope.copyInt32(groups),
    }
  }
  const row = side(copyCsr(scope, matrix), matrix.indptr, matrix.columnCount, rowFactors)
  const turned = columnStarts(matrix)
  const column = side(copyTransposed(scope, matrix), turned, matrix.indptr.length - 1, columnFactors)
  const gram = scope.float32(stride * stride)
  const partials = scope.float32(slices * stride * stride)
  const scratch = scope.float32(pool.threads * groupRows * (8 + 3 * stride))
  type Side = typeof row

  function stepsFor(own: Side, fixed: Side, settings: IalsSettings): Step[] {
    const rowCount = own.indptr.length - 1
    const groupCount = own.groups.length - 1
    return [
      {
        family: 'ials',
        kernel: 'gramSlices',
        count: slices,
        chunk: 1,
        args: [fixed.shared.pointer, own.columnCount, bytes, slices, partials.pointer],
      },
      {
        family: 'ials',
        kernel: 'sumSlices',
        count: stride,
        chunk: 8,
        args: [partials.pointer, slices, bytes, settings.unobservedWeight, gram.pointer],
      },
      {
        family: 'ials',
        kernel: 'solveRows',
        count: groupCount + Math.ceil(rowCount / unitRows),
        chunk: 1,
        args: [
          ...own.csr,
          rowCount,
          own.shared.pointer,
          fixed.shared.pointer,
          own.columnCount,
          gram.pointer,
          own.lambdas.pointer,
          bytes,
          settings.offset,
          settings.steps,
          own.long.pointer,
          own.groups.pointer,
          groupCount,
          own.many,
          own.blockRows,
          scratch.pointer,
        ],
      },
    ]
  }

  const half =
    (own: Side, fixed: Side): Ials['solveRows'] =>
    async (parameters, options) => {
      const settings = ialsSettings(parameters)
      own.lambdas.view.set(lambdasOf(settings, own))
      await pool.run(stepsFor(own, fixed, settings), options)
    }
  return {
    solveRows: half(row, column),
    solveColumns: half(column, row),
    rowFactors: () => readPadded(row.shared, dimensions),
    columnFactors: () => readPadded(column.shared, dimensions),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  }
}

/** indptr of the transposed matrix. */
function columnStarts({ indices, columnCount }: CsrMatrix): Int32Array {
  const starts = new Int32Array(columnCount + 1)
  for (const column of indices) starts[column + 1] = (starts[column + 1] as number) + 1
  for (let column = 0; column < columnCount; column++)
    starts[column + 1] = (starts[column + 1] as number) + (starts[column] as number)
  return starts
}
