import type { Graph, Recorded, RowSum } from '../graph/graph.ts'
import { sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { emitProduct } from '../ops/matrix.ts'
import { emitReshape, emitTranspose } from '../ops/shapes.ts'
import type { ParameterGradient } from './gradients.ts'

/** How the examples of a batch are told apart. Row r of every matrix of rows belongs to example r modulo their number. */
export interface Apart {
  readonly examples: number
  /** What a loss that is a mean is a mean over: the loss times the sum of these is the sum of the examples' losses. */
  readonly weights: Tensor
}

export interface ClippedGradients {
  /** Of the sum over the examples, each of whose gradients was shortened to `clip` where it was longer. */
  readonly gradients: readonly ParameterGradient[]
  /** [examples], length of each example's gradient over all parameters together, before it was shortened. */
  readonly lengths: Tensor
}

/**
 * Writes into the graph what differentially private learning takes (Abadi et al. 2016), without a gradient for each example: on one
 * way back the squares of their lengths come from the rows that the gradients are sums of (Li et al. 2022; Bu et al. 2023), and
 * the same rows, weighed, give the sums. Exact. To be called once for a graph, in place of `gradients`.
 *
 * Examples must not meet: no number may depend on two of them before the loss.
 *
 * @throws LearnError `not-differentiable`; `bad-option` for a parameter whose gradient is no sum over rows of examples, or that is
 *   used more than once
 */
export function clippedGradients(loss: Tensor, apart: Apart, clip: number): ClippedGradients {
  const { graph } = loss
  if (loss.shape.length > 0 || !loss.differentiable)
    throw new LearnError('not-differentiable', 'The loss is a scalar that depends on a parameter that is trained.')
  const sums = rowSums(loss, totalOf(apart.weights))
  const { examples } = apart
  const squares = sums.map((sum) => squaresOf(sum, examples))
  const total = squares.reduce((all, one) => graph.emit('Add', [all, one], [examples]))
  const lengths = graph.emit('Sqrt', [total], [examples])
  const safe = graph.emit('Max', [lengths, graph.scalar(1e-12)], [examples])
  const shares = graph.emit(
    'Min',
    [graph.emit('Div', [graph.scalar(clip), safe], [examples]), graph.scalar(1)],
    [examples],
  )
  return { gradients: sums.map((sum) => weighed(sum, shares)), lengths }
}

const totalOf = (weights: Tensor): Tensor => {
  const { graph, shape } = weights
  return graph.emit('ReduceSum', [weights, graph.indices(shape.map((_, i) => i))], [], { attributes: { keepdims: 0 } })
}

/** Walks the tape back for the sum of the examples' losses. */
function rowSums(loss: Tensor, count: Tensor): readonly RowSum[] {
  const { graph } = loss
  const parameters = new Map(graph.parameters.map((one) => [one.tensor.name, one]))
  const varying = dependents(graph)
  const found = new Map<string, Tensor>([[loss.name, count]])
  const sums = new Map<string, RowSum>()
  for (const record of graph.tape.toReversed()) {
    const gradient = found.get(record.output.name)
    if (!gradient) continue
    const own = record.inputs.filter(({ name, differentiable }) => differentiable && parameters.has(name))
    if (own.length > 0) {
      const rows = rowsOf(record, own, gradient, varying)
      for (const sum of rows) {
        if (sums.has(sum.parameter.name)) throw cannot(sum.parameter, 'it is used more than once')
        sums.set(sum.parameter.name, sum)
      }
    }
    if (!record.inputs.some(({ name, differentiable }) => differentiable && !parameters.has(name))) continue
    for (const [i, part] of record.pullBack(gradient).entries()) {
      const input = record.inputs[i]
      if (!part || !input?.differentiable || parameters.has(input.name)) continue
      const before = found.get(input.name)
      found.set(input.name, before ? graph.emit('Add', [before, part], input.shape) : part)
    }
  }
  return graph.parameters.flatMap(({ tensor }) => sums.get(tensor.name) ?? [])
}

function rowsOf(
  { output, overRows }: Recorded,
  own: readonly Tensor[],
  gradient: Tensor,
  varying: ReadonlySet<string>,
): readonly RowSum[] {
  const sums = overRows?.(gradient) ?? []
  return own.map((parameter) => {
    const sum = sums.find((one) => one.parameter.name === parameter.name)
    if (!sum) throw cannot(parameter, 'its gradient is no sum over the rows of examples')
    if (!varying.has(output.name)) throw cannot(parameter, 'what it is used for is the same for all examples')
    return sum
  })
}

const cannot = ({ name }: Tensor, why: string): LearnError =>
  new LearnError(
    'bad-option',
    `What each example teaches ${name} cannot be limited: ${why}. Freeze it, or train without privacy.`,
    {
      name,
    },
  )

/** What depends on the inputs of a batch; masks are drawn, not given. */
function dependents(graph: Graph): ReadonlySet<string> {
  const masks = new Set(graph.masks.map(({ tensor }) => tensor.name))
  const names = new Set(graph.inputs.map(({ name }) => name).filter((name) => !masks.has(name)))
  for (const { inputs, outputs } of graph.nodes)
    if (inputs.some((name) => names.has(name))) for (const name of outputs) names.add(name)
  return names
}

/** Squared length of each example's part of a gradient. [examples] */
function squaresOf(sum: RowSum, examples: number): Tensor {
  const { graph } = sum.parameter
  const squared = sum.factor ** 2
  const scaled = (x: Tensor): Tensor => (squared === 1 ? x : graph.emit('Mul', [x, graph.scalar(squared)], [examples]))
  if (sum.kind === 'sum') return scaled(lengthsOf(added(sum.rows, sum.parameter, examples)))
  if (sum.kind === 'scatter') return scaled(scatterLengths(sum.ids, byExample(sum.rows, sum.parameter, examples)))
  const [left, right] = [sum.left, sum.right].map((rows) => byExample(rows, sum.parameter, examples)) as [
    Tensor,
    Tensor,
  ]
  const [, rows, inner] = left.shape as [number, number, number]
  const outer = right.shape[2] as number
  // One row: the length of an outer product is the product of the lengths.
  if (rows === 1) return scaled(graph.emit('Mul', [lengthsOf(left), lengthsOf(right)], [examples]))
  if (2 * rows * rows >= inner * outer) return scaled(lengthsOf(emitProduct(left, right, { transposeA: true })))
  const products = [left, right].map((x) => emitProduct(x, x, { transposeB: true })) as [Tensor, Tensor]
  return scaled(sumOfAll(graph.emit('Mul', products, products[0].shape)))
}

/** Rows that fall on the same row of the table add up before they are squared. */
function scatterLengths(ids: Tensor, rows: Tensor): Tensor {
  const { graph, shape } = rows
  const [examples, length] = shape as [number, number, number]
  const own = emitTranspose(emitReshape(ids, [length, examples]), [1, 0])
  const [down, across] = [emitReshape(own, [examples, length, 1]), emitReshape(own, [examples, 1, length])]
  const same = graph.emit('Equal', [down, across], [examples, length, length], { type: 'bool' })
  const products = emitProduct(rows, rows, { transposeB: true })
  return sumOfAll(graph.emit('Where', [same, products, graph.scalar(0)], products.shape))
}

/** Rows of all positions as [examples × positions × d]. */
function byExample(rows: Tensor, parameter: Tensor, examples: number): Tensor {
  const [n, d] = rowShape(rows, parameter, examples)
  return emitTranspose(emitReshape(rows, [n / examples, examples, d]), [1, 0, 2])
}

/** Rows of all positions added up. [examples × d] */
function added(rows: Tensor, parameter: Tensor, examples: number): Tensor {
  const { graph } = rows
  const [n, d] = rowShape(rows, parameter, examples)
  if (n === examples) return rows
  return graph.emit('ReduceSum', [emitReshape(rows, [n / examples, examples, d]), graph.indices([0])], [examples, d], {
    attributes: { keepdims: 0 },
  })
}

function rowShape({ shape }: Tensor, parameter: Tensor, examples: number): [n: number, d: number] {
  const [n, d] = shape
  if (n === undefined || d === undefined || shape.length !== 2 || n % examples !== 0)
    throw cannot(parameter, `its rows are not those of ${examples} examples`)
  return [n, d]
}

/** Squared length of what belongs to each example. [examples × …] → [examples] */
const lengthsOf = (x: Tensor): Tensor => sumOfAll(x.graph.emit('Mul', [x, x], x.shape))

function sumOfAll(x: Tensor): Tensor {
  const { graph, shape } = x
  const axes = shape.slice(1).map((_, i) => i + 1)
  return graph.emit('ReduceSum', [x, graph.indices(axes)], [shape[0] as number], { attributes: { keepdims: 0 } })
}

/** The gradient with each example's rows times its share. */
function weighed(sum: RowSum, shares: Tensor): ParameterGradient {
  const { graph } = shares
  const examples = shares.shape[0] as number
  const { parameter, factor } = sum
  const times = (rows: Tensor): Tensor => {
    const [n, d] = rowShape(rows, parameter, examples)
    const whole = [n / examples, examples, d]
    const column = emitReshape(shares, [1, examples, 1])
    return emitReshape(graph.emit('Mul', [emitReshape(rows, whole), column], whole), rows.shape)
  }
  if (sum.kind === 'scatter')
    return { parameter, dense: null, sparse: [{ ids: sum.ids, rows: times(sum.rows), factor }] }
  const left = (): Tensor => {
    if (sum.kind === 'product') return sum.left
    const n = sum.rows.shape[0] as number
    return graph.constant(new Float32Array(n).fill(1), [n, 1])
  }
  const right = times(sum.kind === 'product' ? sum.right : sum.rows)
  const dense = emitProduct(left(), right, { transposeA: true, factor })
  if (sizeOf(dense.shape) !== sizeOf(parameter.shape)) throw cannot(parameter, 'its shape is not that of the sum')
  return { parameter, dense: emitReshape(dense, parameter.shape), sparse: [] }
}
