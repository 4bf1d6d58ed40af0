import { Buffer } from 'node:buffer'
import { drawKeys, scramble } from '../draw.ts'
import { family } from '../generated/training.ts'
import { KernelError } from '../kernel-error.ts'
import { type RowExports, rowKernelsOf } from './row-kernels.ts'
import type { AdamWStep, Floats, Ids, Ints, RowGroups, RowTable, TrainingKernels } from './training-kernels.ts'
import { trainingReference, trustRatio } from './training-reference.ts'

const pageBytes = 65_536
const alignment = 64
/** Numbers a call works on: V8 makes a kernel fast between calls, never within one. */
const block = 8192

export interface TrainingMemory extends TrainingKernels {
  readonly backend: 'webassembly' | 'plain'
  /** Zeros. Addresses are multiples of 64 bytes. */
  float32(length: number): Floats
  int64(length: number): Ids
  int32(length: number): Ints
  /** Room to group up to `capacity` gradients of tables with `rowCount` rows. */
  rowGroups(capacity: number, rowCount: number): RowGroups
}

/** Bytes of the arrays of `rowGroups`, for `trainingBytes`. */
export const rowGroupsBytes = (capacity: number, rowCount: number): readonly number[] =>
  [capacity, rowCount, capacity, capacity + 2, capacity, 1].map((length) => 4 * length)

/** Bytes that arrays of these many bytes take: for planning the size of a memory, which never grows. */
export const trainingBytes = (sizes: Iterable<number>): number => {
  let bytes = pageBytes
  for (const size of sizes) bytes += padded(size)
  return bytes
}

const padded = (bytes: number): number => Math.ceil(bytes / alignment) * alignment

/**
 * One memory, not shared and of fixed size, for the numbers of a network: its arrays stay where they are, so that the
 * runtime of the graph and the kernels here read and write the same ones without a copy.
 *
 * @param bytes at least what `trainingBytes` says of all arrays that will be taken; at most 4 GiB
 * @throws KernelError `out-of-memory`; the kernels throw `bad-shape` and `bad-index`
 */
export async function openTrainingMemory(
  bytes: number,
  { backend = 'best' }: { readonly backend?: 'best' | 'plain' } = {},
): Promise<TrainingMemory> {
  const pages = Math.ceil(bytes / pageBytes) + 1
  if (pages > 65_536) throw outOfMemory(bytes)
  let memory: WebAssembly.Memory
  try {
    memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  } catch (cause) {
    throw outOfMemory(bytes, cause)
  }
  let top = pageBytes
  function take(length: number, elementBytes: number): number {
    if (!Number.isSafeInteger(length) || length < 0)
      throw new KernelError('bad-shape', 'An array length must be a whole number of at least 0.', { length })
    const pointer = top
    top += padded(length * elementBytes)
    if (top > memory.buffer.byteLength) throw outOfMemory(top)
    return pointer
  }
  const source = Uint8Array.from(Buffer.from(family.strict, 'base64'))
  const fast = backend === 'best' && WebAssembly.validate(source)
  const kernels = fast
    ? kernelsOf((await WebAssembly.instantiate(source, { env: { memory } })).instance.exports as unknown as Exports)
    : trainingReference
  const int32 = (length: number): Ints => {
    const pointer = take(length, 4)
    return { pointer, view: new Int32Array(memory.buffer, pointer, length) }
  }
  return {
    backend: fast ? 'webassembly' : 'plain',
    ...checked(kernels),
    float32(length) {
      const pointer = take(length, 4)
      return { pointer, view: new Float32Array(memory.buffer, pointer, length) }
    },
    int64(length) {
      const pointer = take(length, 8)
      return { pointer, view: new BigInt64Array(memory.buffer, pointer, length) }
    },
    int32,
    rowGroups: (capacity, rowCount) => ({
      rowCount,
      ids: int32(capacity),
      slots: int32(rowCount),
      distinct: int32(capacity),
      starts: int32(capacity + 2),
      order: int32(capacity),
      count: int32(1),
    }),
  }
}

type Kernel = (...numbers: number[]) => number
type Exports = Readonly<
  Record<'adamW' | 'lambDirection' | 'descend' | 'sumOfSquares' | 'addScaled' | 'addRows' | 'drawMask', Kernel>
> &
  RowExports

/** Calls a kernel for one block after another; the last is padded with the zeros behind each array. */
function inBlocks(length: number, call: (offset: number, count: number) => void): void {
  for (let i = 0; i < length; i += block) call(i * 4, Math.min(block, Math.ceil((length - i) / 4) * 4))
}

function kernelsOf(wasm: Exports): TrainingKernels {
  const squares = ({ pointer, view }: Floats): number => {
    let sum = 0
    inBlocks(view.length, (offset, count) => {
      sum += wasm.sumOfSquares(pointer + offset, count)
    })
    return sum
  }
  const addScaled: TrainingKernels['addScaled'] = (to, from, factor) =>
    inBlocks(to.view.length, (offset, count) => {
      wasm.addScaled(to.pointer + offset, from.pointer + offset, count, factor)
    })
  return {
    ...rowKernelsOf(wasm),
    addScaled,
    sumOfSquares: squares,
    adamW(p, g, m, v, { learningRate, beta1, beta2, epsilon, decay, step, factor }) {
      const root = Math.sqrt(1 - beta2 ** step)
      const rate = (learningRate * root) / (1 - beta1 ** step)
      const keep = 1 - learningRate * decay
      inBlocks(p.view.length, (offset, count) => {
        const [at, gradient, mean, square] = [p, g, m, v].map(({ pointer }) => pointer + offset) as [
          number,
          number,
          number,
          number,
        ]
        wasm.adamW(at, gradient, mean, square, count, rate, epsilon * root, keep, beta1, beta2, factor)
      })
    },
    lamb(p, g, m, v, { learningRate, beta1, beta2, epsilon, decay, step, factor }: AdamWStep) {
      const mends = [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)] as const
      inBlocks(p.view.length, (offset, count) => {
        const [at, gradient, mean, square] = [p, g, m, v].map(({ pointer }) => pointer + offset) as [
          number,
          number,
          number,
          number,
        ]
        wasm.lambDirection(at, gradient, mean, square, count, ...mends, epsilon, decay, beta1, beta2, factor)
      })
      addScaled(p, g, -learningRate * trustRatio(squares(p), squares(g)))
    },
    descend(p, g, m, { learningRate, momentum, nesterov, decay, factor }) {
      inBlocks(p.view.length, (offset, count) => {
        const [at, gradient, speed] = [p, g, m].map(({ pointer }) => pointer + offset) as [number, number, number]
        wasm.descend(
          at,
          gradient,
          speed,
          count,
          learningRate,
          momentum,
          1 - learningRate * decay,
          Number(nesterov),
          factor,
        )
      })
    },
    addRows(table, ids, rows, dimensions, factor) {
      const many = Math.max(1, Math.floor(block / dimensions))
      for (let i = 0; i < ids.view.length; i += many)
        wasm.addRows(
          table.pointer,
          ids.pointer + i * 8,
          rows.pointer + i * dimensions * 4,
          Math.min(many, ids.view.length - i),
          dimensions,
          factor,
        )
    },
    drawMask(to, rate, seed, step) {
      const [first, second] = drawKeys(seed, step)
      const threshold = Math.floor(rate * 4_294_967_296)
      inBlocks(to.view.length, (offset, count) => {
        wasm.drawMask(to.pointer + offset, count, offset / 4, first, scramble(second), threshold, 1 / (1 - rate))
      })
      // Behind an array of no whole fours lie zeros, on which sums rely.
      new Float32Array(to.view.buffer, to.pointer, Math.ceil(to.view.length / 4) * 4).fill(0, to.view.length)
    },
  }
}

function checked(kernels: TrainingKernels): TrainingKernels {
  const divisible = ({ epsilon }: AdamWStep): void => {
    if (!(Math.fround(epsilon) > 0)) throw new KernelError('bad-option', 'epsilon must be above 0.', { epsilon })
  }
  const sameLength = (...arrays: readonly Floats[]): void => {
    const [first, ...others] = arrays.map(({ view }) => view.length)
    const other = others.find((length) => length !== first)
    if (other !== undefined)
      throw new KernelError('bad-shape', `Arrays of ${first} and ${other} numbers do not go together.`)
  }
  const sameTable = ({ rowCount, ids }: RowGroups, { dimensions, numbers, gradients }: RowTable): void => {
    if (numbers.view.length !== rowCount * dimensions || gradients.view.length < ids.view.length * dimensions)
      throw new KernelError(
        'bad-shape',
        `A table of ${numbers.view.length} numbers is not ${rowCount} × ${dimensions}.`,
      )
  }
  return {
    takeIds(groups, at, ids) {
      if (at + ids.view.length > groups.ids.view.length)
        throw new KernelError('bad-shape', `There is room for ${groups.ids.view.length} gradients, not for more.`)
      kernels.takeIds(groups, at, ids)
    },
    groupRows(groups, n) {
      if (!(n >= 0 && n <= groups.ids.view.length))
        throw new KernelError('bad-shape', `There are ${groups.ids.view.length} gradients, not ${n}.`)
      kernels.groupRows(groups, n)
    },
    sumGroups(groups, table) {
      sameTable(groups, table)
      return kernels.sumGroups(groups, table)
    },
    adagradRows(groups, table, squares, step) {
      sameTable(groups, table)
      if (squares.view.length !== groups.rowCount)
        throw new KernelError(
          'bad-shape',
          `${groups.rowCount} rows do not have ${squares.view.length} sums of squares.`,
        )
      kernels.adagradRows(groups, table, squares, step)
    },
    adamWRows(groups, table, mean, square, step) {
      sameTable(groups, table)
      divisible(step)
      sameLength(table.numbers, mean, square)
      kernels.adamWRows(groups, table, mean, square, step)
    },
    adamW(p, g, m, v, step) {
      divisible(step)
      sameLength(p, g, m, v)
      kernels.adamW(p, g, m, v, step)
    },
    lamb(p, g, m, v, step) {
      divisible(step)
      sameLength(p, g, m, v)
      kernels.lamb(p, g, m, v, step)
    },
    descend(p, g, m, step) {
      sameLength(p, g, m)
      kernels.descend(p, g, m, step)
    },
    sumOfSquares: kernels.sumOfSquares,
    addScaled(to, from, factor) {
      sameLength(to, from)
      kernels.addScaled(to, from, factor)
    },
    addRows(table, ids, rows, dimensions, factor) {
      if (rows.view.length !== ids.view.length * dimensions)
        throw new KernelError(
          'bad-shape',
          `${rows.view.length} numbers are not ${ids.view.length} rows of ${dimensions}.`,
        )
      const count = BigInt(table.view.length / dimensions)
      const outside = ids.view.findIndex((id) => id < 0n || id >= count)
      if (outside >= 0)
        throw new KernelError('bad-index', `Row ${ids.view[outside]} is outside 0 … ${count - 1n}.`, { at: outside })
      kernels.addRows(table, ids, rows, dimensions, factor)
    },
    drawMask: kernels.drawMask,
  }
}

const outOfMemory = (size: number, cause?: unknown): KernelError =>
  new KernelError(
    'out-of-memory',
    `A training of ${Math.ceil(size / 2 ** 20)} MiB does not fit: make the network or the batch smaller, or freeze more of it.`,
    { size },
    { cause },
  )
