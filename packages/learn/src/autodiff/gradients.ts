import type { SparseRows } from '../graph/graph.ts'
import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

/** The gradient with respect to one parameter: the sum of what is dense and what has few rows. */
export interface ParameterGradient {
  readonly parameter: Tensor
  /** As large as the parameter; null where all of it is sparse. */
  readonly dense: Tensor | null
  readonly sparse: readonly SparseRows[]
}

/**
 * Writes into the graph what works out the gradients of a scalar with respect to every parameter that is trained and on
 * which it depends (reverse mode). To be called once for a graph.
 *
 * @throws LearnError `not-differentiable` when the loss is no scalar or depends on no parameter
 */
export function gradients(loss: Tensor): readonly ParameterGradient[] {
  const { graph } = loss
  if (loss.shape.length > 0)
    throw new LearnError('not-differentiable', `The loss must be a scalar, not ${shapeText(loss.shape)}.`)
  if (!loss.differentiable)
    throw new LearnError('not-differentiable', 'The loss depends on no parameter that is trained.')
  const found = new Map<string, Tensor>([[loss.name, graph.scalar(1)]])
  for (const { output, inputs, pullBack } of graph.tape.toReversed()) {
    const gradient = found.get(output.name)
    if (!gradient) continue
    for (const [i, part] of pullBack(gradient).entries()) {
      const input = inputs[i]
      if (!part || !input?.differentiable) continue
      const before = found.get(input.name)
      found.set(input.name, before ? graph.emit('Add', [before, part], input.shape) : part)
    }
  }
  return graph.parameters
    .filter(({ frozen }) => !frozen)
    .map(({ tensor }) => ({
      parameter: tensor,
      dense: found.get(tensor.name) ?? null,
      sparse: graph.sparse.get(tensor.name) ?? [],
    }))
    .filter(({ dense, sparse }) => dense !== null || sparse.length > 0)
}
