import type { FloatAttribute } from '../graph/attribute.ts'
import type { Constant, Graph, GraphNode, Numbers } from '../graph/graph.ts'
import type { NeededPart } from '../graph/prune.ts'
import { type DataType, type Shape, sameShape } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { QuantisedMatrix } from './quantise-matrix.ts'

/**
 * The part of a graph with products of bytes in the place of products with matrices that were rounded: what is multiplied
 * with them is rounded too, to one scale each time it comes (dynamic quantisation). Rows of tables become floats as they are
 * taken.
 *
 * @param quantised by name of the parameter; those that the part does not need are passed over
 * @param weights of the other parameters: biases of products are built in
 * @throws LearnError `bad-shape`, `bad-option` for a matrix that is used otherwise than it was rounded for
 */
export function withQuantised(
  part: NeededPart,
  quantised: ReadonlyMap<string, QuantisedMatrix>,
  weights: ReadonlyMap<string, Float32Array>,
): NeededPart {
  const matrices = new Map<string, QuantisedMatrix>()
  for (const { name, shape } of part.parameters) {
    const matrix = quantised.get(name)
    if (!matrix) continue
    if (!sameShape(matrix.shape, shape))
      throw new LearnError('bad-shape', `${name} is [${matrix.shape.join(' × ')}], not [${shape.join(' × ')}].`)
    matrices.set(name, matrix)
  }
  if (matrices.size === 0) return part
  const graph = part.outputs[0]?.graph as Graph
  const constants = new Map(part.constants)
  const add = (name: string, type: DataType, shape: Shape, data: Numbers): string => {
    const constant: Constant = { tensor: { graph, name, type, shape, differentiable: false }, data }
    constants.set(name, constant)
    return name
  }
  const nodes: GraphNode[] = []
  const rounded = new Map<string, readonly string[]>()
  const emit = (op: string, inputs: string[], outputs: string[], rest: Partial<GraphNode> = {}): void =>
    void nodes.push({ op, domain: '', attributes: {}, ...rest, inputs, outputs })

  for (const node of part.nodes) {
    const [first = '', second = ''] = node.inputs
    const [output = ''] = node.outputs
    const table = matrices.get(first)
    const matrix = matrices.get(second)
    if (node.op === 'Gather' && table?.along === 'rows') {
      add(first, 'int8', table.shape, table.data)
      const scales = add(`${first}/scales`, 'float32', [table.scales.length, 1], table.scales)
      emit('Gather', [first, second], [`${output}/rows`], { attributes: { axis: 0 } })
      emit('Cast', [`${output}/rows`], [`${output}/numbers`], { attributes: { to: 1 } })
      emit('Gather', [scales, second], [`${output}/rowScales`], { attributes: { axis: 0 } })
      emit('Mul', [`${output}/numbers`, `${output}/rowScales`], [output])
    } else if (matrix?.along === 'columns' && isProduct(node)) {
      add(second, 'int8', matrix.shape, matrix.data)
      const factor = numberOf(node.attributes.alpha)
      const scales = add(
        `${output}/scales`,
        'float32',
        [matrix.scales.length],
        matrix.scales.map((s) => s * factor),
      )
      const bias = node.inputs[2]
      let bytes = rounded.get(first)
      if (!bytes) {
        bytes = [`${first}/bytes`, `${first}/scale`, `${first}/zero`]
        rounded.set(first, bytes)
        emit('DynamicQuantizeLinear', [first], [...bytes])
      }
      const [data = '', scale = '', zero = ''] = bytes
      const own = bias === undefined ? [] : ['', biasOf(bias, numberOf(node.attributes.beta), `${output}/bias`)]
      emit('MatMulIntegerToFloat', [data, second, scale, scales, zero, ...own], [output], { domain: 'com.microsoft' })
    } else nodes.push(node)
  }
  const still = new Set(nodes.flatMap(({ inputs }) => inputs))
  const misused = [...matrices.keys()].find((name) => still.has(name) && !constants.has(name))
  if (misused !== undefined)
    throw new LearnError('bad-option', `${misused} was rounded to bytes, and is used as no such matrix can be.`)
  return {
    ...part,
    nodes,
    constants,
    parameters: part.parameters.filter(({ name }) => still.has(name) && !matrices.has(name)),
  }

  function biasOf(name: string, factor: number, scaled: string): string {
    const data = weights.get(name)
    if (!data) throw new LearnError('unknown-name', `There are no numbers for ${name}.`)
    return factor === 1
      ? name
      : add(
          scaled,
          'float32',
          [data.length],
          data.map((value) => value * factor),
        )
  }
}

const isProduct = ({ op, domain, attributes }: GraphNode): boolean =>
  domain === '' && (op === 'Gemm' || op === 'MatMul') && !attributes.transA && !attributes.transB

const numberOf = (attribute: GraphNode['attributes'][string] | undefined): number =>
  typeof attribute === 'object' && 'float' in attribute ? (attribute as FloatAttribute).float : 1
