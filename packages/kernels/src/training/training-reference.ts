import { drawBelow, drawKeys } from '../draw.ts'
import { KernelError } from '../kernel-error.ts'
import type { RowGroups, RowTable, TrainingKernels } from './training-kernels.ts'

/** The kernels in plain TypeScript and double precision: what the fast ones are tested against, and run where they cannot. */
export const trainingReference: TrainingKernels = {
  adamW({ view: p }, { view: g }, { view: m }, { view: v }, step) {
    const { learningRate, epsilon, decay } = step
    for (let i = 0; i < p.length; i++) {
      const direction = adamDirection(i, g, m, v, step, epsilon)
      p[i] = at(p, i) * (1 - learningRate * decay) - learningRate * direction
    }
  },
  lamb({ view: p }, { view: g }, { view: m }, { view: v }, step) {
    const { learningRate, epsilon, decay } = step
    for (let i = 0; i < p.length; i++) g[i] = adamDirection(i, g, m, v, step, epsilon) + decay * at(p, i)
    const ratio = trustRatio(squares(p), squares(g))
    for (let i = 0; i < p.length; i++) p[i] = at(p, i) - learningRate * ratio * at(g, i)
  },
  descend({ view: p }, { view: g }, { view: m }, { learningRate, momentum, nesterov, decay, factor }) {
    for (let i = 0; i < p.length; i++) {
      const gradient = at(g, i) * factor
      const speed = momentum * at(m, i) + gradient
      m[i] = speed
      p[i] = at(p, i) * (1 - learningRate * decay) - learningRate * (nesterov ? gradient + momentum * speed : speed)
    }
  },
  sumOfSquares: ({ view }) => squares(view),
  addScaled({ view: to }, { view: from }, factor) {
    for (let i = 0; i < to.length; i++) to[i] = at(to, i) + factor * at(from, i)
  },
  addRows({ view: table }, { view: ids }, { view: rows }, dimensions, factor) {
    for (const [i, id] of ids.entries())
      for (let k = 0; k < dimensions; k++) {
        const cell = Number(id) * dimensions + k
        table[cell] = at(table, cell) + factor * at(rows, i * dimensions + k)
      }
  },
  takeIds({ ids: { view: to }, rowCount }, start, { view: ids }) {
    for (const [i, id] of ids.entries()) {
      if (id < 0n || id >= BigInt(rowCount))
        throw new KernelError('bad-index', `Row ${id} is outside of 0 … ${rowCount - 1}.`, { at: i })
      to[start + i] = Number(id)
    }
  },
  groupRows({ ids, distinct, starts, order, count }, n) {
    const byRow = Map.groupBy(Array(n).keys(), (i) => ids.view[i] as number)
    let [group, place] = [0, 0]
    for (const [row, gradients] of byRow) {
      distinct.view[group] = row
      starts.view[group++] = place
      for (const i of gradients) order.view[place++] = i
    }
    starts.view[group] = place
    count.view[0] = group
  },
  sumGroups(groups, { dimensions: d, gradients: { view } }) {
    let squares = 0
    for (const { first, others } of groupsOf(groups))
      for (let k = 0; k < d; k++) {
        const sum = others.reduce((all, i) => all + at(view, i * d + k), at(view, first * d + k))
        view[first * d + k] = sum
        squares += sum * sum
      }
    return squares
  },
  adagradRows(groups, table, { view: squares }, { learningRate, epsilon, decay, factor }) {
    const { dimensions: d, numbers } = table
    for (const { row, gradient } of summedRows(groups, table, factor)) {
      const sum = at(squares, row) + gradient.reduce((all, g) => all + g * g, 0) / d
      squares[row] = sum
      for (const [k, g] of gradient.entries()) {
        const step = sum > 0 ? (learningRate * g) / (Math.sqrt(sum) + epsilon) : 0
        numbers.view[row * d + k] = at(numbers.view, row * d + k) * (1 - learningRate * decay) - step
      }
    }
  },
  adamWRows(groups, table, { view: m }, { view: v }, step) {
    const { dimensions: d, numbers } = table
    for (const { row, gradient } of summedRows(groups, table, 1)) {
      const part = (of: Float32Array): Float32Array => of.subarray(row * d, (row + 1) * d)
      trainingReference.adamW(
        asFloats(part(numbers.view)),
        asFloats(gradient),
        asFloats(part(m)),
        asFloats(part(v)),
        step,
      )
    }
  },
  drawMask({ view }, rate, seed, step) {
    const keys = drawKeys(seed, step)
    for (let i = 0; i < view.length; i++)
      view[i] = drawBelow(keys, i, 0, 4_294_967_296) < Math.floor(rate * 4_294_967_296) ? 0 : 1 / (1 - rate)
  },
}

const asFloats = (view: Float32Array) => ({ pointer: 0, view })

/** The row of each group, and which gradients belong to it. */
function* groupsOf({ distinct, starts, order, count }: RowGroups) {
  for (let g = 0; g < (count.view[0] as number); g++) {
    const [first, ...others] = order.view.subarray(starts.view[g], starts.view[g + 1]) as Iterable<number> as number[]
    yield { row: distinct.view[g] as number, first: first as number, others }
  }
}

function* summedRows(groups: RowGroups, { dimensions: d, gradients }: RowTable, factor: number) {
  for (const { row, first } of groupsOf(groups))
    yield { row, gradient: gradients.view.slice(first * d, (first + 1) * d).map((g) => g * factor) }
}

function adamDirection(
  i: number,
  g: Float32Array,
  m: Float32Array,
  v: Float32Array,
  { beta1, beta2, step, factor }: { beta1: number; beta2: number; step: number; factor: number },
  epsilon: number,
): number {
  const gradient = at(g, i) * factor
  const mean = beta1 * at(m, i) + (1 - beta1) * gradient
  const square = beta2 * at(v, i) + (1 - beta2) * gradient * gradient
  m[i] = mean
  v[i] = square
  return mean / (1 - beta1 ** step) / (Math.sqrt(square / (1 - beta2 ** step)) + epsilon)
}

/** How long a step of LAMB is: |p| / |direction|, and 1 where one of them is 0. */
export const trustRatio = (parameters: number, direction: number): number =>
  parameters > 0 && direction > 0 ? Math.sqrt(parameters / direction) : 1

const at = (numbers: Float32Array, i: number): number => numbers[i] as number

const squares = (numbers: Float32Array): number => numbers.reduce((sum, x) => sum + x * x, 0)
