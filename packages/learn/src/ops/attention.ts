import { float } from '../graph/attribute.ts'
import { type Shape, sameShape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { repeatHeads } from './repeat-heads.ts'
import { emitReshape, emitTranspose } from './shapes.ts'
import { softmaxPullBack } from './softmax.ts'

export interface AttentionOptions {
  readonly length: number
  readonly batch: number
  readonly heads: number
  /** Heads of k and v: each serves heads / keyHeads of the queries' heads, neighbours first. Default as many as `heads`. */
  readonly keyHeads?: number
  /**
   * Added to the scores before the softmax: 0 where one may look, a large negative number where not. Shape
   * [batch × heads × length × length], where any of the lengths may be 1. It gets no gradient.
   */
  readonly bias?: Tensor
}

/** A score so low that its weight is 0. */
export const notSeen = -1e9

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017): softmax(q kᵀ / √d + bias) · v.
 *
 * Rows are in order of position first: row s · batch + b is position s of sequence b. So the heads of all sequences are
 * read in place, without a transposition.
 *
 * @param q [length · batch × heads · d]
 * @param k [length · batch × keyHeads · d], as v
 * @returns [length · batch × heads · d]
 * @throws LearnError `bad-shape`
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions): Tensor {
  const { graph } = q
  const { length, batch, heads, keyHeads = heads, bias } = options
  const width = q.shape[1] ?? 0
  const d = width / heads
  if (keyHeads !== heads) {
    const { keyHeads: _, ...rest } = options
    const sizes = { keyHeads, times: heads / keyHeads }
    return attention(q, repeatHeads(k, sizes), repeatHeads(v, sizes), rest)
  }
  for (const one of [q, k, v])
    if (!sameShape(one.shape, [length * batch, width]) || !Number.isInteger(d))
      throw new LearnError(
        'bad-shape',
        `attention: ${shapeText(one.shape)} is not ${length} positions of ${batch} sequences with ${heads} heads.`,
      )
  const scoreShape = [batch, heads, length, length]
  const valueShape = [batch, heads, length, d]
  const byPosition = (x: Tensor): Tensor => emitReshape(x, [length, batch, heads, d])
  const byRow = (x: Tensor): Tensor => emitReshape(emitTranspose(x, [2, 0, 1, 3]), [length * batch, width])
  const [q4, k4, v4] = [byPosition(q), byPosition(k), byPosition(v)]
  const factor = 1 / Math.sqrt(d)

  let scores = product(q4, k4, scoreShape, { headsA: true, headsB: true, transB: true, factor })
  if (bias) {
    if (bias.shape.length !== 4 || bias.shape.some((n, i) => n !== 1 && n !== scoreShape[i]))
      throw new LearnError(
        'bad-shape',
        `attention: a bias of ${shapeText(bias.shape)} does not fit ${shapeText(scoreShape)}.`,
      )
    scores = graph.emit('Add', [scores, bias], scoreShape)
  }
  const p = graph.emit('Softmax', [scores], scoreShape, { attributes: { axis: -1 } })
  const mixed = byRow(product(p, v4, valueShape, { headsB: true }))

  return graph.record(mixed, [q, k, v], (g) => {
    const g4 = byPosition(g)
    const dV = (): Tensor => byRow(product(p, g4, valueShape, { transA: true, headsB: true }))
    if (!q.differentiable && !k.differentiable) return [null, null, v.differentiable ? dV() : null]
    const dP = product(g4, v4, scoreShape, { headsA: true, headsB: true, transB: true })
    const dScores = softmaxPullBack(p, dP)
    return [
      q.differentiable ? byRow(product(dScores, k4, valueShape, { headsB: true, factor })) : null,
      k.differentiable ? byRow(product(dScores, q4, valueShape, { transA: true, headsB: true, factor })) : null,
      v.differentiable ? dV() : null,
    ]
  })
}

interface HeadProduct {
  /** The operand is [length × batch × heads × d] and is read as [batch × heads × length × d]. */
  readonly headsA?: boolean
  readonly headsB?: boolean
  readonly transA?: boolean
  readonly transB?: boolean
  readonly factor?: number
}

function product(a: Tensor, b: Tensor, shape: Shape, options: HeadProduct): Tensor {
  const { graph } = a
  const { headsA = false, headsB = false, transA = false, transB = false, factor = 1 } = options
  if (!graph.standard)
    return graph.emit('FusedMatMul', [a, b], shape, {
      domain: 'com.microsoft',
      attributes: {
        transBatchA: Number(headsA),
        transBatchB: Number(headsB),
        transA: Number(transA),
        transB: Number(transB),
        alpha: float(factor),
      },
    })
  const left = arranged(a, headsA, transA)
  const right = arranged(b, headsB, transB)
  const plain = graph.emit('MatMul', [left, right], shape)
  return graph.emit('Mul', [plain, graph.scalar(factor)], shape)
}

function arranged(x: Tensor, heads: boolean, turn: boolean): Tensor {
  if (heads) return emitTranspose(x, turn ? [1, 2, 3, 0] : [1, 2, 0, 3])
  return turn ? emitTranspose(x, [0, 1, 3, 2]) : x
}
