import type { EncoderShape } from '../layers/encoder.ts'
import { LearnError } from '../learn-error.ts'

/**
 * A smaller encoder out of a larger one: its embeddings and every k-th of its layers, the last one among them.
 *
 * @param weights by the names that `encoder` gives its parameters, without the prefix
 * @throws LearnError `bad-option` for more layers than there are
 */
export function everyKthLayer(
  shape: EncoderShape,
  weights: ReadonlyMap<string, Float32Array>,
  layers: number,
): { readonly shape: EncoderShape; readonly weights: ReadonlyMap<string, Float32Array> } {
  if (!Number.isInteger(layers) || layers < 1 || layers > shape.layers)
    throw new LearnError('bad-option', `${layers} layers cannot be taken out of ${shape.layers}.`, { layers })
  const places = new Map(
    Array.from({ length: layers }, (_, i) => [Math.round(((i + 1) * shape.layers) / layers) - 1, i]),
  )
  const kept = [...weights].flatMap(([name, data]): [string, Float32Array][] => {
    const [, layer, rest] = /^layer\.(\d+)\.(.*)$/.exec(name) ?? []
    if (layer === undefined) return [[name, data]]
    const place = places.get(Number(layer))
    return place === undefined ? [] : [[`layer.${place}.${rest}`, data]]
  })
  return { shape: { ...shape, layers }, weights: new Map(kept) }
}
