import type { Tensor } from '../graph/tensor.ts'
import { add, multiply, scale, subtract } from '../ops/arithmetic.ts'
import { square } from '../ops/functions.ts'
import { linear } from '../ops/matrix.ts'
import { sum } from '../ops/reductions.ts'
import { logSoftmax } from '../ops/softmax.ts'

export interface SoftTargetOptions {
  /** Divides the logits of both: the higher, the more the unlikely classes tell. */
  readonly temperature: number
}

/**
 * Cross-entropy against the softened probabilities of a teacher (Hinton et al. 2015), times the square of the temperature, so
 * that its gradient keeps its size at any.
 *
 * @param logits [batch × classes]
 * @param targets [batch × classes]: softmax(teacher / temperature), each row times its share of the batch
 * @returns a scalar
 */
export function softTargetLoss(logits: Tensor, targets: Tensor, { temperature }: SoftTargetOptions): Tensor {
  const logs = logSoftmax(scale(logits, 1 / temperature))
  return scale(sum(multiply(logs, targets)), -(temperature ** 2))
}

/**
 * Mean square of what is missing from a linear map of the student's vectors to the teacher's.
 *
 * @param vectors [batch × width]
 * @param targets [batch × teacher's width]
 * @param shares [batch × 1], of the batch
 * @param map [width × teacher's width] and its bias
 * @returns a scalar
 */
export function vectorLoss(
  vectors: Tensor,
  targets: Tensor,
  shares: Tensor,
  map: { readonly weight: Tensor; readonly bias: Tensor },
): Tensor {
  const missing = subtract(linear(vectors, map.weight, map.bias), targets)
  return scale(sum(multiply(square(missing), shares)), 1 / (targets.shape[1] as number))
}

/** a · x + b · y + … over what counts. */
export function weightedSum(parts: readonly (readonly [weight: number, loss: Tensor])[]): Tensor {
  const scaled = parts.filter(([weight]) => weight > 0).map(([weight, loss]) => scale(loss, weight))
  return scaled.reduce((all, one) => add(all, one))
}
