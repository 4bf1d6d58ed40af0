import { float } from '../graph/attribute.ts'
import { sameShape, shapeText, sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { emitProduct } from './matrix.ts'
import { addSparse, emitGather } from './rows.ts'
import { emitReshape, emitSlice } from './shapes.ts'
import { asColumn, sumOfRows } from './softmax.ts'

export interface CrossEntropyOptions {
  /** [n], how much a row counts; rows with 0 are padding. Default 1 each. */
  readonly weights?: Tensor
  /** This share of the truth is spread over all classes (Szegedy et al. 2016). Default 0. */
  readonly smoothing?: number
}

/**
 * Mean cross-entropy of softmax(logits) against class numbers, in nats. With weights: Σ w l / Σ w.
 *
 * @param logits [n × classes]
 * @param labels [n], int64
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { graph, shape } = logits
  const { weights, smoothing = 0 } = options
  const [n, classes] = checkLabels('crossEntropy', logits, labels, weights)
  if (!(smoothing >= 0 && smoothing < 1))
    throw new LearnError('bad-option', 'Label smoothing is at least 0 and below 1.', { smoothing })
  const logs = graph.emit('LogSoftmax', [logits], shape, { attributes: { axis: -1 } })
  const chosen = graph.emit('GatherElements', [logs, emitUnsqueeze(labels)], [n, 1], { attributes: { axis: 1 } })
  const plain = graph.emit('Mul', [chosen, graph.scalar(smoothing - 1)], [n, 1])
  const spread = graph.emit('Mul', [sumOfRows(logs), graph.scalar(-smoothing / classes)], [n, 1])
  const each = smoothing === 0 ? plain : graph.emit('Add', [plain, spread], [n, 1])
  const shares = sharesOf(graph.scalar(1 / n), weights, n)
  const loss = sumOfProducts(each, shares)
  return graph.record(loss, [logits], (g) => {
    const values = graph.constant(Float32Array.of(0, 1 - smoothing))
    const truth = graph.emit('OneHot', [labels, graph.indices([classes]), values], shape, { attributes: { axis: -1 } })
    const rest = graph.emit('Sub', [graph.emit('Exp', [logs], shape), truth], shape)
    const difference = smoothing === 0 ? rest : graph.emit('Sub', [rest, graph.scalar(smoothing / classes)], shape)
    const factor = graph.emit('Mul', [shares, g], shares.shape)
    return [graph.emit('Mul', [difference, factor], shape)]
  })
}

export interface TiedCrossEntropyOptions {
  /** What each row counts, [n]; the loss is then Σ w l / Σ w. */
  readonly weights?: Tensor
  /** Rows that are worked out at a time: less memory where the table is long. Default all. */
  readonly block?: number
}

/**
 * Mean cross-entropy of softmax(x · tableᵀ + bias) against rows of the table, as for a vocabulary that is embedded by the same table.
 * The truth is never written as a matrix of ones and zeros: its part of the gradient is a gather and a sparse row.
 *
 * The loss of a row is at most 85 nats; its gradient is not limited.
 *
 * @param x [n × d]
 * @param table [classes × d], a parameter
 * @param bias [classes], a parameter; or null
 * @param labels [n], int64
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function tiedCrossEntropy(
  x: Tensor,
  table: Tensor,
  bias: Tensor | null,
  labels: Tensor,
  { weights, block = Number.POSITIVE_INFINITY }: TiedCrossEntropyOptions = {},
): Tensor {
  const { graph } = x
  const classes = table.shape[0] as number
  const [n] = checkLabels('tiedCrossEntropy', { ...x, shape: [x.shape[0] as number, classes] }, labels, weights)
  if (!(block >= 1)) throw new LearnError('bad-option', 'A block has at least one row.', { block })
  const parts = bias ? [x, table, bias] : [x, table]
  const places = blocksOf(n, block)
  const shares = sharesOf(graph.scalar(1 / n), weights, n)
  // Several blocks are done with, gradient and all, one after the other: so the probabilities of one are there at a time.
  const chained = places.length > 1 && parts.some(({ differentiable }) => differentiable)
  const eachs: Tensor[] = []
  const slopes = emptySlopes()
  for (const { from, to } of places) {
    const cut = (one: Tensor): Tensor => {
      if (one.shape[0] !== n || to - from === n) return one
      return { ...emitSlice(one, 0, from, to), differentiable: one.differentiable }
    }
    const [shape, column] = [
      [to - from, classes],
      [to - from, 1],
    ]
    const rows =
      chained && eachs.length > 0 ? after(cut(x), [eachs.at(-1), slopes.x.at(-1), slopes.table, slopes.bias]) : cut(x)
    const truths = cut(labels)
    const logits = graph.emit('Gemm', bias ? [rows, table, bias] : [rows, table], shape, { attributes: { transB: 1 } })
    const p = graph.emit('Softmax', [logits], shape, { attributes: { axis: -1 } })
    const chosen = graph.emit('GatherElements', [p, emitUnsqueeze(truths)], column, { attributes: { axis: 1 } })
    const safe = graph.emit('Max', [chosen, graph.scalar(1e-37)], column)
    eachs.push(graph.emit('Neg', [graph.emit('Log', [safe], column)], column))
    if (chained) addSlopes(slopes, { x: rows, table, bias, truths, p, factor: cut(shares) })
    else slopes.later = (factor) => addSlopes(slopes, { x: rows, table, bias, truths, p, factor })
  }
  const loss = sumOfProducts(joined(eachs), shares)
  return graph.record(loss, parts, (g) => {
    const factor = graph.emit('Mul', [shares, g], shares.shape)
    if (table.differentiable) addSparse(table, labels, graph.emit('Mul', [x, factor], x.shape), -1)
    slopes.later?.(factor)
    const whole = (one: Tensor | undefined): Tensor | null =>
      one ? (chained ? graph.emit('Mul', [one, g], one.shape) : one) : null
    const dx = slopes.x.length > 0 ? joined(slopes.x) : undefined
    return [whole(dx), whole(slopes.table), ...(bias ? [whole(slopes.bias)] : [])]
  })
}

/** Gradients of a cross-entropy over the blocks that are done with. */
interface Slopes {
  /** Of each block's rows. */
  readonly x: Tensor[]
  table: Tensor | undefined
  bias: Tensor | undefined
  /** Works them out when the gradient of the loss is known. */
  later: ((factor: Tensor) => void) | undefined
}

const emptySlopes = (): Slopes => ({ x: [], table: undefined, bias: undefined, later: undefined })

function addSlopes(
  slopes: Slopes,
  {
    x,
    table,
    bias,
    truths,
    p,
    factor,
  }: Readonly<Record<'x' | 'table' | 'truths' | 'p' | 'factor', Tensor>> & { readonly bias: Tensor | null },
): void {
  const { graph } = x
  if (x.differentiable) {
    const mixed = graph.emit('Sub', [emitProduct(p, table), emitGather(table, truths)], x.shape)
    slopes.x.push(graph.emit('Mul', [mixed, factor], x.shape))
  }
  if (table.differentiable) {
    const weighted = graph.emit('Mul', [x, factor], x.shape)
    const terms = slopes.table ? [p, weighted, slopes.table] : [p, weighted]
    slopes.table = graph.emit('Gemm', terms, table.shape, { attributes: { transA: 1, alpha: float(1) } })
  }
  if (bias?.differentiable) {
    const more = biasGradient(p, truths, factor)
    slopes.bias = slopes.bias ? graph.emit('Add', [slopes.bias, more], more.shape) : more
  }
}

/** The rows as they are, but not before some results: nothing of these is added, which the runtime does not know. */
function after(rows: Tensor, results: readonly (Tensor | undefined)[]): Tensor {
  const { graph } = rows
  let nothing = graph.scalar(0)
  for (const one of results) {
    if (!one) continue
    const flat = emitReshape(one, [sizeOf(one.shape)])
    const first = emitReshape(emitSlice(flat, 0, 0, 1), [])
    nothing = graph.emit('Add', [nothing, graph.emit('Mul', [first, graph.scalar(0)], [])], [])
  }
  return { ...graph.emit('Add', [rows, nothing], rows.shape), differentiable: rows.differentiable }
}

/** Parts of n rows as one. */
function joined(parts: readonly Tensor[]): Tensor {
  const [first] = parts as readonly [Tensor]
  if (parts.length === 1) return first
  const n = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0)
  return first.graph.emit('Concat', parts, [n, ...first.shape.slice(1)], { attributes: { axis: 0 } })
}

function blocksOf(n: number, block: number): { from: number; to: number }[] {
  const size = Math.min(n, Math.floor(block))
  return Array.from({ length: Math.ceil(n / size) }, (_, i) => ({ from: i * size, to: Math.min(n, (i + 1) * size) }))
}

/** Σ factor (p − truth) over the rows, [classes]. */
function biasGradient(p: Tensor, truths: Tensor, factor: Tensor): Tensor {
  const { graph } = p
  const [n, classes] = p.shape as [number, number]
  const column = emitReshape(graph.emit('Expand', [factor, graph.indices([n, 1])], [n, 1]), [1, n])
  const all = emitReshape(graph.emit('MatMul', [column, p], [1, classes]), [classes])
  const negative = graph.emit('Neg', [emitReshape(column, [n])], [n])
  const zeros = graph.emit('Expand', [graph.scalar(0), graph.indices([classes])], [classes])
  const truth = graph.emit('ScatterElements', [zeros, truths, negative], [classes], {
    attributes: { axis: 0, reduction: 'add' },
  })
  return graph.emit('Add', [all, truth], [classes])
}

/**
 * Mean binary cross-entropy of sigmoid(logits) against truths from 0 to 1, in nats, without overflow.
 *
 * @param logits of any shape
 * @param truths of the same shape, float32
 * @param weights of the same shape; the loss is then Σ w l / Σ w
 * @throws LearnError `bad-shape`
 */
export function binaryCrossEntropy(logits: Tensor, truths: Tensor, weights?: Tensor): Tensor {
  const { graph, shape } = logits
  for (const other of weights ? [truths, weights] : [truths])
    if (!sameShape(other.shape, shape))
      throw new LearnError(
        'bad-shape',
        `binaryCrossEntropy: ${shapeText(shape)} logits, ${shapeText(other.shape)} truths or weights.`,
      )
  const count = shape.reduce((product, length) => product * length, 1)
  const flat = (x: Tensor): Tensor => emitReshape(x, [count, 1])
  const each = graph.emit(
    'Sub',
    [graph.emit('Softplus', [logits], shape), graph.emit('Mul', [logits, truths], shape)],
    shape,
  )
  const shares = sharesOf(graph.scalar(1 / count), weights && emitReshape(weights, [count]), count)
  const loss = sumOfProducts(flat(each), shares)
  return graph.record(loss, [logits], (g) => {
    const difference = graph.emit('Sub', [graph.emit('Sigmoid', [logits], shape), truths], shape)
    const factor = graph.emit('Mul', [shares, g], shares.shape)
    return [emitReshape(graph.emit('Mul', [flat(difference), factor], [count, 1]), shape)]
  })
}

/**
 * Mean of squared differences.
 *
 * @throws LearnError `bad-shape`
 */
export function meanSquaredError(predictions: Tensor, truths: Tensor): Tensor {
  const { graph, shape } = predictions
  if (!sameShape(shape, truths.shape))
    throw new LearnError('bad-shape', `meanSquaredError: ${shapeText(shape)} against ${shapeText(truths.shape)}.`)
  const count = shape.reduce((product, length) => product * length, 1)
  const difference = graph.emit('Sub', [predictions, truths], shape)
  const flat = emitReshape(difference, [1, count])
  const loss = emitReshape(emitProduct(flat, flat, { transposeB: true, factor: 1 / count }), [])
  return graph.record(loss, [predictions], (g) => [
    graph.emit('Mul', [difference, graph.emit('Mul', [g, graph.scalar(2 / count)], [])], shape),
  ])
}

function checkLabels(
  op: string,
  logits: Tensor,
  labels: Tensor,
  weights: Tensor | undefined,
): [n: number, classes: number] {
  const [n, classes] = logits.shape
  if (n === undefined || classes === undefined || logits.shape.length !== 2)
    throw new LearnError('bad-shape', `${op} takes rows of logits, not ${shapeText(logits.shape)}.`)
  if (labels.type !== 'int64' || !sameShape(labels.shape, [n]))
    throw new LearnError(
      'bad-shape',
      `${op}: ${n} rows take ${n} labels of int64, not ${labels.type} ${shapeText(labels.shape)}.`,
    )
  if (weights && !sameShape(weights.shape, [n]))
    throw new LearnError('bad-shape', `${op}: ${n} rows take ${n} weights, not ${shapeText(weights.shape)}.`)
  return [n, classes]
}

const emitUnsqueeze = (labels: Tensor): Tensor =>
  labels.graph.emit('Unsqueeze', [labels, labels.graph.indices([1])], [labels.shape[0] as number, 1], {
    type: labels.type,
  })

/** What each row counts for, [n × 1], or the scalar they all share. */
function sharesOf(equal: Tensor, weights: Tensor | undefined, n: number): Tensor {
  if (!weights) return equal
  const { graph } = weights
  const total = graph.emit('ReduceSum', [weights, graph.indices([0])], [1], { attributes: { keepdims: 1 } })
  // A batch of nothing but padding has loss 0, not 0 / 0.
  const safe = graph.emit('Max', [total, graph.scalar(1e-12)], [1])
  return asColumn(graph.emit('Div', [weights, safe], [n]))
}

function sumOfProducts(each: Tensor, shares: Tensor): Tensor {
  const { graph } = each
  const weighted = graph.emit('Mul', [each, shares], each.shape)
  return graph.emit('ReduceSum', [weighted, graph.indices([0, 1])], [], { attributes: { keepdims: 0 } })
}
