import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add, multiply } from '../ops/arithmetic.ts'
import { matmul } from '../ops/matrix.ts'
import { sum } from '../ops/reductions.ts'
import { slice } from '../ops/shapes.ts'
import { dense, glorot } from './dense.ts'

/**
 * How FinalMLP (Mao et al. 2023, equation 11) brings two streams together: b + uᵀx + vᵀy + Σ_h x_hᵀ W_h y_h, where x_h and y_h
 * are the parts of x and y for a head.
 *
 * @param x [n × a]
 * @param y [n × b]; heads divide a and b
 * @returns [n × 1]
 * @throws LearnError `bad-shape`
 */
export function bilinearAggregation(
  x: Tensor,
  y: Tensor,
  { prefix, heads }: { readonly prefix: string; readonly heads: number },
): Tensor {
  const { graph } = x
  const [a, b] = [x.shape[1] as number, y.shape[1] as number]
  if (a % heads !== 0 || b % heads !== 0 || x.shape[0] !== y.shape[0])
    throw new LearnError(
      'bad-shape',
      `bilinearAggregation: ${heads} heads do not fit ${shapeText(x.shape)} and ${shapeText(y.shape)}.`,
    )
  const [left, right] = [a / heads, b / heads]
  const alone = add(
    dense(x, `${prefix}.left`, 1),
    matmul(y, graph.parameter(`${prefix}.right.weight`, [b, 1], glorot(b, 1))),
  )
  return Array.from({ length: heads }, (_, h) => {
    const weight = graph.parameter(`${prefix}.head.${h}.weight`, [left, right], glorot(left, right))
    const turned = matmul(slice(x, 1, h * left, (h + 1) * left), weight)
    return sum(multiply(turned, slice(y, 1, h * right, (h + 1) * right)), { axes: [1], keep: true })
  }).reduce((all, one) => add(all, one), alone)
}
