import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { convolution } from '../layers/convolution.ts'
import { add } from '../ops/arithmetic.ts'
import { notSeen } from '../ops/attention.ts'
import { relu } from '../ops/functions.ts'
import { maximum } from '../ops/maximum.ts'
import { embed } from '../ops/rows.ts'
import { concat, reshape } from '../ops/shapes.ts'

export interface TextConvolutionOptions {
  readonly batch: number
  readonly length: number
  readonly vocabulary: number
  /** Numbers of a token's vector. Default 128. */
  readonly width?: number
  /** Tokens that are looked at together, one convolution for each. Default 3, 4 and 5. */
  readonly sizes?: readonly number[]
  /** Outputs of each convolution. Default 100. */
  readonly outputs?: number
}

/**
 * The vector of a text from convolutions over its tokens, the largest output of each over all positions (Kim 2014): a small and fast
 * reader that begins from nothing. Inputs of the graph: `tokens` [length · batch], position first, and `hidden`
 * [length × batch × 1], 0 for tokens and `notSeen` for padding.
 *
 * @returns [batch × sizes · outputs]
 */
export function textConvolution(graph: Graph, options: TextConvolutionOptions): Tensor {
  const { batch, length, vocabulary, width = 128, sizes = [3, 4, 5], outputs = 100 } = options
  const normal = (inputs: number) => ({ kind: 'normal', deviation: Math.sqrt(2 / inputs) }) as const
  const table = graph.parameter('convolution.word', [vocabulary, width], { start: { kind: 'normal', deviation: 0.1 } })
  const words = embed(table, graph.input('tokens', 'int64', [length * batch]))
  const hidden = graph.input('hidden', 'float32', [length, batch, 1])
  const parts = sizes.map((size) => {
    const weight = graph.parameter(`convolution.${size}.weight`, [size * width, outputs], {
      start: normal(size * width),
    })
    const bias = graph.parameter(`convolution.${size}.bias`, [outputs], { start: { kind: 'constant', value: 0 } })
    const found = reshape(convolution(words, weight, bias, { batch, length, size }), [length, batch, outputs])
    return relu(maximum(add(found, hidden), 0))
  })
  return concat(parts, 1)
}

/** What `textConvolution` takes as `hidden` for texts with so many tokens. */
export function hiddenPlaces(
  counts: readonly number[],
  { batch, length }: Pick<TextConvolutionOptions, 'batch' | 'length'>,
): Float32Array {
  return Float32Array.from({ length: length * batch }, (_, row) =>
    Math.floor(row / batch) < Math.max(1, counts[row % batch] ?? 0) ? 0 : notSeen,
  )
}
