import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { emitReshape } from './shapes.ts'

/**
 * The largest along one axis, which goes. The gradient is shared among those that are equally large.
 *
 * @throws LearnError `bad-shape`
 */
export function maximum(x: Tensor, axis: number): Tensor {
  const { graph, shape } = x
  if (!(axis >= 0 && axis < shape.length))
    throw new LearnError('bad-shape', `maximum: there is no axis ${axis} in ${shapeText(shape)}.`)
  const kept = shape.map((n, i) => (i === axis ? 1 : n))
  const axes = graph.indices([axis])
  const largest = graph.emit('ReduceMax', [x, axes], kept, { attributes: { keepdims: 1 } })
  const result = emitReshape(
    largest,
    shape.filter((_, i) => i !== axis),
  )
  return graph.record(result, [x], (g) => {
    const is = graph.emit('Equal', [x, largest], shape, { type: 'bool' })
    const ones = graph.emit('Where', [is, graph.scalar(1), graph.scalar(0)], shape)
    const count = graph.emit('ReduceSum', [ones, axes], kept, { attributes: { keepdims: 1 } })
    const share = graph.emit('Div', [emitReshape(g, kept), count], kept)
    return [graph.emit('Mul', [ones, share], shape)]
  })
}
