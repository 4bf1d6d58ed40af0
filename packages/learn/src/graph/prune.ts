import type { Graph, GraphNode } from './graph.ts'
import type { Tensor } from './tensor.ts'

/** What of a graph is needed for some outputs. */
export interface NeededPart {
  readonly nodes: readonly GraphNode[]
  readonly inputs: readonly Tensor[]
  readonly parameters: readonly Tensor[]
  readonly constants: Graph['constants']
  readonly outputs: readonly Tensor[]
}

/** Leaves out every node, input, parameter and constant on which none of the outputs depends. ONNX Runtime keeps them. */
export function prune(graph: Graph, outputs: readonly Tensor[] = graph.outputs): NeededPart {
  const needed = new Set(outputs.map(({ name }) => name))
  const nodes: GraphNode[] = []
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue
    nodes.push(node)
    for (const name of node.inputs) needed.add(name)
  }
  const isNeeded = ({ name }: Tensor): boolean => needed.has(name)
  return {
    nodes: nodes.reverse(),
    inputs: graph.inputs.filter(isNeeded),
    parameters: graph.parameters.map(({ tensor }) => tensor).filter(isNeeded),
    constants: new Map([...graph.constants].filter(([name]) => needed.has(name))),
    outputs,
  }
}
