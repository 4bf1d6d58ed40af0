import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { emitReshape } from './shapes.ts'

export interface ReduceOptions {
  /** Dimensions that go. Default all. */
  readonly axes?: readonly number[]
  /** Leave a length of 1 in their place. Default false. */
  readonly keep?: boolean
}

/** @throws LearnError `bad-shape` */
export const sum = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceSum', x, options)

/** @throws LearnError `bad-shape` */
export const mean = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceMean', x, options)

function reduce(op: 'ReduceSum' | 'ReduceMean', x: Tensor, options: ReduceOptions): Tensor {
  const { graph } = x
  const { axes = x.shape.map((_, i) => i), keep = false } = options
  if (axes.some((axis) => !(axis >= 0 && axis < x.shape.length)) || new Set(axes).size < axes.length)
    throw new LearnError('bad-shape', `There are no axes ${axes.join(', ')} in ${shapeText(x.shape)}.`)
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
  const shape = keep ? kept : x.shape.filter((_, i) => !axes.includes(i))
  const reduced = graph.emit(op, [x, graph.indices(axes)], shape, { attributes: { keepdims: Number(keep) } })
  const count = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1)
  return graph.record(reduced, [x], (g) => {
    const small = op === 'ReduceSum' ? g : graph.emit('Div', [g, graph.scalar(count)], g.shape)
    return [graph.emit('Expand', [emitReshape(small, kept), graph.indices(x.shape)], x.shape)]
  })
}
