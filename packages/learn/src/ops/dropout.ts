import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

/**
 * Dropout (Srivastava et al. 2014): in a training each number is 0 with probability `rate`, the others grow by
 * 1 / (1 − rate). The mask is drawn anew for each step, from the seed of the training and the number of the step.
 *
 * @param rate from 0 (nothing happens) to below 1
 * @throws LearnError `bad-option`
 */
export function dropout(x: Tensor, rate: number): Tensor {
  if (!(rate >= 0 && rate < 1))
    throw new LearnError('bad-option', 'A dropout rate is at least 0 and below 1.', { rate })
  if (rate === 0) return x
  const { graph } = x
  const mask = graph.input(`mask.${graph.masks.length}`, 'float32', x.shape)
  graph.masks.push({ tensor: mask, rate })
  return graph.record(graph.emit('Mul', [x, mask], x.shape), [x], (g) => [graph.emit('Mul', [g, mask], x.shape)])
}
