import type { Tensor } from '../../graph/tensor.ts'
import { divide, multiply } from '../../ops/arithmetic.ts'
import { sum } from '../../ops/reductions.ts'

/** Σ w x / Σ w, and 0 where all weights are. Both [n]; the weights are 0 or 1 */
export function meanOver(x: Tensor, weights: Tensor): Tensor {
  const { graph } = x
  const count = graph.emit('Max', [sum(weights), graph.scalar(1)], [])
  return divide(sum(multiply(x, weights)), count)
}
