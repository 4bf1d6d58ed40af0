import type { TextClassifierData, TextView } from '@attune/language'
import { decodeSafetensors, encodeSafetensors, type SavedArray } from '@attune/learn/safetensors'
import { z } from 'zod'

/** How a classifier on words takes texts apart, as its card says it. */
export const viewSchema = z.object({
  of: z.enum(['words', 'characters', 'word-characters']),
  from: z.int(),
  to: z.int(),
})

/** Weights and hashes of terms of a classifier on words as safetensors; no text. */
export function encodeClassifier(data: TextClassifierData): Uint8Array {
  const arrays = new Map<string, SavedArray>([
    ['weights', { shape: [data.weights.length], data: data.weights }],
    ['biases', { shape: [data.biases.length], data: data.biases }],
  ])
  for (const [i, { hashes, idf }] of data.views.entries()) {
    // The format knows no unsigned words of 32 bits: the same bits, signed.
    arrays.set(`hashes.${i}`, { shape: [hashes.length], data: new Int32Array(hashes) })
    arrays.set(`idf.${i}`, { shape: [idf.length], data: idf })
  }
  return encodeSafetensors(arrays)
}

/**
 * A classifier from its arrays and what its card says of it.
 *
 * @throws TypeError when an array is missing, and the errors of `decodeSafetensors`
 */
export function decodeClassifier(
  bytes: Uint8Array,
  card: Pick<TextClassifierData, 'labels' | 'dimensions' | 'calibrated'> & { readonly views: readonly TextView[] },
): TextClassifierData {
  const { arrays } = decodeSafetensors(bytes)
  const floats = (name: string): Float32Array => {
    const data = arrays.get(name)?.data
    if (data instanceof Float32Array) return data
    throw new TypeError(`${name} is missing`)
  }
  return {
    labels: card.labels,
    views: card.views.map((view, i) => {
      const hashes = arrays.get(`hashes.${i}`)?.data
      if (!(hashes instanceof Int32Array)) throw new TypeError(`hashes.${i} is missing`)
      return { view, hashes: new Uint32Array(hashes), idf: floats(`idf.${i}`) }
    }),
    dimensions: card.dimensions,
    weights: floats('weights'),
    biases: floats('biases'),
    calibrated: card.calibrated,
  }
}
