import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add, multiply } from './arithmetic.ts'
import { notSeen } from './attention.ts'
import { crossEntropy } from './losses.ts'
import { matmul } from './matrix.ts'
import { sum } from './reductions.ts'
import { embed } from './rows.ts'
import { concat, reshape } from './shapes.ts'

export interface SampledOptions {
  /** [k], int64: rows of the table that were drawn, with repeats. */
  readonly drawn: Tensor
  /** [k], added to their logits: minus the logarithm of how often each is expected among the drawn. */
  readonly corrections: Tensor
  /** [n], how much a row counts. Default 1 each. */
  readonly weights?: Tensor
}

/**
 * Cross-entropy of a softmax over the truth and drawn rows of a table instead of all (Bengio and Senécal 2008): with the
 * corrections its gradient tends to that of all as more are drawn. The gradients of the table and the bias are sparse.
 *
 * @param x [n × d]
 * @param table [classes × d], a parameter
 * @param bias [classes × 1], a parameter
 * @param labels [n], int64; an input or a constant, as `drawn`
 * @throws LearnError `bad-shape`
 */
export function sampledCrossEntropy(
  x: Tensor,
  table: Tensor,
  bias: Tensor,
  labels: Tensor,
  { drawn, corrections, weights }: SampledOptions,
): Tensor {
  const { graph } = x
  const [n, k] = [x.shape[0] as number, drawn.shape[0] as number]
  if (corrections.shape.length !== 1 || corrections.shape[0] !== k)
    throw new LearnError(
      'bad-shape',
      `sampledCrossEntropy: ${k} drawn rows, ${shapeText(corrections.shape)} corrections.`,
    )
  const truth = add(sum(multiply(x, embed(table, labels)), { axes: [1], keep: true }), embed(bias, labels))
  const plain = matmul(x, embed(table, drawn), { transposeB: true })
  const offsets = add(reshape(embed(bias, drawn), [1, k]), reshape(corrections, [1, k]))
  // The truth among the drawn is no wrong answer.
  const [column, row] = [reshape(labels, [n, 1]), reshape(drawn, [1, k])]
  const same = graph.emit('Equal', [column, row], [n, k], { type: 'bool' })
  const hidden = graph.emit('Where', [same, graph.scalar(notSeen), graph.scalar(0)], [n, k])
  const logits = concat([truth, add(add(plain, offsets), hidden)], 1)
  const first = graph.constant(new BigInt64Array(n))
  return crossEntropy(logits, first, weights ? { weights } : {})
}
