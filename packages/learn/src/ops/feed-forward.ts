import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { columnSums } from './broadcast.ts'
import { geluPullBack } from './functions.ts'
import { emitAffine, emitProduct } from './matrix.ts'

export interface FeedForwardWeights {
  /** [d × inner] */
  readonly inner: Tensor
  /** [inner] */
  readonly innerBias: Tensor
  /** [inner × d] */
  readonly outer: Tensor
  /** [d] */
  readonly outerBias: Tensor
}

/**
 * gelu(x · inner + innerBias) · outer + outerBias, as one operation: the factors ½ and 1/√2 of GELU go into the products,
 * which saves five passes over the widest matrix of a transformer.
 *
 * @param x [n × d]
 * @throws LearnError `bad-shape`
 */
export function feedForward(x: Tensor, weights: FeedForwardWeights): Tensor {
  const { graph } = x
  const { inner, innerBias, outer, outerBias } = weights
  if (inner.shape[1] !== outer.shape[0])
    throw new LearnError(
      'bad-shape',
      `feedForward: ${shapeText(inner.shape)} does not go on to ${shapeText(outer.shape)}.`,
    )
  const k = Math.SQRT1_2
  // u = (x · inner + innerBias) / √2; gelu = u (1 + erf u) / √2
  const u = emitAffine(x, inner, innerBias, k, k)
  const e = graph.emit('Add', [graph.emit('Erf', [u], u.shape), graph.scalar(1)], u.shape)
  const h = graph.emit('Mul', [u, e], u.shape)
  const y = emitAffine(h, outer, outerBias, k, 1)
  const inputs = [x, inner, innerBias, outer, outerBias]
  // With dh the gradient of h/√2·outer taken without the factor, this is 2 · gelu′ ⊙ dh; the half goes into the products.
  const twice = (g: Tensor): Tensor => geluPullBack(emitProduct(g, outer, { transposeB: true }), u, e, 1)
  return graph.record(
    y,
    inputs,
    (g) => {
      const d = twice(g)
      return [
        x.differentiable ? emitProduct(d, inner, { transposeB: true, factor: 0.5 }) : null,
        inner.differentiable ? emitProduct(x, d, { transposeA: true, factor: 0.5 }) : null,
        innerBias.differentiable ? columnSums(d, 0.5) : null,
        outer.differentiable ? emitProduct(h, g, { transposeA: true, factor: k }) : null,
        outerBias.differentiable ? columnSums(g) : null,
      ]
    },
    (g) => {
      const d = twice(g)
      return [
        { kind: 'product', parameter: inner, left: x, right: d, factor: 0.5 },
        { kind: 'sum', parameter: innerBias, rows: d, factor: 0.5 },
        { kind: 'product', parameter: outer, left: h, right: g, factor: k },
        { kind: 'sum', parameter: outerBias, rows: g, factor: 1 },
      ]
    },
  )
}
