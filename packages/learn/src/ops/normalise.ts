import { float } from '../graph/attribute.ts'
import { sameShape, shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { columnSums } from './broadcast.ts'
import { emitReshape } from './shapes.ts'

function checkRows(op: string, x: Tensor, ...weights: readonly Tensor[]): [n: number, d: number] {
  const [n, d] = x.shape
  if (n === undefined || d === undefined || x.shape.length !== 2 || weights.some(({ shape }) => !sameShape(shape, [d])))
    throw new LearnError(
      'bad-shape',
      `${op} takes rows and weights as long as a row, not ${[x, ...weights].map(({ shape }) => shapeText(shape)).join(', ')}.`,
    )
  return [n, d]
}

/**
 * Layer normalisation over rows (Ba et al. 2016): (x − mean) / √(variance + epsilon) · weight + bias.
 *
 * @param x [n × d]
 * @param weight [d]
 * @param bias [d]
 * @throws LearnError `bad-shape`
 */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon = 1e-12): Tensor {
  const { graph } = x
  const [n] = checkRows('layerNorm', x, weight, bias)
  const [y, mean, inverse] = graph.emitMany('LayerNormalization', [x, weight, bias], [x.shape, [n, 1], [n, 1]], {
    attributes: { axis: -1, epsilon: float(epsilon) },
  }) as [Tensor, Tensor, Tensor]
  const { shape } = x
  const normalised = (): Tensor => graph.emit('Mul', [graph.emit('Sub', [x, mean], shape), inverse], shape)
  return graph.record(
    y,
    [x, weight, bias],
    (g) => {
      const normal = normalised()
      const product = graph.emit('Mul', [g, normal], shape)
      const dx = (): Tensor => {
        const along = graph.emit('Mul', [graph.emit('Mul', [g, weight], shape), inverse], shape)
        const shifted = graph.emit('Sub', [along, weightedMeans(g, weight, inverse)], shape)
        return graph.emit(
          'Sub',
          [shifted, graph.emit('Mul', [normal, weightedMeans(product, weight, inverse)], shape)],
          shape,
        )
      }
      return [
        x.differentiable ? dx() : null,
        weight.differentiable ? columnSums(product) : null,
        bias.differentiable ? columnSums(g) : null,
      ]
    },
    (g) => [
      { kind: 'sum', parameter: weight, rows: graph.emit('Mul', [g, normalised()], shape), factor: 1 },
      { kind: 'sum', parameter: bias, rows: g, factor: 1 },
    ],
  )
}

/**
 * Root-mean-square normalisation over rows (Zhang and Sennrich 2019): x / √(mean of squares + epsilon) · weight.
 *
 * @param x [n × d]
 * @param weight [d]
 * @throws LearnError `bad-shape`
 */
export function rmsNorm(x: Tensor, weight: Tensor, epsilon = 1e-6): Tensor {
  const { graph, shape } = x
  const [n] = checkRows('rmsNorm', x, weight)
  const squares = graph.emit('ReduceMean', [graph.emit('Mul', [x, x], shape), graph.indices([1])], [n, 1], {
    attributes: { keepdims: 1 },
  })
  const root = graph.emit('Sqrt', [graph.emit('Add', [squares, graph.scalar(epsilon)], [n, 1])], [n, 1])
  const inverse = graph.emit('Reciprocal', [root], [n, 1])
  const normal = graph.emit('Mul', [x, inverse], shape)
  const y = graph.emit('Mul', [normal, weight], shape)
  return graph.record(y, [x, weight], (g) => {
    const product = graph.emit('Mul', [g, normal], shape)
    const along = graph.emit('Mul', [graph.emit('Mul', [g, weight], shape), inverse], shape)
    const back = graph.emit('Mul', [normal, weightedMeans(product, weight, inverse)], shape)
    return [
      x.differentiable ? graph.emit('Sub', [along, back], shape) : null,
      weight.differentiable ? columnSums(product) : null,
    ]
  })
}

/** inverse · mean over a row of (x ⊙ weight), as a product with a column. [n × 1] */
function weightedMeans(x: Tensor, weight: Tensor, inverse: Tensor): Tensor {
  const { graph } = x
  const [n, d] = x.shape as [number, number]
  const share = emitReshape(graph.emit('Mul', [weight, graph.scalar(1 / d)], [d]), [d, 1])
  return graph.emit('Mul', [graph.emit('MatMul', [x, share], [n, 1]), inverse], [n, 1])
}
