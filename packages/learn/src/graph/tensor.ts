import type { Graph } from './graph.ts'

export type DataType = 'float32' | 'int64' | 'int32' | 'int8' | 'uint8' | 'bool'

export type Shape = readonly number[]

/** A value of a graph: what a node yields, an input, or a constant. It has no numbers until the graph is run. */
export interface Tensor {
  readonly graph: Graph
  readonly name: string
  readonly type: DataType
  readonly shape: Shape
  /** A gradient flows through it: it is a parameter that is trained, or depends on one. */
  readonly differentiable: boolean
}

/** Numbers in a tensor of this shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, length) => size * length, 1)

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i])

/** `[2 × 3]`, as messages have it. */
export const shapeText = (shape: Shape): string => `[${shape.join(' × ')}]`
