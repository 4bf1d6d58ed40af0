import { drawBelow, drawKeys } from '../draw.ts'
import type { TrainingKernels } from './training-kernels.ts'

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
  drawMask({ view }, rate, seed, step) {
    const keys = drawKeys(seed, step)
    for (let i = 0; i < view.length; i++)
      view[i] = drawBelow(keys, i, 0, 4_294_967_296) < Math.floor(rate * 4_294_967_296) ? 0 : 1 / (1 - rate)
  },
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
