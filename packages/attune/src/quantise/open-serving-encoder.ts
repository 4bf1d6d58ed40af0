import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decodeSafetensors,
  LearnError,
  openTokenizer,
  type QuantisedParameters,
  readQuantisedArrays,
  type TextEncoderModel,
  type Tokenizer,
} from '@attune/learn'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { openEncoder } from '../finetune/open-encoder.ts'
import { openSavedModel } from '../finetune/open-saved-model.ts'

export const quantisedFile = 'quantised.safetensors'

export interface ServingEncoder {
  /** What `openTextEncoder` takes, with floats or with bytes. */
  readonly model: TextEncoderModel & QuantisedParameters
  readonly tokenizer: Tokenizer
  readonly tokenizerJson: unknown
}

const count = z.int().min(1).max(10_000_000)
const shapeSchema = z.object({
  layers: count.max(1000),
  width: count.max(65_536),
  heads: count.max(65_536),
  innerWidth: count,
  vocabulary: count,
  positions: count,
  segments: z.int().min(0).max(1000),
  epsilon: z.number().positive().max(1),
})

/**
 * An encoder to serve with: the folder of one with floats, also of `attune finetune similar`, or of one that `attune quantize` wrote.
 *
 * @throws AttuneError `unknown-encoder`, `bad-encoder`
 */
export function openServingEncoder(folder: string): ServingEncoder {
  if (existsSync(join(folder, 'encoder.json')) && !existsSync(join(folder, quantisedFile))) {
    const { model, tokenizer, tokenizerJson } = openSavedModel(folder, 'encoder', z.looseObject({}))
    if (model.tuning?.adapters)
      throw attuneError(
        'bad-encoder',
        'This encoder has adapters, which cannot be taken out of it: train it by full or lora.',
      )
    return { model, tokenizer, tokenizerJson }
  }
  if (!existsSync(join(folder, quantisedFile))) {
    const { shape, weights = new Map(), tokenizer, tokenizerJson } = openEncoder(folder, [])
    const parameters = new Map([...weights].map(([name, data]) => [`encoder.${name}`, data]))
    const padding = Math.max(0, tokenizer.ids.padding)
    return { model: { shape, padding, parameters, quantised: new Map() }, tokenizer, tokenizerJson }
  }
  try {
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
    const shape = shapeSchema.parse(JSON.parse(text('encoder.json')))
    const tokenizerJson: unknown = JSON.parse(text('tokenizer.json'))
    const tokenizer = openTokenizer(tokenizerJson)
    const arrays = readQuantisedArrays(decodeSafetensors(readFileSync(join(folder, quantisedFile))).arrays)
    return { model: { shape, padding: Math.max(0, tokenizer.ids.padding), ...arrays }, tokenizer, tokenizerJson }
  } catch (cause) {
    const why = cause instanceof LearnError ? cause.message : 'a file of it is missing, or is not what it should be.'
    throw attuneError('bad-encoder', `The encoder in ${folder} cannot be used: ${why}`, { cause })
  }
}
