import { KernelError } from '../kernel-error.ts'
import type { RowGroups, TrainingKernels } from './training-kernels.ts'

type Kernel = (...numbers: number[]) => number

export type RowExports = Readonly<Record<'narrowIds' | 'group' | 'sumGroups' | 'adagradRows' | 'adamWRows', Kernel>>

type RowKernels = Pick<TrainingKernels, 'takeIds' | 'groupRows' | 'sumGroups' | 'adagradRows' | 'adamWRows'>

/** Numbers a call works on, as V8 makes a kernel fast between calls, never within one. */
const block = 16_384

/** The kernels of tables of which few rows move, over the exports of a WebAssembly instance. */
export function rowKernelsOf(wasm: RowExports): RowKernels {
  const inBlocks = ({ count }: RowGroups, dimensions: number, call: (begin: number, end: number) => void): void => {
    const groups = count.view[0] as number
    const many = Math.max(1, Math.floor(block / dimensions))
    for (let begin = 0; begin < groups; begin += many) call(begin, Math.min(begin + many, groups))
  }
  return {
    takeIds({ ids: to, rowCount }, at, ids) {
      const n = ids.view.length
      const outside = wasm.narrowIds(to.pointer + at * 4, ids.pointer, n, rowCount)
      if (outside < n)
        throw new KernelError('bad-index', `Row ${ids.view[outside]} is outside 0 … ${rowCount - 1}.`, { at: outside })
    },
    groupRows({ ids, slots, distinct, starts, order, count }, n) {
      const places = [slots, distinct, starts, order, count].map(({ pointer }) => pointer)
      wasm.group(0, 1, 0, ids.pointer, n, ...places)
    },
    sumGroups(groups, { dimensions, gradients }) {
      let squares = 0
      inBlocks(groups, dimensions, (begin, end) => {
        squares += wasm.sumGroups(
          begin,
          end,
          groups.starts.pointer,
          groups.order.pointer,
          gradients.pointer,
          dimensions,
        )
      })
      return squares
    },
    adagradRows(groups, { dimensions, numbers, gradients }, squares, { learningRate, epsilon, decay, factor }) {
      const { distinct, starts, order } = groups
      const places = [distinct, starts, order, gradients].map(({ pointer }) => pointer)
      const keep = 1 - learningRate * decay
      inBlocks(groups, dimensions, (begin, end) => {
        const model = [dimensions, numbers.pointer, squares.pointer]
        wasm.adagradRows(begin, end, ...places, ...model, learningRate, epsilon, keep, factor)
      })
    },
    adamWRows(groups, { dimensions, numbers, gradients }, mean, square, step) {
      const { distinct, starts, order } = groups
      const { learningRate, beta1, beta2, epsilon, decay, factor } = step
      const places = [distinct, starts, order, gradients].map(({ pointer }) => pointer)
      const root = Math.sqrt(1 - beta2 ** step.step)
      const rate = (learningRate * root) / (1 - beta1 ** step.step)
      const keep = 1 - learningRate * decay
      inBlocks(groups, dimensions, (begin, end) => {
        const model = [dimensions, numbers.pointer, mean.pointer, square.pointer]
        wasm.adamWRows(begin, end, ...places, ...model, rate, epsilon * root, keep, beta1, beta2, factor)
      })
    },
  }
}
