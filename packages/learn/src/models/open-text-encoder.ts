import { Graph } from '../graph/graph.ts'
import type { EncoderOptions, EncoderShape } from '../layers/encoder.ts'
import type { QuantisedMatrix } from '../quantise/quantise-matrix.ts'
import { type Inference, openInference } from '../runtime/open-inference.ts'
import type { Device } from '../runtime/open-session.ts'
import { lengthBuckets } from './length-buckets.ts'
import { textBatch } from './text-batch.ts'
import { textVectors } from './text-classifier.ts'

export interface TextEncoderModel {
  readonly shape: EncoderShape
  /** Id of the token that fills up. */
  readonly padding: number
  /** `encoder.…` by name. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  /** Parameters that were rounded to bytes (`quantiseParameters`), by name. */
  readonly quantised?: ReadonlyMap<string, QuantisedMatrix>
  /** Adaptations that were not merged. */
  readonly tuning?: Pick<EncoderOptions, 'lora' | 'adapters'>
  readonly threads?: number
  /** Default `cpu`. */
  readonly device?: Device
  /** Texts in a batch. Default 32. */
  readonly batch?: number
}

export interface TextEncoder {
  /**
   * The mean of the vectors of each text's tokens.
   *
   * @param texts token ids of each text
   */
  encode(texts: readonly (readonly number[])[]): Promise<readonly Float32Array[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** An encoder that is ready to be asked. Networks for the lengths it meets are made as it meets them. */
export async function openTextEncoder(model: TextEncoderModel): Promise<TextEncoder> {
  const { shape, padding, parameters, quantised, tuning = {}, threads = 2, device = 'cpu', batch = 32 } = model
  const opened = new Map<number, Promise<Inference>>()
  const networkOf = (length: number): Promise<Inference> => {
    const known = opened.get(length)
    if (known) return known
    const graph = new Graph()
    const means = textVectors(graph, shape, { batch, length, ...tuning })
    const network = openInference(graph, { means }, parameters, {
      threads,
      device,
      ...(quantised ? { quantised } : {}),
    })
    opened.set(length, network)
    return network
  }
  return {
    async encode(texts) {
      const found: Float32Array[] = []
      if (texts.length === 0) return found
      const buckets = lengthBuckets(
        texts.map((text) => text.length),
        { longest: shape.positions },
      )
      const byBucket = Map.groupBy(texts.keys(), (i) => buckets.bucketOf((texts[i] ?? []).length))
      for (const [bucket, own] of byBucket) {
        const length = buckets.lengths[bucket] as number
        for (let from = 0; from < own.length; from += batch) {
          const chosen = own.slice(from, from + batch)
          const network = await networkOf(length)
          const inputs = textBatch(
            chosen.map((i) => texts[i] ?? []),
            { batch, length, padding },
          )
          const all = (await network.run(inputs)).means as Float32Array
          for (const [row, i] of chosen.entries()) found[i] = all.slice(row * shape.width, (row + 1) * shape.width)
        }
      }
      return found
    },
    async [Symbol.asyncDispose]() {
      for (const network of opened.values()) await (await network).close()
    },
  }
}
