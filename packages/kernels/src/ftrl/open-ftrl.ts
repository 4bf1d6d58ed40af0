import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import { type SharedScope, sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import {
  checkHashedRows,
  checkLabels,
  checkState,
  type FtrlParameters,
  type FtrlSettings,
  type FtrlState,
  ftrlSettings,
  ftrlWeight,
  type HashedRows,
  type LabelledRows,
} from './ftrl-problem.ts'
import { ftrlLearnReference, ftrlPredictReference } from './ftrl-reference.ts'

export interface FtrlInput extends FtrlParameters {
  /** Where to go on, `state()` of another. Default: zeros. */
  readonly state?: FtrlState
  /**
   * Let workers learn side by side without locks (Hogwild): faster with every thread, but a little different every time. On
   * a machine with more to do than cores, a worker that is stopped between reading and writing a weight undoes what others
   * wrote to it meanwhile.
   * Default: one worker learns row after row.
   */
  readonly races?: boolean
}

/** A model at rest in shared memory. Await each call before the next. */
export interface Ftrl {
  /**
   * Learns from rows in their order, once. Returns the mean log-loss (natural logarithm) of the labels, each predicted
   * before it was learned from; 0 of no rows. Cancelled midway, some rows are learned from.
   */
  update(rows: LabelledRows, options?: RunOptions): Promise<number>
  /** Probability of a label of 1, [rows]. */
  predict(rows: HashedRows, options?: RunOptions): Promise<Float64Array>
  /** Weights of all coordinates now, most of them exactly 0. */
  weights(): Float64Array
  /** A copy of all there is to know. */
  state(): FtrlState
  /** Gives the memory back. */
  [Symbol.dispose](): void
}

/** Bytes of sums a worker, a cache line of its own. */
const sumBytes = 64

/**
 * Logistic regression on hashed sparse rows by FTRL-proximal (McMahan et al., "Ad click prediction: a view from the
 * trenches", KDD 2013, algorithm 1): a learning rate for every coordinate, and weights of exactly 0 where little was
 * learned. In double precision; one worker repeats to the bit.
 *
 * @throws KernelError `bad-option`, `bad-shape`, `bad-value`, `out-of-memory`, before any work; `cancelled`, `closed`,
 *   `worker-failed`
 * @example
 * using model = openFtrl(kernels, { tableSize: 2 ** 20, alpha: 0.1, lambda1: 1 })
 * await model.update({ indptr, features: Uint32Array.of(hashFeature('city', 'Lyon'), …), labels })
 */
export function openFtrl(kernels: Kernels, input: FtrlInput): Ftrl {
  const settings = ftrlSettings(input)
  if (input.state) checkState(input.state, settings.tableSize)
  if (kernels.backend === 'plain') return openPlain(settings, input.state)
  const scope = sharedScope(kernels.memory)
  try {
    return openIn(scope, kernels, settings, input)
  } catch (error) {
    scope[Symbol.dispose]()
    throw error
  }
}

function weightsOf({ z, n }: FtrlState, settings: FtrlSettings): Float64Array {
  return z.map((value, at) => ftrlWeight(value, n[at] as number, settings))
}

function openPlain(settings: FtrlSettings, given: FtrlState | undefined): Ftrl {
  const z = given?.z.slice() ?? new Float64Array(settings.tableSize)
  const n = given?.n.slice() ?? new Float64Array(settings.tableSize)
  return {
    async update(rows, { signal, onProgress } = {}) {
      const count = checkLabelled(rows)
      throwIfCancelled(signal)
      const likelihood = ftrlLearnReference(rows, { z, n }, settings)
      onProgress?.(count, count)
      return count === 0 ? 0 : -likelihood / count
    },
    async predict(rows, { signal, onProgress } = {}) {
      checkHashedRows(rows)
      throwIfCancelled(signal)
      const probabilities = ftrlPredictReference(rows, { z, n }, settings)
      onProgress?.(probabilities.length, probabilities.length)
      return probabilities
    },
    weights: () => weightsOf({ z, n }, settings),
    state: () => ({ z: z.slice(), n: n.slice() }),
    [Symbol.dispose]() {},
  }
}

function checkLabelled(rows: LabelledRows): number {
  checkHashedRows(rows)
  const count = rows.indptr.length - 1
  checkLabels(rows.labels, count)
  return count
}

function openIn(scope: SharedScope, { memory, pool }: ThreadedKernels, settings: FtrlSettings, input: FtrlInput): Ftrl {
  const { tableSize, alpha, beta, lambda1, lambda2 } = settings
  const table = scope.float64(2 * tableSize)
  if (input.state) {
    const { view } = table
    for (let at = 0; at < tableSize; at++) {
      view[2 * at] = input.state.z[at] as number
      view[2 * at + 1] = input.state.n[at] as number
    }
  }
  const order = input.races ? { races: true } : { inOrder: true }
  const model = [table.pointer, tableSize - 1, alpha, beta, lambda1, lambda2]
  const half = (offset: 0 | 1): Float64Array => {
    const { view } = table
    return Float64Array.from({ length: tableSize }, (_, at) => view[2 * at + offset] as number)
  }
  const state = (): FtrlState => ({ z: half(0), n: half(1) })
  return {
    async update(rows, options = {}) {
      const count = checkLabelled(rows)
      throwIfCancelled(options.signal)
      if (count === 0) return 0
      using room = sharedScope(memory)
      const labels = room.float32(count)
      labels.view.set(rows.labels)
      const entries = [...copyRows(room, rows), labels.pointer]
      const sums = room.float64((pool.threads * sumBytes) / 8)
      const scratchBytes = 64 * Math.ceil((8 * longest(rows.indptr)) / 64)
      const scratch = room.float64((pool.threads * scratchBytes) / 8)
      const args = [...entries, ...model, scratch.pointer, scratchBytes, sums.pointer]
      await pool.run([{ family: 'ftrl', kernel: 'learn', count, chunk: 512, args, ...order }], options)
      return -sums.view.reduce((sum, value) => sum + value, 0) / count
    },
    async predict(rows, options = {}) {
      checkHashedRows(rows)
      throwIfCancelled(options.signal)
      using room = sharedScope(memory)
      const count = rows.indptr.length - 1
      const probabilities = room.float64(count)
      const args = [...copyRows(room, rows), ...model, probabilities.pointer]
      await pool.run([{ family: 'ftrl', kernel: 'predict', count, chunk: 512, args }], options)
      return probabilities.view.slice()
    },
    weights: () => weightsOf(state(), settings),
    state,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  }
}

/** Addresses of indptr, features and values (0 where there are none). */
function copyRows(room: SharedScope, { indptr, features, values }: HashedRows): number[] {
  const bits = new Int32Array(features.buffer, features.byteOffset, features.length)
  return [
    room.copyInt32(indptr).pointer,
    room.copyInt32(bits).pointer,
    values === undefined ? 0 : room.copyFloat32(values).pointer,
  ]
}

function longest(indptr: Int32Array): number {
  let most = 0
  for (let row = 0; row + 1 < indptr.length; row++)
    most = Math.max(most, (indptr[row + 1] as number) - (indptr[row] as number))
  return most
}
