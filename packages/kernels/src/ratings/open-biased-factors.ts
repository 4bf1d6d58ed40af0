import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import type { CsrMatrix } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'
import { paddedLength, readPadded, writePadded } from '../padded-rows.ts'
import { type SharedScope, sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { descendImplicitReference, descendReference } from './biased-reference.ts'
import { implicitSteps, squareSteps } from './biased-steps.ts'
import { entrySquares } from './entry-squares.ts'
import { checkRatings, type DescentParameters, descentSettings } from './rating-problem.ts'

export interface BiasedFactorsInput {
  /** Rows × columns, every column at most once in a row, at least one entry. Entries are learned from in their order. */
  readonly matrix: CsrMatrix
  /** μ */
  readonly mean: number
  readonly dimensions: number
  /** Where to start, [rows × d] and [columns × d], row-major. */
  readonly rowFactors: Float32Array
  readonly columnFactors: Float32Array
  /** [rows] and [columns] */
  readonly rowBiases: Float32Array
  readonly columnBiases: Float32Array
  /** What holding a column says about a row, [columns × d]: makes it SVD++. */
  readonly implicitFactors?: Float32Array
  /**
   * Without implicit factors: blocks that rows and columns are divided into, from 1 to 256, and at most so many threads
   * work. Another number is another order of the entries; 1 is row after row. Default 8.
   */
  readonly blocks?: number
  /**
   * With implicit factors: let workers learn side by side without locks (Hogwild), faster with every thread but a little
   * different every time; otherwise rows are done one after the other. Default false.
   */
  readonly races?: boolean
}

/** Factors and ratings at rest in shared memory between passes. Await each pass before the next. */
export interface BiasedFactors {
  /** One pass over all entries; returns the root mean squared error, measured on each entry before it was learned from. */
  epoch(parameters: DescentParameters, options?: RunOptions): Promise<number>
  /** A copy of the factors now, [rows × d]. */
  rowFactors(): Float32Array
  /** [columns × d] */
  columnFactors(): Float32Array
  /** [columns × d]; empty where none were given. */
  implicitFactors(): Float32Array
  /** [rows] */
  rowBiases(): Float32Array
  /** [columns] */
  columnBiases(): Float32Array
  /** Gives the memory back. */
  [Symbol.dispose](): void
}

/**
 * Ratings as μ + b_u + b_i + y_i · x_u by stochastic gradient descent on squared errors with λ |θ|² (Funk 2006; Koren,
 * Bell and Volinsky 2009), or with implicit factors SVD++, … + y_i · (x_u + |N(u)|^−½ Σ_j∈N(u) z_j) (Koren, KDD 2008).
 * Unless `races` is asked for, results do not depend on the number of threads.
 *
 * @throws KernelError `bad-shape`, `bad-index`, `bad-value`, `bad-option`, `out-of-memory`, before anything is kept;
 *   `epoch` throws `bad-option`, `cancelled`, `closed`, `worker-failed`
 * @example
 * using model = openBiasedFactors(kernels, { matrix, mean, dimensions, rowFactors, columnFactors, rowBiases, columnBiases })
 * for (let epoch = 0; epoch < 20; epoch++) await model.epoch({ learningRate: 0.005, regularization: 0.02 })
 */
export function openBiasedFactors(kernels: Kernels, input: BiasedFactorsInput): BiasedFactors {
  const { matrix, mean, dimensions, rowFactors, columnFactors, rowBiases, columnBiases, implicitFactors } = input
  const { blocks = 8 } = input
  const columns = { columnFactors, columnBiases, ...(implicitFactors ? { implicitFactors } : {}) }
  checkRatings(matrix, dimensions, { rows: { rowFactors, rowBiases }, columns })
  if (!Number.isFinite(mean)) throw new KernelError('bad-value', 'mean must be finite.', { mean })
  if (!Number.isInteger(blocks) || blocks < 1 || blocks > 256)
    throw new KernelError('bad-option', 'blocks must be a whole number from 1 to 256.', { blocks })
  if (kernels.backend === 'plain') return openPlain(input, blocks)
  const scope = sharedScope(kernels.memory)
  try {
    return openIn(scope, kernels, input, blocks)
  } catch (error) {
    scope[Symbol.dispose]()
    throw error
  }
}

function openPlain({ matrix, mean, dimensions, ...given }: BiasedFactorsInput, blocks: number): BiasedFactors {
  const state = {
    mean,
    dimensions,
    rowFactors: given.rowFactors.slice(),
    columnFactors: given.columnFactors.slice(),
    rowBiases: given.rowBiases.slice(),
    columnBiases: given.columnBiases.slice(),
  }
  const implicit = given.implicitFactors?.slice()
  const squares = implicit ? undefined : entrySquares(matrix, blocks)
  const count = matrix.indices.length
  return {
    async epoch(parameters, { signal, onProgress } = {}) {
      const settings = descentSettings(parameters)
      throwIfCancelled(signal)
      const sum = squares
        ? descendReference(squares, state, settings)
        : descendImplicitReference(matrix, implicit as Float32Array, state, settings)
      onProgress?.(count, count)
      return Math.sqrt(sum / count)
    },
    rowFactors: () => state.rowFactors.slice(),
    columnFactors: () => state.columnFactors.slice(),
    implicitFactors: () => implicit?.slice() ?? new Float32Array(0),
    rowBiases: () => state.rowBiases.slice(),
    columnBiases: () => state.columnBiases.slice(),
    [Symbol.dispose]() {},
  }
}

function openIn(
  scope: SharedScope,
  kernels: ThreadedKernels,
  input: BiasedFactorsInput,
  blocks: number,
): BiasedFactors {
  const { matrix, mean, dimensions, implicitFactors = new Float32Array(0), races = false } = input
  const stride = paddedLength(dimensions)
  const padded = (factors: Float32Array) => {
    const shared = scope.float32((factors.length / dimensions) * stride)
    writePadded(factors, dimensions, shared)
    return shared
  }
  const rows = padded(input.rowFactors)
  const columns = padded(input.columnFactors)
  const implicit = padded(implicitFactors)
  const rowBiases = scope.copyFloat32(input.rowBiases)
  const columnBiases = scope.copyFloat32(input.columnBiases)
  const rowCount = matrix.indptr.length - 1
  const squares = scope.float64(input.implicitFactors ? rowCount : blocks)
  const model = [rows, columns, ...(input.implicitFactors ? [implicit] : []), rowBiases, columnBiases]
  const factors = [...model.map(({ pointer }) => pointer), 4 * stride, mean]
  const stepsFor = input.implicitFactors
    ? implicitSteps(scope, kernels, matrix, stride, races)
    : squareSteps(scope, matrix, blocks)
  return {
    async epoch(parameters, options = {}) {
      const { rate, keep } = descentSettings(parameters)
      throwIfCancelled(options.signal)
      squares.view.fill(0)
      await kernels.pool.run(stepsFor([...factors, rate, keep], squares.pointer), options)
      return Math.sqrt(squares.view.reduce((sum, square) => sum + square, 0) / matrix.indices.length)
    },
    rowFactors: () => readPadded(rows, dimensions),
    columnFactors: () => readPadded(columns, dimensions),
    implicitFactors: () => readPadded(implicit, dimensions),
    rowBiases: () => rowBiases.view.slice(),
    columnBiases: () => columnBiases.view.slice(),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  }
}
