import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { linear } from '../ops/matrix.ts'
import { concat, slice } from '../ops/shapes.ts'

export interface ConvolutionOptions {
  readonly batch: number
  readonly length: number
  /** Positions that are looked at together. */
  readonly size: number
  /** Positions from one to the next that is looked at. Default 1. */
  readonly dilation?: number
}

/**
 * One-dimensional convolution over positions. Beyond both ends there are zeros, so that there are as many positions behind as before;
 * of an even number of neighbours one more is looked at behind than before.
 *
 * Rows are in order of position first, so what is one position on is `batch` rows on: the windows are slices side by side, and the
 * convolution is one matrix product.
 *
 * @param x [length · batch × width]
 * @param weight [size · width × outputs], the rows of the first position of a window first
 * @param bias [outputs]
 * @returns [length · batch × outputs]
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function convolution(x: Tensor, weight: Tensor, bias: Tensor, options: ConvolutionOptions): Tensor {
  const { batch, length, size, dilation = 1 } = options
  const { graph, shape } = x
  const [rows, width] = shape as [number, number]
  if (![size, dilation].every((n) => Number.isInteger(n) && n >= 1))
    throw new LearnError('bad-option', 'A window has at least one position, and they are at least one apart.', {
      size,
      dilation,
    })
  if (shape.length !== 2 || rows !== length * batch)
    throw new LearnError(
      'bad-shape',
      `convolution: ${shapeText(shape)} is not ${length} positions of ${batch} sequences.`,
    )
  const beyond = (size - 1) * dilation
  const before = Math.floor(beyond / 2)
  const zeros = (positions: number): Tensor[] =>
    positions === 0 ? [] : [graph.constant(new Float32Array(positions * batch * width), [positions * batch, width])]
  const padded = beyond === 0 ? x : concat([...zeros(before), x, ...zeros(beyond - before)], 0)
  const windows = Array.from({ length: size }, (_, i) =>
    slice(padded, 0, i * dilation * batch, (i * dilation + length) * batch),
  )
  return linear(size === 1 ? x : concat(windows, 1), weight, bias)
}
