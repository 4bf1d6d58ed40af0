import { float } from '../graph/attribute.ts'
import { type Shape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { AttentionOptions } from './attention.ts'
import { emitReshape, emitTranspose } from './shapes.ts'

export interface CachedAttentionOptions extends AttentionOptions {
  readonly past: {
    /** [batch × keyHeads × room × d] */
    readonly keys: Tensor
    /** As `keys`. */
    readonly values: Tensor
    /** Added to the scores of what is past, [batch × 1 × 1 × room]. */
    readonly bias: Tensor
  }
}

/**
 * As `attention`, over keys and values that are kept from before and those that are new. It has no gradient.
 *
 * Nothing of what it writes depends on the length of `room`: a model may leave it open.
 *
 * @param q [length · batch × heads · d]
 * @param k [length · batch × keyHeads · d], as v
 * @param options `bias` is for what is new, [1 × 1 × length × length]
 * @returns [length · batch × heads · d]
 * @throws LearnError `bad-shape`
 */
export function cachedAttention(q: Tensor, k: Tensor, v: Tensor, options: CachedAttentionOptions): Tensor {
  const { graph } = q
  const { length, batch, heads, keyHeads = heads, bias, past } = options
  const width = q.shape[1] ?? 0
  const d = width / heads
  const shared = heads / keyHeads
  const room = past.keys.shape[2] ?? 0
  if (past.keys.shape.join() !== [batch, keyHeads, room, d].join())
    throw new LearnError(
      'bad-shape',
      `cachedAttention: keys of ${shapeText(past.keys.shape)} do not fit ${batch} texts and ${keyHeads} heads of ${d}.`,
    )
  const rows = shared * length
  // [batch × keyHeads × shared · length × d]: all queries that look at one head of keys.
  const queries = emitReshape(emitTranspose(emitReshape(q, [length, batch, keyHeads, shared, d]), [1, 2, 3, 0, 4]), [
    batch,
    keyHeads,
    rows,
    d,
  ])
  const fresh = (x: Tensor): Tensor => emitTranspose(emitReshape(x, [length, batch, keyHeads, d]), [1, 2, 0, 3])
  const scoresOf = (keys: Tensor, columns: number): Tensor => {
    const shape = [batch, keyHeads, rows, columns]
    return product(queries, keys, shape, 1 / Math.sqrt(d))
  }
  const old = graph.emit('Add', [scoresOf(past.keys, room), past.bias], [batch, keyHeads, rows, room])
  let own = scoresOf(fresh(k), length)
  if (bias) {
    const wide = emitReshape(own, [batch, keyHeads, shared, length, length])
    own = emitReshape(graph.emit('Add', [wide, emitReshape(bias, [1, 1, 1, length, length])], wide.shape), own.shape)
  }
  const all = [batch, keyHeads, rows, room + length]
  const scores = graph.emit('Concat', [old, own], all, { attributes: { axis: 3 } })
  const p = graph.emit('Softmax', [scores], all, { attributes: { axis: -1 } })
  const part = (start: number, end: number, columns: number): Tensor => {
    const bounds = [[start], [end], [3]].map((one) => graph.indices(one))
    return graph.emit('Slice', [p, ...bounds], [batch, keyHeads, rows, columns])
  }
  const mixedShape = [batch, keyHeads, rows, d]
  const mixed = graph.emit(
    'Add',
    [
      graph.emit('MatMul', [part(0, -length, room), past.values], mixedShape),
      graph.emit('MatMul', [part(-length, Number.MAX_SAFE_INTEGER, length), fresh(v)], mixedShape),
    ],
    mixedShape,
  )
  const turned = emitTranspose(emitReshape(mixed, [batch, keyHeads, shared, length, d]), [3, 0, 1, 2, 4])
  return emitReshape(turned, [length * batch, width])
}

/** factor · a · bᵀ of the last two dimensions. */
function product(a: Tensor, b: Tensor, shape: Shape, factor: number): Tensor {
  const { graph } = a
  if (!graph.standard)
    return graph.emit('FusedMatMul', [a, b], shape, {
      domain: 'com.microsoft',
      attributes: { transA: 0, transB: 1, alpha: float(factor) },
    })
  const plain = graph.emit('MatMul', [a, emitTranspose(b, [0, 1, 3, 2])], shape)
  return graph.emit('Mul', [plain, graph.scalar(factor)], shape)
}
