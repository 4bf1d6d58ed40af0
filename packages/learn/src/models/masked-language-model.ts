import type { Graph, Start } from '../graph/graph.ts'
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
  /** What parameters begin with, by name; those that are missing are drawn. */
  readonly weights?: ReadonlyMap<string, Float32Array>
}

export interface MaskedLanguageModel {
  /** The mean cross-entropy of the masked tokens, in nats. */
  readonly loss: Tensor
  /** [masked], int64: the likeliest token of each row. Only where it is asked for as an output is it worked out. */
  readonly guesses: Tensor
}

/**
 * Pre-training of an encoder (Devlin et al. 2019): what stood in the place of some tokens is predicted from all others, with
 * a head whose last matrix is the embedding of the words.
 *
 * Inputs of the graph: `tokens` [length · batch], position first; `rows` [masked], which of these are predicted, all
 * different; `places` [length · batch], where each stands among `rows`, or `masked`; `labels` [masked]; `weights`
 * [masked], 0 where a row only fills up; `bias` [batch × 1 × 1 × length] where texts are padded.
 *
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function maskedLanguageModel(
  graph: Graph,
  shape: EncoderShape,
  options: MaskedLanguageModelOptions,
): MaskedLanguageModel {
  const { batch, length, masked, dropout = 0, padded = true, neededRowsOnly = true, weights } = options
  const { width, vocabulary, epsilon = 1e-12 } = shape
  const needed = {
    rows: graph.input('rows', 'int64', [masked]),
    places: graph.input('places', 'int64', [length * batch]),
  }
  const inputs = {
    batch,
    length,
    tokens: graph.input('tokens', 'int64', [length * batch]),
    ...(shape.segments ? { segments: graph.constant(new BigInt64Array(length * batch)) } : {}),
    ...(padded ? { bias: graph.input('bias', 'float32', [batch, 1, 1, length]) } : {}),
  }
  const own = weights && new Map([...weights].map(([name, data]) => [name.replace(/^encoder\./, ''), data]))
  const all = encoder(graph, shape, inputs, {
    dropout,
    ...(neededRowsOnly ? { needed } : {}),
    ...(own ? { weights: own } : {}),
  })
  const rows = neededRowsOnly ? all : takeUniqueRows(all, needed.rows, needed.places)
  const parameter = (name: string, of: readonly number[], start: Start): Tensor => {
    const data = weights?.get(name)
    return graph.parameter(name, of, { start: data ? { kind: 'data', data } : start })
  }
  const zero = { kind: 'constant', value: 0 } as const
  const one = { kind: 'constant', value: 1 } as const
  const weight = parameter('head.weight', [width, width], { kind: 'normal', deviation: 0.02 })
  const turned = gelu(linear(rows, weight, parameter('head.bias', [width], zero)))
  const scale = parameter('head.norm.weight', [width], one)
  const normal = layerNorm(turned, scale, parameter('head.norm.bias', [width], zero), epsilon)
  const table = graph.parameters.find(({ tensor }) => tensor.name === 'encoder.embeddings.word')?.tensor as Tensor
  const bias = parameter('head.output.bias', [vocabulary], zero)
  const loss = tiedCrossEntropy(normal, table, bias, graph.input('labels', 'int64', [masked]), {
    weights: graph.input('weights', 'float32', [masked]),
  })
  // The same node as in the loss: written twice, it is there once.
  const logits = graph.emit('Gemm', [normal, table, bias], [masked, vocabulary], { attributes: { transB: 1 } })
  const guesses = graph.emit('ArgMax', [logits], [masked], { attributes: { axis: 1, keepdims: 0 }, type: 'int64' })
  return { loss, guesses }
}
