import {
  type Device,
  dot,
  encodeSafetensors,
  Graph,
  openTextEncoder,
  quantisedArrays,
  quantiseParameters,
  textVectors,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import type { ServingEncoder } from './open-serving-encoder.ts'

export interface QuantisedEncoder {
  /** Contents of `quantised.safetensors`. */
  readonly safetensors: Uint8Array
  readonly matrices: number
  readonly bytes: { readonly before: number; readonly after: number }
  /** Cosines between the vectors of the texts before and after, where there are some. */
  readonly likeness?: { readonly mean: number; readonly least: number; readonly texts: number }
}

/**
 * Rounds an encoder's matrices to bytes, and says how far its vectors move.
 *
 * @throws AttuneError `already-quantised`
 */
export async function quantiseEncoder(
  encoder: ServingEncoder,
  {
    bits,
    threads,
    device,
    texts,
  }: { readonly bits: 7 | 8; readonly threads: number; readonly device: Device; readonly texts?: readonly string[] },
): Promise<QuantisedEncoder> {
  const { model, tokenizer } = encoder
  if (model.quantised.size > 0)
    throw attuneError('already-quantised', 'This model is of bytes already: give the one it was made from.')
  const graph = new Graph()
  const means = textVectors(graph, model.shape, { batch: 1, length: 8 })
  const rounded = quantiseParameters(graph, [means], model.parameters, { bits })
  const safetensors = encodeSafetensors(quantisedArrays(rounded), { format: 'attune-encoder-1' })
  const before = [...model.parameters.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
  const sizes = { matrices: rounded.quantised.size, bytes: { before, after: safetensors.length } }
  if (!texts || texts.length === 0) return { safetensors, ...sizes }
  const tokens = texts.map((text) => tokenizer.encode(text, { longest: Math.min(128, model.shape.positions) }))
  const vectorsOf = async (one: typeof model): Promise<readonly Float32Array[]> => {
    await using opened = openTextEncoder({ ...one, threads, device })
    return await opened.ask(tokens)
  }
  const [exact, byBytes] = [await vectorsOf(model), await vectorsOf({ ...model, ...rounded })]
  const cosines = exact.map((vector, i) => dot(vector, byBytes[i] as Float32Array))
  const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length
  return { safetensors, ...sizes, likeness: { mean, least: Math.min(...cosines), texts: texts.length } }
}
