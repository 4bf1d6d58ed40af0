import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import { type SharedScope, sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import {
  type AdagradInput,
  type AdagradParameters,
  adagradSettings,
  checkAdagrad,
  checkGradient,
  type SparseGradient,
} from './adagrad-problem.ts'
import { adagradReference } from './adagrad-reference.ts'

/** A table and its accumulators at rest in shared memory between steps. Await each step before the next. */
export interface Adagrad {
  /** The table now, [rows × d], not a copy: read it again after every await, and do not keep it. */
  readonly table: Float32Array
  /** [rows] or [rows × d], not a copy. */
  readonly accumulators: Float32Array
  /** Moves the rows that have a gradient. Cancelled midway, some have moved and others not. */
  step(gradient: SparseGradient, parameters: AdagradParameters, options?: RunOptions): Promise<void>
  /** Gives the memory back. */
  [Symbol.dispose](): void
}

/**
 * Adagrad (Duchi, Hazan and Singer, JMLR 2011) for large embedding tables of which a step touches few rows. By rows as in
 * DLRM (Naumov et al. 2019): G += mean of g², w ← w − η g / (√G + ε), with one G a row; or by elements, one G a number.
 * Gradients of the same row are summed first, in their order: results do not depend on the number of threads.
 *
 * @throws KernelError `bad-shape`, `bad-value`, `bad-option`, `out-of-memory`, before anything is kept; `step` throws
 *   `bad-shape`, `bad-value`, `bad-index`, `bad-option`, `out-of-memory` before any work, `cancelled`, `closed`,
 *   `worker-failed`
 * @example
 * using optimiser = openAdagrad(kernels, { table, dimensions: 16 })
 * await optimiser.step({ rows: Int32Array.of(3, 7, 3), gradients }, { learningRate: 0.05 })
 */
export function openAdagrad(kernels: Kernels, input: AdagradInput): Adagrad {
  const { rowCount, accumulatorCount } = checkAdagrad(input)
  const accumulators = input.accumulators ?? new Float32Array(accumulatorCount)
  if (kernels.backend === 'plain') return openPlain({ ...input, accumulators }, rowCount)
  const scope = sharedScope(kernels.memory)
  try {
    return openIn(scope, kernels, { ...input, accumulators }, rowCount)
  } catch (error) {
    scope[Symbol.dispose]()
    throw error
  }
}

function openPlain(input: Required<Omit<AdagradInput, 'accumulate'>>, rowCount: number): Adagrad {
  const table = input.table.slice()
  const accumulators = input.accumulators.slice()
  return {
    table,
    accumulators,
    async step(gradient, parameters, { signal, onProgress } = {}) {
      checkGradient(gradient, input.dimensions, rowCount)
      const settings = adagradSettings(parameters)
      throwIfCancelled(signal)
      if (gradient.rows.length > 0) adagradReference(table, accumulators, gradient, settings)
      onProgress?.(gradient.rows.length, gradient.rows.length)
    },
    [Symbol.dispose]() {},
  }
}

function openIn(
  scope: SharedScope,
  { memory, pool }: ThreadedKernels,
  { dimensions, accumulate = 'row', ...given }: AdagradInput & { readonly accumulators: Float32Array },
  rowCount: number,
): Adagrad {
  const table = scope.copyFloat32(given.table)
  const accumulators = scope.copyFloat32(given.accumulators)
  const slots = scope.int32(rowCount)
  const scratchBytes = 64 * Math.ceil((4 * dimensions) / 64)
  const scratch = scope.float32((pool.threads * scratchBytes) / 4)
  const kernel = accumulate === 'row' ? 'moveRows' : 'moveElements'
  return {
    get table() {
      return table.view
    },
    get accumulators() {
      return accumulators.view
    },
    async step(gradient, parameters, options = {}) {
      checkGradient(gradient, dimensions, rowCount)
      const { learningRate, epsilon } = adagradSettings(parameters)
      throwIfCancelled(options.signal)
      const n = gradient.rows.length
      if (n === 0) return
      using room = sharedScope(memory)
      const ids = room.copyInt32(gradient.rows).pointer
      const gradients = room.copyFloat32(gradient.gradients).pointer
      const [distinct, starts] = [room.int32(n).pointer, room.int32(n + 2).pointer]
      const [order, count] = [room.int32(n).pointer, room.int32(1).pointer]
      const model = [table.pointer, accumulators.pointer, dimensions, learningRate, epsilon]
      const group = [ids, n, slots.pointer, distinct, starts, order, count]
      const move = [distinct, starts, order, count, gradients, ...model, scratch.pointer, scratchBytes]
      const steps = [
        { family: 'adagrad', kernel: 'group', count: 1, chunk: 1, args: group },
        { family: 'adagrad', kernel, count: n, chunk: 64, args: move },
      ]
      await pool.run(steps, options)
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  }
}
