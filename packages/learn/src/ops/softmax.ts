import type { Tensor } from '../graph/tensor.ts'
import { emitReshape } from './shapes.ts'

/** Over the last dimension. */
export function softmax(x: Tensor): Tensor {
  const { graph } = x
  const p = graph.emit('Softmax', [x], x.shape, { attributes: { axis: -1 } })
  return graph.record(p, [x], (g) => [softmaxPullBack(p, g)])
}

/** p ⊙ (g − Σ g p) over the last dimension. */
export function softmaxPullBack(p: Tensor, g: Tensor): Tensor {
  const { graph, shape } = p
  const products = graph.emit('Mul', [g, p], shape)
  const sums = sumOfRows(products)
  return graph.emit('Sub', [products, graph.emit('Mul', [p, sums], shape)], shape)
}

/** Logarithm of the softmax over the last dimension, without underflow. */
export function logSoftmax(x: Tensor): Tensor {
  const { graph } = x
  const y = graph.emit('LogSoftmax', [x], x.shape, { attributes: { axis: -1 } })
  return graph.record(y, [x], (g) => {
    const p = graph.emit('Exp', [y], x.shape)
    return [graph.emit('Sub', [g, graph.emit('Mul', [p, sumOfRows(g)], x.shape)], x.shape)]
  })
}

/** Sums over the last dimension, which stays with length 1. */
export function sumOfRows(x: Tensor): Tensor {
  const { graph } = x
  const kept = [...x.shape.slice(0, -1), 1]
  return graph.emit('ReduceSum', [x, graph.indices([x.shape.length - 1])], kept, { attributes: { keepdims: 1 } })
}

/** [n] as a column [n × 1]. */
export const asColumn = (x: Tensor): Tensor => emitReshape(x, [x.shape[0] as number, 1])
