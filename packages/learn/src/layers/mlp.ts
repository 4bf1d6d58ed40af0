import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { dropout } from '../ops/dropout.ts'
import { relu, sigmoid } from '../ops/functions.ts'
import { dense } from './dense.ts'

export interface MlpOptions {
  /** Before the names of its parameters: `<prefix>.<layer>.weight`, `<prefix>.<layer>.bias`. */
  readonly prefix: string
  /** Numbers behind each layer; at least one. */
  readonly widths: readonly number[]
  /** Default `relu`. */
  readonly activation?: 'relu' | 'sigmoid'
  /** Behind each layer. Default 0. */
  readonly dropout?: number
}

/**
 * A perceptron of several layers: each a product, a bias, and an activation.
 *
 * @param x [n × in], or parts of it side by side
 * @returns [n × last width]
 * @throws LearnError `bad-shape`, `bad-option` without a layer
 */
export function mlp(x: Tensor | readonly Tensor[], options: MlpOptions): Tensor {
  const { prefix, widths, activation = 'relu', dropout: rate = 0 } = options
  const [first, ...others] = widths
  if (first === undefined) throw new LearnError('bad-option', `${prefix} has no layer.`)
  const bend = activation === 'relu' ? relu : sigmoid
  const layer = (of: Tensor | readonly Tensor[], width: number, i: number): Tensor =>
    dropout(bend(dense(of, `${prefix}.${i}`, width)), rate)
  return others.reduce((y, width, i) => layer(y, width, i + 1), layer(x, first, 0))
}
