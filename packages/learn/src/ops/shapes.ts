import { type Shape, sameShape, shapeText, sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

/** @throws LearnError `bad-shape` when the numbers do not fill the new shape exactly */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const { graph } = x
  if (sameShape(x.shape, shape)) return x
  return graph.record(emitReshape(x, shape), [x], (g) => [emitReshape(g, x.shape)])
}

export function emitReshape(x: Tensor, shape: Shape): Tensor {
  if (sizeOf(x.shape) !== sizeOf(shape))
    throw new LearnError('bad-shape', `reshape: ${shapeText(x.shape)} has not as many numbers as ${shapeText(shape)}.`)
  if (sameShape(x.shape, shape)) return x
  return x.graph.emit('Reshape', [x, x.graph.indices(shape)], shape, { type: x.type })
}

/**
 * @param axes which dimension of x stands where; a permutation
 * @throws LearnError `bad-shape`
 */
export function transpose(x: Tensor, axes: readonly number[]): Tensor {
  const { graph } = x
  if (
    !sameShape(
      axes.toSorted((a, b) => a - b),
      x.shape.map((_, i) => i),
    )
  )
    throw new LearnError('bad-shape', `transpose: ${axes.join(', ')} is no order of the axes of ${shapeText(x.shape)}.`)
  const back = axes.map((_, i) => axes.indexOf(i))
  return graph.record(emitTranspose(x, axes), [x], (g) => [emitTranspose(g, back)])
}

export const emitTranspose = (x: Tensor, axes: readonly number[]): Tensor =>
  x.graph.emit(
    'Transpose',
    [x],
    axes.map((axis) => x.shape[axis] as number),
    {
      attributes: { perm: axes },
      type: x.type,
    },
  )

/** @throws LearnError `bad-shape` when they differ beside the axis */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts
  if (!first) throw new LearnError('bad-shape', 'concat: there is nothing to join.')
  const { graph } = first
  for (const part of parts)
    if (part.shape.length !== first.shape.length || part.shape.some((n, i) => i !== axis && n !== first.shape[i]))
      throw new LearnError('bad-shape', `concat: ${shapeText(part.shape)} does not join ${shapeText(first.shape)}.`)
  const shape = first.shape.map((n, i) =>
    i === axis ? parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0) : n,
  )
  const joined = graph.emit('Concat', parts, shape, { attributes: { axis }, type: first.type })
  return graph.record(joined, parts, (g) => {
    let start = 0
    return parts.map((part) => {
      const length = part.shape[axis] as number
      start += length
      return part.differentiable ? emitSlice(g, axis, start - length, start) : null
    })
  })
}

/**
 * From `start` up to but not including `end` along one axis.
 *
 * @throws LearnError `bad-shape`
 */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const { graph } = x
  const length = x.shape[axis] ?? 0
  if (!(start >= 0 && start < end && end <= length))
    throw new LearnError(
      'bad-shape',
      `slice: ${start} … ${end} is not inside of axis ${axis} of ${shapeText(x.shape)}.`,
    )
  if (start === 0 && end === length) return x
  return graph.record(emitSlice(x, axis, start, end), [x], (g) => {
    const zeros = (n: number): Tensor[] => {
      const shape = x.shape.map((own, i) => (i === axis ? n : own))
      return n === 0 ? [] : [graph.constant(new Float32Array(sizeOf(shape)), shape)]
    }
    const parts = [...zeros(start), g, ...zeros(length - end)]
    return [graph.emit('Concat', parts, x.shape, { attributes: { axis } })]
  })
}

export function emitSlice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const { graph } = x
  const shape = x.shape.map((n, i) => (i === axis ? end - start : n))
  const bounds = [[start], [end], [axis]].map((one) => graph.indices(one))
  return graph.emit('Slice', [x, ...bounds], shape, { type: x.type })
}
