import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type EncoderOptions, type EncoderShape, encoder } from '../layers/encoder.ts'
import { multiply } from '../ops/arithmetic.ts'
import { sum } from '../ops/reductions.ts'
import { reshape } from '../ops/shapes.ts'

export interface TextEncoderOptions extends Omit<EncoderOptions, 'needed' | 'prefix'> {
  readonly batch: number
  readonly length: number
  /** Take which text of a pair each token belongs to as the input `segments` [length · batch]. Default false. */
  readonly pairs?: boolean
  /**
   * Take what is the same for all texts as inputs too, `places` and `segments` [length · batch], so that every gradient can
   * be told apart by text. Default false.
   */
  readonly apart?: boolean
}

/** The vectors of all tokens. Inputs of the graph are those of `textBatch`. [length · batch × width], position first */
export function tokenVectors(graph: Graph, shape: EncoderShape, options: TextEncoderOptions): Tensor {
  const { batch, length, apart = false } = options
  // Some families have one kind of segment for both.
  const pairs = options.pairs === true && (shape.segments ?? 0) > 1
  const rows = length * batch
  const segments = (): Tensor =>
    pairs || apart ? graph.input('segments', 'int64', [rows]) : graph.constant(new BigInt64Array(rows))
  const inputs = {
    batch,
    length,
    tokens: graph.input('tokens', 'int64', [rows]),
    bias: graph.input('bias', 'float32', [batch, 1, 1, length]),
    ...(shape.segments ? { segments: segments() } : {}),
    ...(apart ? { places: graph.input('places', 'int64', [rows]) } : {}),
  }
  return encoder(graph, shape, inputs, options)
}

/**
 * The mean of the vectors of a text's tokens. Inputs of the graph are those of `textBatch`.
 *
 * @returns [batch × width]
 */
export function textVectors(graph: Graph, shape: EncoderShape, options: TextEncoderOptions): Tensor {
  const { batch, length } = options
  const vectors = reshape(tokenVectors(graph, shape, options), [length, batch, shape.width])
  return sum(multiply(vectors, graph.input('shares', 'float32', [length, batch, 1])), { axes: [0] })
}
