import type { Tensor } from '../graph/tensor.ts'

/** Writes an element-wise function and its derivative; `slope` gets the input and the output. */
function elementwise(op: string, x: Tensor, slope: (x: Tensor, y: Tensor) => Tensor): Tensor {
  const { graph } = x
  const y = graph.emit(op, [x], x.shape)
  return graph.record(y, [x], (g) => [graph.emit('Mul', [g, slope(x, y)], x.shape)])
}

/** −x. */
export function negate(x: Tensor): Tensor {
  const { graph } = x
  return graph.record(graph.emit('Neg', [x], x.shape), [x], (g) => [graph.emit('Neg', [g], x.shape)])
}

/** e to the x. */
export const exp = (x: Tensor): Tensor => elementwise('Exp', x, (_, y) => y)

/** Natural logarithm. */
export function log(x: Tensor): Tensor {
  const { graph } = x
  return graph.record(graph.emit('Log', [x], x.shape), [x], (g) => [graph.emit('Div', [g, x], x.shape)])
}

export function squareRoot(x: Tensor): Tensor {
  const { graph } = x
  const y = graph.emit('Sqrt', [x], x.shape)
  return graph.record(y, [x], (g) => [
    graph.emit('Div', [g, graph.emit('Mul', [y, graph.scalar(2)], x.shape)], x.shape),
  ])
}

export function square(x: Tensor): Tensor {
  const { graph } = x
  return graph.record(graph.emit('Mul', [x, x], x.shape), [x], (g) => [
    graph.emit('Mul', [graph.emit('Mul', [g, x], x.shape), graph.scalar(2)], x.shape),
  ])
}

/** Hyperbolic tangent. */
export const tanh = (x: Tensor): Tensor =>
  elementwise('Tanh', x, ({ graph, shape }, y) =>
    graph.emit('Sub', [graph.scalar(1), graph.emit('Mul', [y, y], shape)], shape),
  )

/** 1 / (1 + e^−x). */
export const sigmoid = (x: Tensor): Tensor =>
  elementwise('Sigmoid', x, ({ graph, shape }, y) =>
    graph.emit('Mul', [y, graph.emit('Sub', [graph.scalar(1), y], shape)], shape),
  )

/** log(1 + e^x), without overflow. */
export const softplus = (x: Tensor): Tensor =>
  elementwise('Softplus', x, ({ graph, shape }) => graph.emit('Sigmoid', [x], shape))

/** max(x, 0); its derivative at 0 is 0. */
export function relu(x: Tensor): Tensor {
  const { graph } = x
  const y = graph.emit('Relu', [x], x.shape)
  return graph.record(y, [x], (g) => {
    const positive = graph.emit('Greater', [x, graph.scalar(0)], x.shape, { type: 'bool' })
    return [graph.emit('Where', [positive, g, graph.scalar(0)], x.shape)]
  })
}

/** x · sigmoid(x), also called swish. */
export function silu(x: Tensor): Tensor {
  const { graph, shape } = x
  const s = graph.emit('Sigmoid', [x], shape)
  const y = graph.emit('Mul', [x, s], shape)
  // y′ = s + y (1 − s)
  return graph.record(y, [x], (g) => {
    const rest = graph.emit('Mul', [y, graph.emit('Sub', [graph.scalar(1), s], shape)], shape)
    return [graph.emit('Mul', [g, graph.emit('Add', [s, rest], shape)], shape)]
  })
}

/** x Φ(x) with the exact distribution function of the normal distribution (Hendrycks and Gimpel 2016), not its tanh form. */
export function gelu(x: Tensor): Tensor {
  const { graph, shape } = x
  const u = graph.emit('Mul', [x, graph.scalar(Math.SQRT1_2)], shape)
  const e = graph.emit('Add', [graph.emit('Erf', [u], shape), graph.scalar(1)], shape)
  const half = graph.emit('Mul', [x, graph.scalar(0.5)], shape)
  const y = graph.emit('Mul', [half, e], shape)
  return graph.record(y, [x], (g) => [geluPullBack(g, u, e, 0.5)])
}

/**
 * factor · g · (1 + erf(u) + 2/√π · u e^(−u²)): twice the derivative of GELU at u√2, times factor.
 *
 * @param e 1 + erf(u), kept from the way forward
 */
export function geluPullBack(g: Tensor, u: Tensor, e: Tensor, factor: number): Tensor {
  const { graph, shape } = u
  const bell = graph.emit('Div', [u, graph.emit('Exp', [graph.emit('Mul', [u, u], shape)], shape)], shape)
  const slope = graph.emit('Add', [e, graph.emit('Mul', [bell, graph.scalar(2 / Math.sqrt(Math.PI))], shape)], shape)
  return graph.emit('Mul', [graph.emit('Mul', [g, slope], shape), graph.scalar(factor)], shape)
}
