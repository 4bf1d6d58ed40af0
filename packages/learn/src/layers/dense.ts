import type { ParameterOptions } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { addProduct, linear } from '../ops/matrix.ts'

/** Weights that keep the spread of what goes in and of gradients (Glorot and Bengio 2010). */
export const glorot = (from: number, to: number): ParameterOptions => ({
  start: { kind: 'uniform', bound: Math.sqrt(6 / (from + to)) },
})

export const zeros: ParameterOptions = { start: { kind: 'constant', value: 0 } }

/**
 * x · weight + bias with weights of its own, `<name>.weight` and `<name>.bias`. Where the input comes in parts, each of the
 * others has its own: `<name>.weight.1`, … , which spares joining them.
 *
 * @param x [n × in], or parts of it side by side
 * @returns [n × width]
 * @throws LearnError `bad-shape`
 */
export function dense(x: Tensor | readonly Tensor[], name: string, width: number): Tensor {
  const [first, ...others] = Array.isArray(x) ? (x as readonly Tensor[]) : [x as Tensor]
  if (!first) throw new LearnError('bad-shape', `${name} has no input.`)
  const { graph } = first
  const from = [first, ...others].reduce((sum, { shape }) => sum + (shape[1] as number), 0)
  const weightOf = (part: Tensor, suffix: string): Tensor =>
    graph.parameter(`${name}.weight${suffix}`, [part.shape[1] as number, width], glorot(from, width))
  const y = linear(first, weightOf(first, ''), graph.parameter(`${name}.bias`, [width], zeros))
  return others.reduce((sum, part, i) => addProduct(sum, part, weightOf(part, `.${i + 1}`)), y)
}
