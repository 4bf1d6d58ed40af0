import type { EncoderOptions, EncoderShape } from '../layers/encoder.ts'
import type { EncodedText } from './encoded-text.ts'
import { openTextNetwork, type TextNetworkModel } from './open-text-network.ts'
import { textVectors } from './text-classifier.ts'
import { unit } from './unit.ts'

export interface TextEncoderModel extends Omit<TextNetworkModel, 'write' | 'segments'> {
  readonly shape: EncoderShape
  /** Adaptations that were not merged. */
  readonly tuning?: Pick<EncoderOptions, 'lora' | 'adapters'>
  /** Make every vector 1 long, so that a scalar product is the cosine. Default true. */
  readonly normalised?: boolean
}

export interface TextEncoder {
  /** The mean of the vectors of a text's tokens. */
  encode(texts: readonly EncodedText[]): Promise<readonly Float32Array[]>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * An encoder, ready to turn texts into vectors.
 *
 * @example
 * await using encoder = openTextEncoder({ shape, padding, parameters })
 * const [a, b] = await encoder.encode([tokenizer.encode('a coat'), tokenizer.encode('a jacket')])
 */
export function openTextEncoder({ shape, tuning = {}, normalised = true, ...model }: TextEncoderModel): TextEncoder {
  const { lora, adapters } = tuning
  const network = openTextNetwork({
    ...model,
    write: (graph, size) => ({
      vector: textVectors(graph, shape, { ...size, ...(lora ? { lora } : {}), ...(adapters ? { adapters } : {}) }),
    }),
  })
  return {
    async encode(texts) {
      const found = await network.run(texts)
      return found.map(({ vector = new Float32Array(0) }) => (normalised ? unit(vector) : vector))
    },
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  }
}
