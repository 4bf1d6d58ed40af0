import { type Shape, sameShape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

/**
 * The shape of an element-wise result: lengths are compared from the last dimension on, and 1 (or nothing) stretches.
 *
 * @throws LearnError `bad-shape`
 */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1
    const right = b[i - rank + b.length] ?? 1
    if (left !== right && left !== 1 && right !== 1)
      throw new LearnError('bad-shape', `${op}: ${shapeText(a)} and ${shapeText(b)} do not go together.`, { a, b })
    return Math.max(left, right)
  })
}

/** Undoes a stretch: the sum of a gradient over the dimensions in which `shape` was stretched to it. */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  const { graph } = gradient
  if (sameShape(gradient.shape, shape)) return gradient
  const added = gradient.shape.length - shape.length
  const axes = gradient.shape.flatMap((length, i) => (i < added || (shape[i - added] === 1 && length > 1) ? [i] : []))
  const leading = axes.length === added && axes.every((axis, i) => axis === i)
  if (leading && shape.length === 1) return columnSums(gradient)
  const kept = gradient.shape.map((length, i) => (axes.includes(i) ? 1 : length))
  const sum = graph.emit('ReduceSum', [gradient, graph.indices(axes)], kept, { attributes: { keepdims: 1 } })
  return sameShape(kept, shape) ? sum : graph.emit('Reshape', [sum, graph.indices(shape)], shape)
}

/**
 * Sums over all dimensions but the last, as a product with a row of ones: ONNX Runtime's matrix product is faster there than
 * its sum.
 *
 * @returns [d] for [… × d], times `factor`
 */
export function columnSums(x: Tensor, factor = 1): Tensor {
  const { graph } = x
  const d = x.shape.at(-1) ?? 1
  const rows = x.shape.slice(0, -1).reduce((product, length) => product * length, 1)
  const flat = x.shape.length === 2 ? x : graph.emit('Reshape', [x, graph.indices([rows, d])], [rows, d])
  const ones = graph.constant(new Float32Array(rows).fill(factor), [1, rows])
  const sums = graph.emit('MatMul', [ones, flat], [1, d])
  return graph.emit('Reshape', [sums, graph.indices([d])], [d])
}
