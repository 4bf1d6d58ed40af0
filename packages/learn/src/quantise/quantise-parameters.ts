import type { Graph } from '../graph/graph.ts'
import { type NeededPart, prune } from '../graph/prune.ts'
import { sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { type QuantisedMatrix, quantiseMatrix } from './quantise-matrix.ts'

/** What of a node's inputs a matrix may be, and how it is rounded then. */
export function usesOf({ nodes, parameters }: NeededPart): ReadonlyMap<string, QuantisedMatrix['along'] | undefined> {
  const found = new Map<string, QuantisedMatrix['along'] | undefined>()
  const known = new Set(parameters.filter(({ shape }) => shape.length === 2).map(({ name }) => name))
  for (const { op, domain, inputs, attributes } of nodes)
    for (const [place, name] of inputs.entries()) {
      if (!known.has(name)) continue
      const plain = domain === '' && !attributes.transA && !attributes.transB
      const product = plain && (op === 'Gemm' || op === 'MatMul') && place === 1
      const along = product ? 'columns' : op === 'Gather' && place === 0 ? 'rows' : undefined
      // What is used in two ways stays as it is.
      found.set(name, found.has(name) && found.get(name) !== along ? undefined : along)
    }
  return found
}

export interface QuantiseOptions {
  /** Matrices with fewer numbers stay as they are: there is nothing to gain. Default 4096. */
  readonly least?: number
  readonly bits?: 7 | 8
}

export interface QuantisedParameters {
  readonly quantised: ReadonlyMap<string, QuantisedMatrix>
  /** Those that stay floats. */
  readonly parameters: ReadonlyMap<string, Float32Array>
}

/**
 * Rounds the matrices of a network to bytes: those of products column by column, tables of embeddings row by row.
 *
 * @param outputs of the graph that will be asked for
 * @throws LearnError `unknown-name` when a parameter has no numbers, `not-finite`
 */
export function quantiseParameters(
  graph: Graph,
  outputs: readonly Tensor[],
  parameters: ReadonlyMap<string, Float32Array>,
  { least = 4096, bits = 8 }: QuantiseOptions = {},
): QuantisedParameters {
  const part = prune(graph, outputs)
  const uses = usesOf(part)
  const quantised = new Map<string, QuantisedMatrix>()
  const others = new Map<string, Float32Array>()
  for (const { name, shape } of part.parameters) {
    const data = parameters.get(name)
    if (!data) throw new LearnError('unknown-name', `There are no numbers for ${name}.`)
    const along = uses.get(name)
    if (along && sizeOf(shape) >= least) quantised.set(name, quantiseMatrix(data, shape, { along, bits }))
    else others.set(name, data)
  }
  return { quantised, parameters: others }
}
