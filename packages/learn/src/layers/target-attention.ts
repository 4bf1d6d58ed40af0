import { sameShape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { multiply, subtract } from '../ops/arithmetic.ts'
import { sum } from '../ops/reductions.ts'
import { concat, reshape } from '../ops/shapes.ts'
import { dense } from './dense.ts'
import { mlp } from './mlp.ts'

export interface TargetAttentionOptions {
  readonly prefix: string
  /** Layers of the activation unit. Default 32, 16. */
  readonly widths?: readonly number[]
}

/**
 * Target attention of DIN (Zhou et al. 2018): what a history says about a target. An activation unit sees target, item,
 * their difference and their product, and weighs the item; as in the paper the weights are not normalised, so that many
 * likely items count more than one.
 *
 * @param target [n × d]
 * @param history [n · length × d], the items of row 0, then those of row 1, …
 * @param mask [n × length], 1 for an item and 0 for padding
 * @returns [n × d], 0 for an empty history
 * @throws LearnError `bad-shape`
 */
export function targetAttention(
  target: Tensor,
  history: Tensor,
  mask: Tensor,
  { prefix, widths = [32, 16] }: TargetAttentionOptions,
): Tensor {
  const { graph } = target
  const [n, d] = target.shape as [number, number]
  const length = mask.shape[1] ?? 0
  if (!sameShape(history.shape, [n * length, d]) || !sameShape(mask.shape, [n, length]))
    throw new LearnError(
      'bad-shape',
      `targetAttention: ${[target, history, mask].map(({ shape }) => shapeText(shape)).join(', ')} do not go together.`,
    )
  const items = reshape(history, [n, length, d])
  const ones = graph.constant(new Float32Array(length).fill(1), [1, length, 1])
  const wanted = multiply(reshape(target, [n, 1, d]), ones)
  const pairs = concat([wanted, items, subtract(wanted, items), multiply(wanted, items)], 2)
  const unit = mlp(reshape(pairs, [n * length, 4 * d]), { prefix, widths, activation: 'sigmoid' })
  const weights = multiply(reshape(dense(unit, `${prefix}.weight`, 1), [n, length]), mask)
  return sum(multiply(items, reshape(weights, [n, length, 1])), { axes: [1] })
}
