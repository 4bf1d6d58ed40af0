import type { Tensor } from '../graph/tensor.ts'
import { broadcastShapes, sumTo } from './broadcast.ts'

/** a + b, element by element; shapes stretch as in NumPy, here and in the three that follow. */
export function add(a: Tensor, b: Tensor): Tensor {
  const { graph } = a
  const sum = graph.emit('Add', [a, b], broadcastShapes('add', a.shape, b.shape))
  return graph.record(sum, [a, b], (g) => [sumTo(g, a.shape), sumTo(g, b.shape)])
}

/** a − b. */
export function subtract(a: Tensor, b: Tensor): Tensor {
  const { graph } = a
  const difference = graph.emit('Sub', [a, b], broadcastShapes('subtract', a.shape, b.shape))
  return graph.record(difference, [a, b], (g) => [
    sumTo(g, a.shape),
    b.differentiable ? sumTo(graph.emit('Neg', [g], g.shape), b.shape) : null,
  ])
}

/** a · b, element by element. */
export function multiply(a: Tensor, b: Tensor): Tensor {
  const { graph } = a
  const product = graph.emit('Mul', [a, b], broadcastShapes('multiply', a.shape, b.shape))
  return graph.record(product, [a, b], (g) => [
    a.differentiable ? sumTo(graph.emit('Mul', [g, b], g.shape), a.shape) : null,
    b.differentiable ? sumTo(graph.emit('Mul', [g, a], g.shape), b.shape) : null,
  ])
}

/** a / b. */
export function divide(a: Tensor, b: Tensor): Tensor {
  const { graph } = a
  const quotient = graph.emit('Div', [a, b], broadcastShapes('divide', a.shape, b.shape))
  return graph.record(quotient, [a, b], (g) => {
    const part = graph.emit('Div', [g, b], g.shape)
    return [
      sumTo(part, a.shape),
      b.differentiable
        ? sumTo(graph.emit('Neg', [graph.emit('Mul', [part, quotient], g.shape)], g.shape), b.shape)
        : null,
    ]
  })
}

/** x · factor. */
export function scale(x: Tensor, factor: number): Tensor {
  const { graph } = x
  const scaled = graph.emit('Mul', [x, graph.scalar(factor)], x.shape)
  if (scaled.name === x.name) return x
  return graph.record(scaled, [x], (g) => [graph.emit('Mul', [g, graph.scalar(factor)], x.shape)])
}

/** x + offset. */
export function shift(x: Tensor, offset: number): Tensor {
  const { graph } = x
  const shifted = graph.emit('Add', [x, graph.scalar(offset)], x.shape)
  return shifted.name === x.name ? x : graph.record(shifted, [x], (g) => [g])
}
