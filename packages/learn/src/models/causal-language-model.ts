import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type DecoderOptions, type DecoderShape, decoder, decoderOutput } from '../layers/decoder.ts'
import { tiedCrossEntropy } from '../ops/losses.ts'

export interface CausalLanguageModelOptions extends Omit<DecoderOptions, 'needed'> {
  readonly batch: number
  readonly length: number
  /**
   * Tokens of a batch that are predicted, where these are not all: the last layer is worked out for them alone. Batches with
   * fewer fill up with weight 0. Default all.
   */
  readonly predicted?: number
  /** As that of `tiedCrossEntropy`. */
  readonly block?: number
}

/** Bytes of the output beyond which it is worked out in blocks, and those of a block. */
const largestOutput = 256 * 1024 * 1024
const blockBytes = 32 * 1024 * 1024

/** The `block` for a number of rows that are predicted: none for an output that is not large. */
export function outputBlock(vocabulary: number, rows: number): { readonly block?: number } {
  const row = 4 * vocabulary
  return row * rows <= largestOutput ? {} : { block: Math.max(16, Math.floor(blockBytes / row)) }
}

/**
 * Pre-training and fine-tuning of a decoder: each token is predicted from those before it.
 *
 * Inputs of the graph: `tokens` [length · batch], position first; `labels`, the token after each, and `weights`, 0 where
 * nothing is to be learnt, [length · batch]. With `predicted`: `rows` [predicted], which of the tokens are followed by one
 * to learn, all different; `places` [length · batch], where each stands among `rows`, or `predicted`; `labels` and
 * `weights` [predicted].
 *
 * @returns the mean cross-entropy of the labels, in nats, weighted
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function causalLanguageModel(graph: Graph, shape: DecoderShape, options: CausalLanguageModelOptions): Tensor {
  const { batch, length, predicted, ...rest } = options
  const all = length * batch
  const tokens = graph.input('tokens', 'int64', [all])
  const rows = predicted ?? all
  const needed =
    predicted === undefined
      ? {}
      : { needed: { rows: graph.input('rows', 'int64', [rows]), places: graph.input('places', 'int64', [all]) } }
  const vectors = decoder(graph, shape, { batch, length, tokens }, { ...rest, ...needed })
  const table = decoderOutput(graph, shape, rest)
  const { block } = options
  return tiedCrossEntropy(vectors, table, null, graph.input('labels', 'int64', [rows]), {
    weights: graph.input('weights', 'float32', [rows]),
    ...(block === undefined ? {} : { block }),
  })
}
