import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add } from '../ops/arithmetic.ts'
import { attention, notSeen } from '../ops/attention.ts'
import { cachedAttention } from '../ops/cached-attention.ts'
import { dropout } from '../ops/dropout.ts'
import { feedForward } from '../ops/feed-forward.ts'
import { gelu, geluTanh, relu, swiglu } from '../ops/functions.ts'
import { linear, matmul } from '../ops/matrix.ts'
import { layerNorm, rmsNorm } from '../ops/normalise.ts'
import { rotary } from '../ops/rotary.ts'
import { embed, takeRows, takeUniqueRows } from '../ops/rows.ts'
import { reshape } from '../ops/shapes.ts'
import { type RotaryShape, rotaryAngles } from './rotary-angles.ts'
import { deviation, type TransformerOptions, type TransformerParts, transformerParts } from './transformer-parts.ts'

export interface DecoderShape {
  readonly layers: number
  /** Numbers of a position's vector. */
  readonly width: number
  readonly heads: number
  /** Heads of keys and values; each serves heads / keyHeads of the queries'. Default `heads`. */
  readonly keyHeads?: number
  /** Numbers of a head. Default width / heads. */
  readonly headWidth?: number
  /** Width of the feed-forward part. Default 4 × width. */
  readonly innerWidth?: number
  /** Tokens; not looked at where vectors are given and no output matrix is asked for. */
  readonly vocabulary: number
  /** Longest text it has positions for. */
  readonly positions: number
  /** Default `layer`. */
  readonly norm?: 'layer' | 'rms'
  /** In the normalisations. Default 1e-5, as GPT-2. */
  readonly epsilon?: number
  /** Positions turn queries and keys; without it a vector is learned for each position. */
  readonly rotary?: RotaryShape
  /** Default `gelu`; `geluTanh` is GPT-2's. */
  readonly activation?: 'gelu' | 'geluTanh' | 'relu' | 'swiglu'
  /** Which products have a bias; `queries`: those of queries, keys and values, as Qwen2. Default `all`. */
  readonly biases?: 'all' | 'queries' | 'none'
  /** The output matrix is the table of embeddings. Default true. */
  readonly tied?: boolean
}

/** Tokens of a vocabulary, or vectors that were made elsewhere. */
export type DecoderInputs = (
  | {
      /** [length · batch], position first: row s · batch + b is token s of text b. */
      readonly tokens: Tensor
    }
  | {
      /** [length · batch × width], before positions are added. */
      readonly vectors: Tensor
    }
) & {
  readonly batch: number
  readonly length: number
  /** Added to the scores of attention beside the causal mask: [batch × 1 × 1 × length], as for padding in front. */
  readonly bias?: Tensor
  /** What was worked out for earlier tokens. */
  readonly past?: DecoderPast
}

export interface DecoderPast {
  /** [length · batch], the position of each row. */
  readonly positions: Tensor
  /** Of each layer: [batch × keyHeads × room × headWidth]. */
  readonly keys: readonly Tensor[]
  readonly values: readonly Tensor[]
  /** [batch × 1 × 1 × room], 0 where there is a token and `notSeen` where there is room. */
  readonly bias: Tensor
}

export type DecoderOptions = TransformerOptions

export interface Decoded {
  /** [length · batch × width], or [needed × width]. */
  readonly vectors: Tensor
  /** Of each layer: [length · batch × keyHeads · headWidth], turned to their positions. */
  readonly keys: readonly Tensor[]
  readonly values: readonly Tensor[]
}

/**
 * A transformer decoder as GPT-2 (Radford et al. 2019) and Llama (Touvron et al. 2023): each position sees itself and those
 * before it; normalisation comes first in each part and once more at the end.
 *
 * @returns vectors, [length · batch × width], or [needed × width]
 * @throws LearnError `bad-shape`, `bad-option`
 */
export const decoder = (
  graph: Graph,
  shape: DecoderShape,
  inputs: DecoderInputs,
  options: DecoderOptions = {},
): Tensor => decoderWithKeys(graph, shape, inputs, options).vectors

/** As `decoder`, with the keys and values that later tokens look at. */
export function decoderWithKeys(
  graph: Graph,
  shape: DecoderShape,
  inputs: DecoderInputs,
  options: DecoderOptions = {},
): Decoded {
  const { layers, width, heads, keyHeads = heads, headWidth = width / heads, epsilon = 1e-5 } = shape
  const { dropout: rate = 0, needed, prefix = 'decoder' } = options
  const { batch, length, past } = inputs
  checkShape(shape, length)
  const parts = transformerParts(graph, prefix, options)
  const norm = (x: Tensor, name: string): Tensor => {
    const weight = parts.ones(`${name}.weight`, width)
    return shape.norm === 'rms'
      ? rmsNorm(x, weight, epsilon)
      : layerNorm(x, weight, parts.zeros(`${name}.bias`, width), epsilon)
  }
  const all = biasesOf(shape)
  // What is added to the running sum begins smaller the more layers add to it.
  const narrow = deviation / Math.sqrt(2 * layers)
  const sizes = {
    query: { from: width, to: heads * headWidth, bias: all.queries },
    key: { from: width, to: keyHeads * headWidth, bias: all.queries },
    output: { from: heads * headWidth, to: width, bias: all.rest, deviation: narrow },
  }
  const turn = turnOf(graph, shape, inputs)
  const mask = past ? causalMask(graph, length) : masked(causalMask(graph, length), inputs)
  const keys: Tensor[] = []
  const values: Tensor[] = []

  let x = dropout(placed(parts, shape, inputs), rate)
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string): string => `layer.${layer}.${part}`
    const before = norm(x, name('attention.norm'))
    const q = turn(parts.project(before, layer, 'query', sizes.query), heads)
    const k = turn(parts.project(before, layer, 'key', sizes.key), keyHeads)
    const v = parts.project(before, layer, 'value', sizes.key)
    keys.push(k)
    values.push(v)
    const size = { length, batch, heads, keyHeads, bias: mask }
    const [pastKeys, pastValues] = [past?.keys[layer], past?.values[layer]]
    let mixed =
      past && pastKeys && pastValues
        ? cachedAttention(q, k, v, { ...size, past: { keys: pastKeys, values: pastValues, bias: past.bias } })
        : attention(q, k, v, size)
    if (needed && layer === layers - 1) {
      mixed = takeUniqueRows(mixed, needed.rows, needed.places)
      x = takeUniqueRows(x, needed.rows, needed.places)
    }
    const turned = dropout(parts.project(mixed, layer, 'output', sizes.output), rate)
    x = add(x, parts.adapted(turned, name('attention')))
    const forward = dropout(forwardPart(parts, norm(x, name('feedForward.norm')), shape, name), rate)
    x = add(x, parts.adapted(forward, name('feedForward')))
  }
  return { vectors: norm(x, 'norm'), keys, values }
}

/**
 * The matrix [vocabulary × width] whose rows score the tokens: the table of embeddings, or one of its own that is added to
 * the graph. To be asked for after the decoder was written.
 */
export function decoderOutput(graph: Graph, shape: DecoderShape, options: DecoderOptions = {}): Tensor {
  const { prefix = 'decoder' } = options
  const name = shape.tied === false ? 'output.weight' : 'embeddings.word'
  const known = graph.parameters.find(({ tensor }) => tensor.name === `${prefix}.${name}`)
  if (known) return known.tensor
  return transformerParts(graph, prefix, options).weight(name, [shape.vocabulary, shape.width])
}

const biasesOf = ({ biases = 'all' }: DecoderShape): { queries: boolean; rest: boolean } => ({
  queries: biases !== 'none',
  rest: biases === 'all',
})

function checkShape(shape: DecoderShape, length: number): void {
  const { width, heads, keyHeads = heads, headWidth = width / heads, positions } = shape
  if (!Number.isInteger(headWidth))
    throw new LearnError('bad-option', `${heads} heads do not divide a width of ${width}.`)
  if (heads % keyHeads !== 0)
    throw new LearnError('bad-option', `${keyHeads} heads of keys do not divide ${heads} heads of queries.`)
  if (shape.rotary && headWidth % 2 !== 0)
    throw new LearnError('bad-option', `Rotary positions take heads of an even width, not ${headWidth}.`)
  if (length > positions)
    throw new LearnError('bad-shape', `A length of ${length} is beyond the ${positions} positions.`)
}

/** The vectors that the first layer takes: with what is learned for their positions, where it is. */
function placed(parts: TransformerParts, shape: DecoderShape, inputs: DecoderInputs): Tensor {
  const { width, vocabulary, positions } = shape
  const { batch, length, past } = inputs
  const rows = length * batch
  const words =
    'tokens' in inputs ? embed(parts.weight('embeddings.word', [vocabulary, width]), inputs.tokens) : inputs.vectors
  if (shape.rotary) return words
  const table = parts.weight('embeddings.position', [positions, width])
  if (past) return add(words, embed(table, past.positions))
  const place = embed(table, table.graph.indices([...Array(length).keys()]))
  return reshape(add(reshape(words, [length, batch, width]), reshape(place, [length, 1, width])), [rows, width])
}

/** Turns queries or keys by their positions. */
function turnOf(
  graph: Graph,
  shape: DecoderShape,
  { length, past }: DecoderInputs,
): (x: Tensor, heads: number) => Tensor {
  const { width, heads, headWidth = width / heads, positions } = shape
  if (!shape.rotary) return (x) => x
  const rows = past ? positions : length
  const found = rotaryAngles(shape.rotary, rows, headWidth)
  const [cosines, sines] = [found.cosines, found.sines].map((table) => {
    const all = graph.constant(table, [rows, headWidth / 2])
    return past ? takeRows(all, past.positions) : all
  }) as [Tensor, Tensor]
  return (x, own) => rotary(x, { heads: own, cosines, sines })
}

function causalMask(graph: Graph, length: number): Tensor {
  const mask = Float32Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? notSeen : 0,
  )
  return graph.constant(mask, [1, 1, length, length])
}

function masked(mask: Tensor, { bias, batch, length }: DecoderInputs): Tensor {
  return bias ? mask.graph.emit('Add', [mask, bias], [batch, 1, length, length]) : mask
}

function forwardPart(
  parts: TransformerParts,
  x: Tensor,
  { width, layers, activation = 'gelu', biases = 'all', ...shape }: DecoderShape,
  name: (part: string) => string,
): Tensor {
  const inner = shape.innerWidth ?? 4 * width
  const narrow = { kind: 'normal', deviation: deviation / Math.sqrt(2 * layers) } as const
  const product = (of: Tensor, part: string, from: number, to: number): Tensor => {
    const weight = parts.weight(name(`${part}.weight`), [from, to], part === 'outer' ? narrow : undefined)
    return biases === 'all' ? linear(of, weight, parts.zeros(name(`${part}.bias`), to)) : matmul(of, weight)
  }
  if (activation === 'gelu' && biases === 'all')
    return feedForward(x, {
      inner: parts.weight(name('inner.weight'), [width, inner]),
      innerBias: parts.zeros(name('inner.bias'), inner),
      outer: parts.weight(name('outer.weight'), [inner, width], narrow),
      outerBias: parts.zeros(name('outer.bias'), width),
    })
  if (activation === 'swiglu')
    return product(swiglu(product(x, 'gate', width, inner), product(x, 'inner', width, inner)), 'outer', inner, width)
  const turned = { gelu, geluTanh, relu }[activation](product(x, 'inner', width, inner))
  return product(turned, 'outer', inner, width)
}
