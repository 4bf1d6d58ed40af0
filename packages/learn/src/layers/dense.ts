import type { ParameterOptions } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { linear } from '../ops/matrix.ts'

/** Weights that keep the spread of what goes in and of gradients (Glorot and Bengio 2010). */
export const glorot = (from: number, to: number): ParameterOptions => ({
  start: { kind: 'uniform', bound: Math.sqrt(6 / (from + to)) },
})

export const zeros: ParameterOptions = { start: { kind: 'constant', value: 0 } }

/**
 * x · weight + bias with weights of its own, `<name>.weight` and `<name>.bias`.
 *
 * @param x [n × in]
 * @returns [n × width]
 * @throws LearnError `bad-shape`
 */
export function dense(x: Tensor, name: string, width: number): Tensor {
  const { graph, shape } = x
  const from = shape[1] as number
  const weight = graph.parameter(`${name}.weight`, [from, width], glorot(from, width))
  return linear(x, weight, graph.parameter(`${name}.bias`, [width], zeros))
}
