import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'

/** The parameters of one adaptive low-rank adaptation: x · down ⊙ weights · up. */
export interface Adaptation {
  /** [width × rank] */
  readonly down: Tensor
  /** [rank] */
  readonly weights: Tensor
  /** [rank × width] */
  readonly up: Tensor
}

/** The adaptive adaptations of a graph, in the order in which they stand there. */
export function adaptations(graph: Graph): readonly Adaptation[] {
  const named = new Map(graph.parameters.map(({ tensor }) => [tensor.name, tensor]))
  return graph.parameters.flatMap(({ tensor: weights }) => {
    if (!weights.name.endsWith('.lora.weights')) return []
    const place = weights.name.slice(0, -'.weights'.length)
    const [down, up] = [named.get(`${place}.down`), named.get(`${place}.up`)]
    return down && up ? [{ down, weights, up }] : []
  })
}
