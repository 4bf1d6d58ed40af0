/** A number that ONNX wants as a float even where it is whole, such as `alpha: 1`. */
export interface FloatAttribute {
  readonly float: number
}

/** An attribute of a node: whole numbers are ints. */
export type Attribute = number | string | readonly number[] | FloatAttribute

export const float = (value: number): FloatAttribute => ({ float: value })
