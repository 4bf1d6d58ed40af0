import type { Graph } from '../../graph/graph.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { dropout } from '../../ops/dropout.ts'
import { linear } from '../../ops/matrix.ts'
import type { HeadOn } from '../head.ts'

/** The linear layer that most heads are: `head.weight` [width × outputs] and `head.bias`. */
export function linearHead(graph: Graph, vectors: Tensor, outputs: number, { tuning }: HeadOn): Tensor {
  const width = vectors.shape[1] as number
  const weight = graph.parameter('head.weight', [width, outputs], { start: { kind: 'normal', deviation: 0.02 } })
  const bias = graph.parameter('head.bias', [outputs], { start: { kind: 'constant', value: 0 } })
  return linear(dropout(vectors, tuning.dropout ?? 0), weight, bias)
}
