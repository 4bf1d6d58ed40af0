import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type EncoderShape, encoder } from '../layers/encoder.ts'
import { gelu } from '../ops/functions.ts'
import { tiedCrossEntropy } from '../ops/losses.ts'
import { linear } from '../ops/matrix.ts'
import { layerNorm } from '../ops/normalise.ts'
import { takeUniqueRows } from '../ops/rows.ts'

export interface MaskedLanguageModelOptions {
  readonly batch: number
  readonly length: number
  /** Tokens of a batch that are predicted; batches with fewer fill up with weight 0. */
  readonly masked: number
  /** Default 0. */
  readonly dropout?: number
  /** Texts are shorter than `length` and the input `bias` hides their padding. Default true. */
  readonly padded?: boolean
  /**
   * Work out the last layer for the masked tokens alone: the same loss and gradients with less work. Default true; false for
   * measuring.
   */
  readonly neededRowsOnly?: boolean
}

/**
 * Pre-training of an encoder (Devlin et al. 2019): what stood in the place of some tokens is predicted from all others, with
 * a head whose last matrix is the embedding of the words.
 *
 * Inputs of the graph: `tokens` [length · batch], position first; `rows` [masked], which of these are predicted, all
 * different; `places` [length · batch], where each stands among `rows`, or `masked`; `labels` [masked]; `weights`
 * [masked], 0 where a row only fills up; `bias` [batch × 1 × 1 × length] where texts are padded.
 *
 * @returns the mean cross-entropy of the masked tokens, in nats
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function maskedLanguageModel(graph: Graph, shape: EncoderShape, options: MaskedLanguageModelOptions): Tensor {
  const { batch, length, masked, dropout = 0, padded = true, neededRowsOnly = true } = options
  const { width, vocabulary, epsilon = 1e-12 } = shape
  const needed = {
    rows: graph.input('rows', 'int64', [masked]),
    places: graph.input('places', 'int64', [length * batch]),
  }
  const inputs = {
    batch,
    length,
    tokens: graph.input('tokens', 'int64', [length * batch]),
    ...(padded ? { bias: graph.input('bias', 'float32', [batch, 1, 1, length]) } : {}),
  }
  const all = encoder(graph, shape, inputs, { dropout, ...(neededRowsOnly ? { needed } : {}) })
  const rows = neededRowsOnly ? all : takeUniqueRows(all, needed.rows, needed.places)
  const zero = { kind: 'constant', value: 0 } as const
  const one = { kind: 'constant', value: 1 } as const
  const weight = graph.parameter('head.weight', [width, width], { start: { kind: 'normal', deviation: 0.02 } })
  const turned = gelu(linear(rows, weight, graph.parameter('head.bias', [width], { start: zero })))
  const scale = graph.parameter('head.norm.weight', [width], { start: one })
  const normal = layerNorm(turned, scale, graph.parameter('head.norm.bias', [width], { start: zero }), epsilon)
  const table = graph.parameters.find(({ tensor }) => tensor.name === 'encoder.embeddings.word')?.tensor as Tensor
  return tiedCrossEntropy(
    normal,
    table,
    graph.parameter('head.output.bias', [vocabulary], { start: zero }),
    graph.input('labels', 'int64', [masked]),
    {
      weights: graph.input('weights', 'float32', [masked]),
    },
  )
}
