import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add, subtract } from '../ops/arithmetic.ts'
import { square } from '../ops/functions.ts'
import { matmul } from '../ops/matrix.ts'
import { sum } from '../ops/reductions.ts'
import { adaptations } from './adaptations.ts'

/**
 * How far the matrices of adaptive low-rank adaptations are from orthonormal: Σ ‖PᵀP − I‖² + ‖QQᵀ − I‖² (Zhang et al. 2023, equation
 * 4). It keeps their ranks apart, so that each can be pruned by itself.
 *
 * @throws LearnError `bad-option` for a graph without such adaptations
 */
export function orthogonality(graph: Graph): Tensor {
  const parts = adaptations(graph).flatMap(({ down, up }) => [
    distance(matmul(down, down, { transposeA: true })),
    distance(matmul(up, up, { transposeB: true })),
  ])
  if (parts.length === 0) throw new LearnError('bad-option', 'This encoder has no adaptive low-rank adaptations.')
  return parts.reduce((total, part) => add(total, part))
}

function distance(products: Tensor): Tensor {
  const { graph, shape } = products
  const rank = shape[0] as number
  const one = Float32Array.from({ length: rank * rank }, (_, i) => Number(i % (rank + 1) === 0))
  return sum(square(subtract(products, graph.constant(one, [rank, rank]))))
}
