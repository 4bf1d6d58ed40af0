import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type EncoderOptions, type EncoderShape, encoder } from '../layers/encoder.ts'
import { multiply } from '../ops/arithmetic.ts'
import { dropout } from '../ops/dropout.ts'
import { crossEntropy } from '../ops/losses.ts'
import { linear } from '../ops/matrix.ts'
import { sum } from '../ops/reductions.ts'
import { reshape } from '../ops/shapes.ts'

export interface TextEncoderOptions extends Omit<EncoderOptions, 'needed' | 'prefix'> {
  readonly batch: number
  readonly length: number
}

export interface TextClassifierOptions extends TextEncoderOptions {
  readonly classes: number
  /** Share of the truth that is spread over all classes. Default 0. */
  readonly smoothing?: number
}

/**
 * The mean of the vectors of a text's tokens. Inputs of the graph are those of `textBatch`.
 *
 * @returns [batch × width]
 */
export function textVectors(graph: Graph, shape: EncoderShape, options: TextEncoderOptions): Tensor {
  const { batch, length } = options
  const rows = length * batch
  const segments = shape.segments ? { segments: graph.constant(new BigInt64Array(rows)) } : {}
  const inputs = {
    batch,
    length,
    tokens: graph.input('tokens', 'int64', [rows]),
    bias: graph.input('bias', 'float32', [batch, 1, 1, length]),
    ...segments,
  }
  const vectors = reshape(encoder(graph, shape, inputs, options), [length, batch, shape.width])
  return sum(multiply(vectors, graph.input('shares', 'float32', [length, batch, 1])), { axes: [0] })
}

/**
 * A text's class from the mean of its vectors: a linear head on an encoder.
 *
 * Further inputs: `labels` [batch], and `weights` [batch], 0 for empty places of a batch.
 *
 * @returns the mean cross-entropy in nats, the logits [batch × classes], and the vectors they are from [batch × width]
 */
export function textClassifier(
  graph: Graph,
  shape: EncoderShape,
  options: TextClassifierOptions,
): { loss: Tensor; logits: Tensor; vectors: Tensor } {
  const { batch, classes, smoothing = 0, dropout: rate = 0 } = options
  const vectors = textVectors(graph, shape, options)
  const weight = graph.parameter('head.weight', [shape.width, classes], { start: { kind: 'normal', deviation: 0.02 } })
  const logits = linear(
    dropout(vectors, rate),
    weight,
    graph.parameter('head.bias', [classes], { start: { kind: 'constant', value: 0 } }),
  )
  const labels = graph.input('labels', 'int64', [batch])
  const loss = crossEntropy(logits, labels, { smoothing, weights: graph.input('weights', 'float32', [batch]) })
  return { loss, logits, vectors }
}
