import type { Graph } from './graph.ts'
import { type Shape, sizeOf, type Tensor } from './tensor.ts'

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
}
const unary: Readonly<Record<string, (a: number) => number>> = {
  Neg: (a) => -a,
  Exp: Math.exp,
  Log: Math.log,
  Sqrt: Math.sqrt,
  Reciprocal: (a) => 1 / a,
}
/** More than that is worked out when the model is loaded. */
const largest = 4096

/**
 * What need not wait for a run: arithmetic on small constants, and what changes nothing (times one, divided by one, plus or
 * minus zero). Undefined where there is nothing to gain.
 */
export function foldConstants(graph: Graph, op: string, inputs: readonly Tensor[], shape: Shape): Tensor | undefined {
  const [a, b] = inputs
  if (a?.type !== 'float32') return undefined
  if (sizeOf(shape) > largest) return b && withoutEffect(graph, op, a, b, shape)
  const x = numbersOf(graph, a)
  const y = b && numbersOf(graph, b)
  const one = unary[op]
  if (one && x && inputs.length === 1) return graph.constant(x.map(one), shape)
  const two = binary[op]
  if (two && x && y && fits(x, a.shape, shape) && b && fits(y, b.shape, shape)) {
    const at = (numbers: Float32Array, i: number): number => numbers[numbers.length === 1 ? 0 : i] as number
    return graph.constant(
      Float32Array.from({ length: sizeOf(shape) }, (_, i) => two(at(x, i), at(y, i))),
      shape,
    )
  }
  return b && withoutEffect(graph, op, a, b, shape)
}

const neutral: Readonly<Record<string, number>> = { Add: 0, Sub: 0, Mul: 1, Div: 1 }

function withoutEffect(graph: Graph, op: string, a: Tensor, b: Tensor, shape: Shape): Tensor | undefined {
  const nothing = neutral[op]
  if (nothing === undefined) return undefined
  const same = (one: Tensor): boolean => one.shape.length === shape.length && one.shape.every((n, i) => n === shape[i])
  const idle = (one: Tensor): boolean => {
    const numbers = sizeOf(one.shape) === 1 ? numbersOf(graph, one) : undefined
    return numbers?.[0] === nothing
  }
  if (same(a) && idle(b)) return { ...a, differentiable: false }
  if ((op === 'Add' || op === 'Mul') && same(b) && idle(a)) return { ...b, differentiable: false }
  return undefined
}

const numbersOf = (graph: Graph, tensor: Tensor): Float32Array | undefined => {
  const data = graph.constants.get(tensor.name)?.data
  return data instanceof Float32Array ? data : undefined
}

const fits = (numbers: Float32Array, own: Shape, shape: Shape): boolean =>
  numbers.length === 1 || (own.length === shape.length && own.every((n, i) => n === shape[i]))
