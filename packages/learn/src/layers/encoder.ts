import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add } from '../ops/arithmetic.ts'
import { attention } from '../ops/attention.ts'
import { dropout } from '../ops/dropout.ts'
import { feedForward } from '../ops/feed-forward.ts'
import { layerNorm } from '../ops/normalise.ts'
import { embed, takeUniqueRows } from '../ops/rows.ts'
import { reshape } from '../ops/shapes.ts'
import { type LoraPart, type TransformerOptions, transformerParts } from './transformer-parts.ts'

export interface EncoderShape {
  readonly layers: number
  /** Numbers of a position's vector. */
  readonly width: number
  readonly heads: number
  /** Width of the feed-forward part. Default 4 × width. */
  readonly innerWidth?: number
  readonly vocabulary: number
  /** Longest text it has positions for. */
  readonly positions: number
  /** Kinds of segments, as of a question and an answer; 0: none. Default 0. */
  readonly segments?: number
  /** In the normalisations. Default 1e-12, as BERT. */
  readonly epsilon?: number
}

export interface EncoderInputs {
  readonly batch: number
  readonly length: number
  /** [length · batch], position first: row s · batch + b is token s of text b. */
  readonly tokens: Tensor
  /** [length · batch], where the shape has segments. */
  readonly segments?: Tensor
  /** [length · batch], position of each token. Default as `tokens` has them. */
  readonly places?: Tensor
  /**
   * Added to the scores of attention: [batch × 1 × 1 × length], 0 for tokens and `notSeen` for padding; or any shape that
   * `attention` takes, such as [1 × 1 × length × length] with `notSeen` for what comes later.
   */
  readonly bias?: Tensor
}

export type EncoderOptions = TransformerOptions

/**
 * A transformer encoder as BERT (Devlin et al. 2019): embeddings of tokens and positions, then layers of attention and a
 * feed-forward part, each followed by adding what came in and normalising.
 *
 * @returns vectors, [length · batch × width], or [needed × width]
 * @throws LearnError `bad-shape`, `bad-option`
 */
export function encoder(
  graph: Graph,
  shape: EncoderShape,
  inputs: EncoderInputs,
  options: EncoderOptions = {},
): Tensor {
  const { layers, width, heads, vocabulary, positions, segments = 0, epsilon = 1e-12 } = shape
  const { dropout: rate = 0, needed, prefix = 'encoder' } = options
  const { batch, length, tokens, bias } = inputs
  if (width % heads !== 0) throw new LearnError('bad-option', `${heads} heads do not divide a width of ${width}.`)
  if (length > positions)
    throw new LearnError('bad-shape', `A length of ${length} is beyond the ${positions} positions.`)
  const inner = shape.innerWidth ?? 4 * width
  const parts = transformerParts(graph, prefix, options)
  const { weight, zeros, adapted } = parts
  const norm = (x: Tensor, name: string): Tensor =>
    layerNorm(x, parts.ones(`${name}.weight`, width), zeros(`${name}.bias`, width), epsilon)
  const project = (x: Tensor, layer: number, part: LoraPart): Tensor =>
    parts.project(x, layer, part, { from: width, to: width, bias: true })

  const words = embed(weight('embeddings.word', [vocabulary, width]), tokens)
  const table = weight('embeddings.position', [positions, width])
  const everyPlace = (): Tensor => {
    const place = embed(table, graph.indices([...Array(length).keys()]))
    const sum = add(reshape(words, [length, batch, width]), reshape(place, [length, 1, width]))
    return reshape(sum, [length * batch, width])
  }
  let x = inputs.places ? add(words, embed(table, inputs.places)) : everyPlace()
  if (segments > 0) {
    if (!inputs.segments) throw new LearnError('bad-option', 'This encoder takes segments.')
    x = add(x, embed(weight('embeddings.segment', [segments, width]), inputs.segments))
  }
  x = dropout(norm(x, 'embeddings.norm'), rate)
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string): string => `layer.${layer}.${part}`
    const [q, k, v] = [project(x, layer, 'query'), project(x, layer, 'key'), project(x, layer, 'value')]
    let mixed = attention(q, k, v, { length, batch, heads, ...(bias ? { bias } : {}) })
    if (needed && layer === layers - 1) {
      mixed = takeUniqueRows(mixed, needed.rows, needed.places)
      x = takeUniqueRows(x, needed.rows, needed.places)
    }
    const turned = adapted(dropout(project(mixed, layer, 'output'), rate), name('attention'))
    x = norm(add(x, turned), name('attention.norm'))
    const weights = {
      inner: weight(name('inner.weight'), [width, inner]),
      innerBias: zeros(name('inner.bias'), inner),
      outer: weight(name('outer.weight'), [inner, width]),
      outerBias: zeros(name('outer.bias'), width),
    }
    const forward = adapted(dropout(feedForward(x, weights), rate), name('feedForward'))
    x = norm(add(x, forward), name('feedForward.norm'))
  }
  return x
}
