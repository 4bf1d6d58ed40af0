import { sameShape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { emitReshape, emitSlice } from './shapes.ts'

export interface RotaryOptions {
  readonly heads: number
  /** [positions × d / 2], cosines of the angles of each position. */
  readonly cosines: Tensor
  /** As `cosines`. */
  readonly sines: Tensor
}

/**
 * Rotary positions (Su et al. 2021): number i of a head and number i + d/2 are turned by the angle of their position, as
 * Llama pairs them.
 *
 * Rows are in order of position first: where there are several sequences, rows s · batch … s · batch + batch − 1 are at
 * position s. With as many positions as rows, every row has an angle of its own.
 *
 * @param x [n × heads · d], n a multiple of the positions
 * @throws LearnError `bad-shape`
 */
export function rotary(x: Tensor, options: RotaryOptions): Tensor {
  const { cosines, sines, heads } = options
  const [n, width] = x.shape as [number, number]
  const [positions, half] = cosines.shape as [number, number]
  if (
    x.shape.length !== 2 ||
    cosines.shape.length !== 2 ||
    !sameShape(sines.shape, cosines.shape) ||
    n % positions !== 0 ||
    width !== 2 * half * heads
  )
    throw new LearnError(
      'bad-shape',
      `rotary: angles of ${shapeText(cosines.shape)} do not fit ${heads} heads of ${shapeText(x.shape)}.`,
    )
  return x.graph.record(turned(x, options, 1), [x], (g) => [turned(g, options, -1)])
}

/** Turned forth, or back. */
function turned(x: Tensor, { heads, cosines, sines }: RotaryOptions, way: 1 | -1): Tensor {
  const { graph } = x
  const [positions, half] = cosines.shape as [number, number]
  const groups = ((x.shape[0] as number) / positions) * heads
  const pairs = emitReshape(x, [positions, groups, 2, half])
  const shape = [positions, groups, 1, half]
  const [a, b] = [emitSlice(pairs, 2, 0, 1), emitSlice(pairs, 2, 1, 2)]
  const [c, s] = [cosines, sines].map((one) => emitReshape(one, [positions, 1, 1, half])) as [Tensor, Tensor]
  const times = (one: Tensor, by: Tensor): Tensor => graph.emit('Mul', [one, by], shape)
  const sum = (op: 'Add' | 'Sub', one: Tensor, other: Tensor): Tensor => graph.emit(op, [one, other], shape)
  const first = sum(way === 1 ? 'Sub' : 'Add', times(a, c), times(b, s))
  const second = sum(way === 1 ? 'Add' : 'Sub', times(b, c), times(a, s))
  const both = graph.emit('Concat', [first, second], [positions, groups, 2, half], { attributes: { axis: 2 } })
  return emitReshape(both, x.shape)
}
