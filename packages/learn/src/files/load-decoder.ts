import type { DecoderShape } from '../layers/decoder.ts'
import { decoderConfig } from './decoder-config.ts'
import { decoderParameters } from './decoder-parameters.ts'
import { pretrainedReader } from './pretrained.ts'
import { decodeSafetensors, type SavedArray } from './safetensors.ts'

export interface LoadedDecoder {
  readonly shape: DecoderShape
  /** By the names that `decoder` gives its parameters, without the prefix. */
  readonly weights: ReadonlyMap<string, Float32Array>
}

const read = pretrainedReader('decoder')

/**
 * A pretrained decoder of the GPT-2 or Llama family (GPT-2, Llama, Mistral, Qwen2) from the contents of its `config.json` and
 * its safetensors files. Numbers of 16 bits become numbers of 32.
 *
 * @param safetensors one file, or all files of a model that lies in several; taken one after the other
 * @throws LearnError `bad-file` when the model is of another family, asks for what is not supported, or lacks numbers
 */
export function loadDecoder(config: unknown, safetensors: Uint8Array | Iterable<Uint8Array>): LoadedDecoder {
  const { family, shape } = decoderConfig(config)
  const missing = new Map(decoderParameters(family, shape))
  const weights = new Map<string, Float32Array>()
  for (const bytes of safetensors instanceof Uint8Array ? [safetensors] : safetensors)
    for (const [name, array] of decodeSafetensors(bytes).arrays) {
      const place = name.replace(/^(transformer|model)\./, '')
      for (const { ours, shape: stored, turned = false, columns } of missing.get(place) ?? [])
        weights.set(ours, read.numbers(name, columns ? cut(array, columns) : array, stored, turned))
      missing.delete(place)
    }
  const [first] = missing.keys()
  if (first !== undefined) throw read.bad(`it has no ${first}`)
  return { shape, weights }
}

/** Some columns of a matrix, or some numbers of a vector. */
function cut({ shape, data }: SavedArray, [from, to]: readonly [number, number]): SavedArray {
  const columns = shape.at(-1) ?? 0
  const rows = shape.length === 1 ? 1 : (shape[0] ?? 0)
  // What does not fit or is of another type is refused with its own shape.
  if (columns < to || !(data instanceof Float32Array) || shape.length > 2) return { shape, data }
  const width = to - from
  const part = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) part.set(data.subarray(row * columns + from, row * columns + to), row * width)
  return { shape: [...shape.slice(0, -1), width], data: part }
}
