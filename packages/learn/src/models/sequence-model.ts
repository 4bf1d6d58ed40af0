import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type EncoderShape, encoder } from '../layers/encoder.ts'
import { notSeen } from '../ops/attention.ts'
import { tiedCrossEntropy } from '../ops/losses.ts'
import { sampledCrossEntropy } from '../ops/sampled-cross-entropy.ts'
import { reshape } from '../ops/shapes.ts'

/** A model of what comes next: items are its words, a person's items its text. */
export interface SequenceShape extends Pick<EncoderShape, 'layers' | 'width' | 'heads' | 'innerWidth'> {
  readonly items: number
  /** Items that are looked back at. */
  readonly positions: number
}

export interface SequenceModelOptions {
  readonly batch: number
  readonly length: number
  /** Default 0. */
  readonly dropout?: number
  /** Each item is held against so many drawn ones instead of all. Default: against all. */
  readonly negatives?: number
}

/** What names of the parameters begin with. */
export const sequencePrefix = 'sequence'

/**
 * Self-attentive sequential recommendation (Kang and McAuley 2018): from what a person took up to a position, the next item
 * is predicted, for all positions at once. The block is that of BERT under a causal mask, as S3-Rec has it; the last
 * matrix is the embedding of the items, beside a bias for each.
 *
 * The loss is the cross-entropy of a softmax over all items, or over drawn ones, corrected for how likely they were drawn;
 * not the paper's binary one with one drawn item, which ranks far worse (Klenitskiy and Vasilev 2023).
 *
 * Inputs of the graph: `items` [length · batch], position first; `next` [length · batch], what came after each;
 * `weights` [length · batch], 0 for padding, which stands at the end; with `negatives` also `drawn` [negatives] and
 * `corrections` [negatives], minus the logarithm of how often each is expected among the drawn.
 *
 * @returns the mean cross-entropy in nats
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function sequenceModel(graph: Graph, shape: SequenceShape, options: SequenceModelOptions): Tensor {
  const { batch, length, dropout = 0, negatives } = options
  const { items, positions, ...rest } = shape
  const count = length * batch
  const x = encoder(
    graph,
    { ...rest, vocabulary: items, positions },
    { batch, length, tokens: graph.input('items', 'int64', [count]), bias: causal(graph, length) },
    { dropout, prefix: sequencePrefix },
  )
  const table = graph.parameters.find(({ tensor }) => tensor.name === `${sequencePrefix}.embeddings.word`)
    ?.tensor as Tensor
  const zero = { kind: 'constant', value: 0 } as const
  const bias = graph.parameter(`${sequencePrefix}.bias`, [items, 1], { start: zero, decay: false })
  const next = graph.input('next', 'int64', [count])
  const weights = graph.input('weights', 'float32', [count])
  if (negatives === undefined) return tiedCrossEntropy(x, table, reshape(bias, [items]), next, { weights })
  return sampledCrossEntropy(x, table, bias, next, {
    drawn: graph.input('drawn', 'int64', [negatives]),
    corrections: graph.input('corrections', 'float32', [negatives]),
    weights,
  })
}

/** Each position sees itself and what came before: [1 × 1 × length × length]. */
function causal(graph: Graph, length: number): Tensor {
  const bias = Float32Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? notSeen : 0,
  )
  return graph.constant(bias, [1, 1, length, length])
}
