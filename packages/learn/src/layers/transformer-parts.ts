import type { Graph, Start } from '../graph/graph.ts'
import type { Shape, Tensor } from '../graph/tensor.ts'
import { add, multiply } from '../ops/arithmetic.ts'
import { dropout } from '../ops/dropout.ts'
import { gelu } from '../ops/functions.ts'
import { linear, matmul } from '../ops/matrix.ts'

export type LoraPart = 'query' | 'key' | 'value' | 'output'

export interface LoraOptions {
  readonly rank: number
  /** What is added counts alpha / rank. Default 2 · rank. */
  readonly alpha?: number
  /** Default query and value. */
  readonly parts?: readonly LoraPart[]
  /** Of what goes into the adaptation. Default 0. */
  readonly dropout?: number
  /** Between the two matrices stand numbers that can be pruned, one for each rank (AdaLoRA, Zhang et al. 2023). Default false. */
  readonly adaptive?: boolean
}

export interface AdapterOptions {
  /** Numbers of the bottleneck. */
  readonly width: number
}

/** What encoders and decoders have in common: how their parameters are named, begun, frozen and adapted. */
export interface TransformerOptions {
  /** Share of numbers that are dropped in training. Default 0. */
  readonly dropout?: number
  /** Only these rows of the last layer are needed: the rest of it is not worked out. */
  readonly needed?: { readonly rows: Tensor; readonly places: Tensor }
  /** Names begin with it. Default `encoder` or `decoder`. */
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

export interface TransformerParts {
  /** A parameter; drawn from a narrow normal distribution unless said otherwise. */
  weight(name: string, shape: Shape, start?: Start): Tensor
  zeros(name: string, length: number): Tensor
  ones(name: string, length: number): Tensor
  /** x · weight, with its bias and its low-rank adaptation where there are any. */
  project(x: Tensor, layer: number, part: LoraPart, size: ProjectionSize): Tensor
  /** x and what the adapter of this name makes of it, or x where there are no adapters. */
  adapted(x: Tensor, name: string): Tensor
}

export interface ProjectionSize {
  readonly from: number
  readonly to: number
  readonly bias: boolean
  /** Spread of the numbers that the matrix begins with. Default .02. */
  readonly deviation?: number
}

/** Spread of the numbers that weights begin with, as BERT and GPT-2. */
export const deviation = 0.02

/**
 * The parameters of a transformer. What `lora` and `adapters` add begins with zeros in its last matrix, or in the numbers
 * between the two: before training the network is what it was.
 */
export function transformerParts(
  graph: Graph,
  prefix: string,
  { frozen = false, weights: given, lora, adapters }: TransformerOptions,
): TransformerParts {
  const parameter = (name: string, of: Shape, start: Start, still: boolean): Tensor => {
    const data = given?.get(name)
    return graph.parameter(`${prefix}.${name}`, of, { start: data ? { kind: 'data', data } : start, frozen: still })
  }
  const weight = (name: string, of: Shape, start: Start = { kind: 'normal', deviation }): Tensor =>
    parameter(name, of, start, frozen)
  const filled =
    (value: number) =>
    (name: string, n: number): Tensor =>
      weight(name, [n], { kind: 'constant', value })
  const added = (name: string, of: Shape, value?: number): Tensor =>
    parameter(name, of, value === undefined ? { kind: 'normal', deviation } : { kind: 'constant', value }, false)
  const zeros = filled(0)
  return {
    weight,
    zeros,
    ones: filled(1),
    project(x, layer, part, { from, to, bias, deviation: own = deviation }) {
      const name = `layer.${layer}.${part}`
      const matrix = weight(`${name}.weight`, [from, to], { kind: 'normal', deviation: own })
      const whole = bias ? linear(x, matrix, zeros(`${name}.bias`, to)) : matmul(x, matrix)
      if (!lora || !(lora.parts ?? ['query', 'value']).includes(part)) return whole
      const { rank, alpha = 2 * rank, adaptive = false } = lora
      const down = matmul(dropout(x, lora.dropout ?? 0), added(`${name}.lora.down`, [from, rank]))
      const weighed = adaptive ? multiply(down, added(`${name}.lora.weights`, [rank], 0)) : down
      const up = added(`${name}.lora.up`, [rank, to], adaptive ? undefined : 0)
      return add(whole, matmul(weighed, up, { factor: alpha / rank }))
    },
    adapted(x, name) {
      if (!adapters) return x
      const { width: narrow } = adapters
      const width = x.shape[1] as number
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
    },
  }
}
