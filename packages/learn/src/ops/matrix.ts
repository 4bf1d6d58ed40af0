import { float } from '../graph/attribute.ts'
import { type Shape, sameShape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { columnSums } from './broadcast.ts'

export interface ProductOptions {
  readonly transposeA?: boolean
  readonly transposeB?: boolean
  /** Times this. Default 1. */
  readonly factor?: number
}

/**
 * Matrix product over the last two dimensions; those before must agree. factor · op(a) · op(b).
 *
 * @throws LearnError `bad-shape`
 */
export function matmul(a: Tensor, b: Tensor, options: ProductOptions = {}): Tensor {
  const { graph } = a
  const { transposeA = false, transposeB = false, factor = 1 } = options
  const product = emitProduct(a, b, options)
  const rowsTimesWeights = !transposeA && !transposeB && product.shape.length === 2
  return graph.record(
    product,
    [a, b],
    (g) => {
      const left = (): Tensor =>
        transposeA
          ? emitProduct(b, g, { transposeA: transposeB, transposeB: true, factor })
          : emitProduct(g, b, { transposeB: !transposeB, factor })
      const right = (): Tensor =>
        transposeB
          ? emitProduct(g, a, { transposeA: true, transposeB: transposeA, factor })
          : emitProduct(a, g, { transposeA: !transposeA, factor })
      return [a.differentiable ? left() : null, b.differentiable ? right() : null]
    },
    rowsTimesWeights ? (g) => [{ kind: 'product', parameter: b, left: a, right: g, factor }] : undefined,
  )
}

/** The product without a gradient of its own: for use inside of others. */
export function emitProduct(a: Tensor, b: Tensor, options: ProductOptions = {}): Tensor {
  const { graph } = a
  const { transposeA = false, transposeB = false, factor = 1 } = options
  const shape = productShape(a.shape, b.shape, transposeA, transposeB)
  if (!transposeA && !transposeB && factor === 1) return graph.emit('MatMul', [a, b], shape)
  const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha: float(factor) }
  if (shape.length === 2) return graph.emit('Gemm', [a, b], shape, { attributes })
  if (!graph.standard) return graph.emit('FusedMatMul', [a, b], shape, { attributes, domain: 'com.microsoft' })
  const plain = graph.emit('MatMul', [turned(a, transposeA), turned(b, transposeB)], shape)
  return graph.emit('Mul', [plain, graph.scalar(factor)], shape)
}

function turned(x: Tensor, transpose: boolean): Tensor {
  if (!transpose) return x
  const perm = x.shape.map((_, i) => i)
  const [last, before] = [perm.pop() as number, perm.pop() as number]
  perm.push(last, before)
  return x.graph.emit(
    'Transpose',
    [x],
    perm.map((axis) => x.shape[axis] as number),
    { attributes: { perm } },
  )
}

function productShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape {
  const fail = (why: string): LearnError =>
    new LearnError('bad-shape', `matmul: ${why} of ${shapeText(a)} and ${shapeText(b)} differ.`, { a, b })
  if (a.length < 2 || b.length < 2 || !sameShape(a.slice(0, -2), b.slice(0, -2))) throw fail('the leading dimensions')
  const [m, k] = transposeA ? [a.at(-1), a.at(-2)] : [a.at(-2), a.at(-1)]
  const [inner, n] = transposeB ? [b.at(-1), b.at(-2)] : [b.at(-2), b.at(-1)]
  if (k !== inner) throw fail('the inner lengths')
  return [...a.slice(0, -2), m as number, n as number]
}

/**
 * x · weight + bias for rows.
 *
 * @param x [n × in]
 * @param weight [in × out]
 * @param bias [out]
 * @throws LearnError `bad-shape`
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const { graph } = x
  const y = emitAffine(x, weight, bias)
  return graph.record(
    y,
    [x, weight, bias],
    (g) => [
      x.differentiable ? emitProduct(g, weight, { transposeB: true }) : null,
      weight.differentiable ? emitProduct(x, g, { transposeA: true }) : null,
      bias.differentiable ? columnSums(g) : null,
    ],
    (g) => [
      { kind: 'product', parameter: weight, left: x, right: g, factor: 1 },
      { kind: 'sum', parameter: bias, rows: g, factor: 1 },
    ],
  )
}

/**
 * y + x · weight in one node, as for a layer whose input comes in parts.
 *
 * @param y [n × out]
 * @param x [n × in]
 * @param weight [in × out]
 * @throws LearnError `bad-shape`
 */
export function addProduct(y: Tensor, x: Tensor, weight: Tensor): Tensor {
  const { graph } = y
  const shape = productShape(x.shape, weight.shape, false, false)
  if (!sameShape(y.shape, shape) || shape.length !== 2)
    throw new LearnError('bad-shape', `addProduct: ${shapeText(y.shape)} and a product of ${shapeText(shape)} differ.`)
  return graph.record(graph.emit('Gemm', [x, weight, y], shape), [y, x, weight], (g) => [
    g,
    x.differentiable ? emitProduct(g, weight, { transposeB: true }) : null,
    weight.differentiable ? emitProduct(x, g, { transposeA: true }) : null,
  ])
}

/** factor · x · weight + biasFactor · bias in one node. */
export function emitAffine(x: Tensor, weight: Tensor, bias: Tensor, factor = 1, biasFactor = 1): Tensor {
  const shape = productShape(x.shape, weight.shape, false, false)
  if (x.shape.length !== 2) throw new LearnError('bad-shape', `linear takes rows, not ${shapeText(x.shape)}.`)
  if (!sameShape(bias.shape, [shape[1] as number]))
    throw new LearnError('bad-shape', `linear: a bias of ${shapeText(bias.shape)} does not fit ${shapeText(shape)}.`)
  const attributes = { alpha: float(factor), beta: float(biasFactor) }
  return x.graph.emit('Gemm', [x, weight, bias], shape, { attributes })
}
