import type { Graph, Start } from '../graph/graph.ts'
import type { Shape, Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add } from '../ops/arithmetic.ts'
import { attention } from '../ops/attention.ts'
import { dropout } from '../ops/dropout.ts'
import { feedForward } from '../ops/feed-forward.ts'
import { gelu } from '../ops/functions.ts'
import { linear, matmul } from '../ops/matrix.ts'
import { layerNorm } from '../ops/normalise.ts'
import { embed, takeUniqueRows } from '../ops/rows.ts'
import { reshape } from '../ops/shapes.ts'

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
  /**
   * Added to the scores of attention: [batch × 1 × 1 × length], 0 for tokens and `notSeen` for padding; or any shape that
   * `attention` takes, such as [1 × 1 × length × length] with `notSeen` for what comes later.
   */
  readonly bias?: Tensor
}

export interface EncoderOptions {
  /** Share of numbers that are dropped in training. Default 0. */
  readonly dropout?: number
  /** Only these rows of the last layer are needed: the rest of it is not worked out. */
  readonly needed?: { readonly rows: Tensor; readonly places: Tensor }
  /** Names begin with it. Default `encoder`. */
  readonly prefix?: string
  /** Its parameters are frozen, those of `lora` and `adapters` excepted. Default false. */
  readonly frozen?: boolean
  /** What parameters begin with, by name without the prefix; those that are missing are drawn. */
  readonly weights?: ReadonlyMap<string, Float32Array>
  /** Low-rank adaptation of some projections (Hu et al. 2021). */
  readonly lora?: LoraOptions
  /** Bottleneck adapters behind attention and the feed-forward part (Houlsby et al. 2019). */
  readonly adapters?: AdapterOptions
}

export type LoraPart = 'query' | 'key' | 'value' | 'output'

export interface LoraOptions {
  readonly rank: number
  /** What is added counts alpha / rank. Default 2 · rank. */
  readonly alpha?: number
  /** Default query and value. */
  readonly parts?: readonly LoraPart[]
  /** Of what goes into the adaptation. Default 0. */
  readonly dropout?: number
}

export interface AdapterOptions {
  /** Numbers of the bottleneck. */
  readonly width: number
}

/** Spread of the numbers that weights begin with, as BERT. */
const deviation = 0.02

/**
 * A transformer encoder as BERT (Devlin et al. 2019): embeddings of tokens and positions, then layers of attention and a
 * feed-forward part, each followed by adding what came in and normalising.
 *
 * What `lora` and `adapters` add begins with zeros in its last matrix: before training the encoder is what it was.
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
  const { dropout: rate = 0, needed, prefix = 'encoder', frozen = false, weights: given, lora, adapters } = options
  const { batch, length, tokens, bias } = inputs
  if (width % heads !== 0) throw new LearnError('bad-option', `${heads} heads do not divide a width of ${width}.`)
  if (length > positions)
    throw new LearnError('bad-shape', `A length of ${length} is beyond the ${positions} positions.`)
  const inner = shape.innerWidth ?? 4 * width
  const parameter = (name: string, of: Shape, start: Start, still: boolean): Tensor => {
    const data = given?.get(name)
    return graph.parameter(`${prefix}.${name}`, of, { start: data ? { kind: 'data', data } : start, frozen: still })
  }
  const weight = (name: string, of: Shape, start: Start = { kind: 'normal', deviation }): Tensor =>
    parameter(name, of, start, frozen)
  const added = (name: string, of: Shape, value?: number): Tensor =>
    parameter(name, of, value === undefined ? { kind: 'normal', deviation } : { kind: 'constant', value }, false)
  const zeros = (name: string, n: number): Tensor => weight(name, [n], { kind: 'constant', value: 0 })
  const norm = (x: Tensor, name: string): Tensor =>
    layerNorm(
      x,
      weight(`${name}.weight`, [width], { kind: 'constant', value: 1 }),
      zeros(`${name}.bias`, width),
      epsilon,
    )
  const project = (x: Tensor, layer: number, part: LoraPart): Tensor => {
    const name = `layer.${layer}.${part}`
    const whole = linear(x, weight(`${name}.weight`, [width, width]), zeros(`${name}.bias`, width))
    if (!lora || !(lora.parts ?? ['query', 'value']).includes(part)) return whole
    const { rank, alpha = 2 * rank } = lora
    const down = matmul(dropout(x, lora.dropout ?? 0), added(`${name}.lora.down`, [width, rank]))
    return add(whole, matmul(down, added(`${name}.lora.up`, [rank, width], 0), { factor: alpha / rank }))
  }
  const adapted = (x: Tensor, name: string): Tensor => {
    if (!adapters) return x
    const { width: narrow } = adapters
    const down = linear(
      x,
      added(`${name}.adapter.down`, [width, narrow]),
      added(`${name}.adapter.downBias`, [narrow], 0),
    )
    const up = linear(
      gelu(down),
      added(`${name}.adapter.up`, [narrow, width], 0),
      added(`${name}.adapter.upBias`, [width], 0),
    )
    return add(x, up)
  }

  const words = embed(weight('embeddings.word', [vocabulary, width]), tokens)
  const place = embed(weight('embeddings.position', [positions, width]), graph.indices([...Array(length).keys()]))
  let x = reshape(add(reshape(words, [length, batch, width]), reshape(place, [length, 1, width])), [
    length * batch,
    width,
  ])
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
