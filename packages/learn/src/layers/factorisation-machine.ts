import { float } from '../graph/attribute.ts'
import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

/**
 * What a factorisation machine (Rendle 2010) adds for pairs of fields: Σ_{i<j} ⟨e_i, e_j⟩ of each row, worked out as
 * ½ Σ ((Σ_i e_i)² − Σ_i e_i²).
 *
 * @param embedded [n × fields · d], the embedding of each field one after the other
 * @returns [n × 1]
 * @throws LearnError `bad-shape`
 */
export function fieldPairs(embedded: Tensor, fields: number): Tensor {
  const { graph, shape } = embedded
  const [n, length] = shape
  if (n === undefined || length === undefined || shape.length !== 2 || length % fields !== 0)
    throw new LearnError('bad-shape', `fieldPairs: ${shapeText(shape)} is not rows of ${fields} embeddings.`)
  const d = length / fields
  // A product with stacked identities sums over the fields: faster than a sum over a middle axis, both ways.
  const stacked = new Float32Array(length * d)
  for (let i = 0; i < length; i++) stacked[i * d + (i % d)] = 1
  const identities = graph.constant(stacked, [length, d])
  const sums = graph.emit('MatMul', [embedded, identities], [n, d])
  const squares = (x: Tensor): Tensor =>
    graph.emit('ReduceSumSquare', [x, graph.indices([1])], [n, 1], { attributes: { keepdims: 1 } })
  const twice = graph.emit('Sub', [squares(sums), squares(embedded)], [n, 1])
  const pairs = graph.emit('Mul', [twice, graph.scalar(0.5)], [n, 1])
  return graph.record(pairs, [embedded], (g) => {
    // g (Σ_i e_i − e_f) for field f
    const weighted = graph.emit('Mul', [sums, g], [n, d])
    const own = graph.emit('Mul', [embedded, g], shape)
    const attributes = { transB: 1, beta: float(-1) }
    return [graph.emit('Gemm', [weighted, identities, own], shape, { attributes })]
  })
}
