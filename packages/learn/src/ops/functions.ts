import { sameShape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

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

/** √(2/π) and Hendrycks and Gimpel's coefficient of the cube. */
const tanhFactor = Math.sqrt(2 / Math.PI)
const cubic = 0.044715

/** GELU in its tanh form, ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), as GPT-2 has it (“gelu_new”). */
export function geluTanh(x: Tensor): Tensor {
  const { graph, shape } = x
  const times = (a: Tensor, b: Tensor): Tensor => graph.emit('Mul', [a, b], shape)
  const plus = (a: Tensor, value: number): Tensor => graph.emit('Add', [a, graph.scalar(value)], shape)
  const square = times(x, x)
  const inside = times(x, plus(times(square, graph.scalar(tanhFactor * cubic)), tanhFactor))
  const t = graph.emit('Tanh', [inside], shape)
  const half = times(plus(t, 1), graph.scalar(0.5))
  const y = times(x, half)
  // y′ = ½ (1 + t) + ½ x (1 − t²) √(2/π) (1 + 3 · 0.044715 x²)
  return graph.record(y, [x], (g) => {
    const rest = graph.emit('Sub', [graph.scalar(0.5), times(times(t, t), graph.scalar(0.5))], shape)
    const inner = times(x, plus(times(square, graph.scalar(3 * tanhFactor * cubic)), tanhFactor))
    return [times(g, graph.emit('Add', [half, times(rest, inner)], shape))]
  })
}

/**
 * SwiGLU's product (Shazeer 2020): gate · sigmoid(gate) · x, element by element, as Llama's feed-forward part has it.
 *
 * @param gate of the shape of x
 * @throws LearnError `bad-shape`
 */
export function swiglu(gate: Tensor, x: Tensor): Tensor {
  const { graph, shape } = x
  if (!sameShape(gate.shape, shape))
    throw new LearnError('bad-shape', `swiglu: ${shapeText(gate.shape)} against ${shapeText(shape)}.`)
  const times = (a: Tensor, b: Tensor): Tensor => graph.emit('Mul', [a, b], shape)
  const s = graph.emit('Sigmoid', [gate], shape)
  const open = times(gate, s)
  return graph.record(times(open, x), [gate, x], (g) => {
    // (gate · s)′ = s + gate · s (1 − s)
    const slope = (): Tensor =>
      graph.emit('Add', [s, times(open, graph.emit('Sub', [graph.scalar(1), s], shape))], shape)
    return [gate.differentiable ? times(times(g, x), slope()) : null, x.differentiable ? times(g, open) : null]
  })
}
