import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import { drawKeys } from '../draw.ts'
import { paddedLength, readPadded, writePadded } from '../padded-rows.ts'
import { rowOfEntries } from '../row-of-entries.ts'
import { type SharedScope, sharedScope } from '../shared-scope.ts'
import { sortedRows } from '../sorted-rows.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { type BprInput, type BprParameters, type BprReport, bprReport, bprSettings, checkBpr } from './bpr-problem.ts'
import { bprReference } from './bpr-reference.ts'

/** Factors and interactions at rest in shared memory between passes. Await each pass before the next. */
export interface Bpr {
  /** One pass over as many random triples as asked. Cancelled midway, some steps are done and others not. */
  epoch(parameters: BprParameters, options?: RunOptions): Promise<BprReport>
  /** A copy of the factors now, [rows × d]. */
  rowFactors(): Float32Array
  /** [columns × d] */
  columnFactors(): Float32Array
  /** [columns] */
  columnBiases(): Float32Array
  /** Gives the memory back. */
  [Symbol.dispose](): void
}

/** Bytes of sums a worker, a cache line of its own. */
const sumBytes = 64

/**
 * Bayesian personalised ranking (Rendle et al., UAI 2009): stochastic ascent on Σ ln σ(s_ui − s_uj) − λ/2 |θ|² with
 * s_ui = x_u · y_i + b_i, over random entries (u, i) and columns j that row u has not.
 *
 * Workers learn side by side without locks (Hogwild, Niu et al. 2011), so results differ in small ways from run to run.
 * With one thread, or `deterministic` kernels, they repeat to the bit: the triples are a function of the seed alone.
 *
 * @throws KernelError `bad-shape`, `bad-index`, `bad-value`, `bad-option`, `out-of-memory`, before anything is kept;
 *   `epoch` throws `bad-option`, `cancelled`, `closed`, `worker-failed`
 * @example
 * using bpr = openBpr(kernels, { matrix, dimensions: 64, rowFactors, columnFactors, columnBiases, seed: 1 })
 * const { ordered } = await bpr.epoch({ learningRate: 0.05, regularization: 0.01 })
 */
export function openBpr(kernels: Kernels, input: BprInput): Bpr {
  checkBpr(input)
  const { indptr, indices, columnCount } = input.matrix
  const matrix = { indptr, indices: sortedRows({ indptr, indices }), columnCount }
  return kernels.backend === 'threads' ? openThreaded(kernels, { ...input, matrix }) : openPlain({ ...input, matrix })
}

function openPlain({ matrix, dimensions, seed, ...given }: BprInput): Bpr {
  const rowFactors = given.rowFactors.slice()
  const columnFactors = given.columnFactors.slice()
  const columnBiases = given.columnBiases.slice()
  const state = { matrix, rowOf: rowOfEntries(matrix.indptr), dimensions, rowFactors, columnFactors, columnBiases }
  let epochs = 0
  return {
    async epoch(parameters, { signal, onProgress } = {}) {
      const settings = bprSettings(parameters, matrix.indices.length)
      throwIfCancelled(signal)
      const report = bprReference(state, settings, drawKeys(seed, epochs++))
      onProgress?.(settings.triples, settings.triples)
      return report
    },
    rowFactors: () => rowFactors.slice(),
    columnFactors: () => columnFactors.slice(),
    columnBiases: () => columnBiases.slice(),
    [Symbol.dispose]() {},
  }
}

function openThreaded(kernels: ThreadedKernels, input: BprInput): Bpr {
  const scope = sharedScope(kernels.memory)
  try {
    return openIn(scope, kernels, input)
  } catch (error) {
    scope[Symbol.dispose]()
    throw error
  }
}

function openIn(scope: SharedScope, { pool }: ThreadedKernels, input: BprInput): Bpr {
  const { dimensions, seed } = input
  const { indptr, indices, columnCount } = input.matrix
  const stride = paddedLength(dimensions)
  const entryCount = indices.length
  const padded = (factors: Float32Array) => {
    const shared = scope.float32((factors.length / dimensions) * stride)
    writePadded(factors, dimensions, shared)
    return shared
  }
  const pointers = [scope.copyInt32(indptr), scope.copyInt32(indices), scope.copyInt32(rowOfEntries(indptr))]
  const rows = padded(input.rowFactors)
  const columns = padded(input.columnFactors)
  const biases = scope.copyFloat32(input.columnBiases)
  const sums = scope.float64((pool.threads * sumBytes) / 8)
  let epochs = 0

  return {
    async epoch(parameters, options = {}) {
      const { learningRate, regularization, negatives, triples } = bprSettings(parameters, entryCount)
      throwIfCancelled(options.signal)
      const [first, second] = drawKeys(seed, epochs++)
      sums.view.fill(0)
      const args = [
        ...pointers.map(({ pointer }) => pointer),
        entryCount,
        columnCount,
        rows.pointer,
        columns.pointer,
        biases.pointer,
        4 * stride,
        negatives === 'popular' ? 1 : 0,
        learningRate,
        regularization,
        first,
        second,
        sums.pointer,
      ]
      const step = { family: 'bpr', kernel: 'triples', count: triples, chunk: 1024, args, races: true }
      await pool.run([step], options)
      const total = [0, 1, 2].map((what) => {
        let sum = 0
        for (let at = what; at < sums.length; at += sumBytes / 8) sum += sums.view[at] as number
        return sum
      }) as [number, number, number]
      return bprReport(triples, ...total)
    },
    rowFactors: () => readPadded(rows, dimensions),
    columnFactors: () => readPadded(columns, dimensions),
    columnBiases: () => biases.view.slice(),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  }
}
