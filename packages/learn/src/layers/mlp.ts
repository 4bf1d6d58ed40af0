import type { Tensor } from '../graph/tensor.ts'
import { dropout } from '../ops/dropout.ts'
import { relu, sigmoid } from '../ops/functions.ts'
import { dense } from './dense.ts'

export interface MlpOptions {
  /** Before the names of its parameters: `<prefix>.<layer>.weight`, `<prefix>.<layer>.bias`. */
  readonly prefix: string
  /** Numbers behind each layer; none leave x as it is. */
  readonly widths: readonly number[]
  /** Default `relu`. */
  readonly activation?: 'relu' | 'sigmoid'
  /** Behind each layer. Default 0. */
  readonly dropout?: number
}

/**
 * A perceptron of several layers: each a product, a bias, and an activation.
 *
 * @param x [n × in]
 * @returns [n × last width]
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function mlp(x: Tensor, { prefix, widths, activation = 'relu', dropout: rate = 0 }: MlpOptions): Tensor {
  const bend = activation === 'relu' ? relu : sigmoid
  return widths.reduce((y, width, layer) => dropout(bend(dense(y, `${prefix}.${layer}`, width)), rate), x)
}
