import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decodeSafetensors,
  type EncoderShape,
  LearnError,
  openTokenizer,
  type QuantisedParameters,
  readQuantisedArrays,
  type TextModelOptions,
  type Tokenizer,
} from '@attune/learn'
import { z } from 'zod'
import { AttuneError, attuneError } from '../errors.ts'

const count = z.int().min(1).max(10_000_000)
const commonSchema = z.looseObject({
  shape: z.object({
    layers: count.max(1000),
    width: count.max(65_536),
    heads: count.max(65_536),
    innerWidth: count.optional(),
    vocabulary: count,
    positions: count,
    segments: z.int().min(0).max(1000).optional(),
    epsilon: z.number().positive().max(1).optional(),
  }),
  settings: z.looseObject({
    method: z.string(),
    rank: count.max(65_536),
    longest: count,
  }),
})

export interface OpenedModel<Facts> {
  /** What the JSON file says, with all that nobody asked for. */
  readonly facts: Facts
  readonly shape: EncoderShape
  /** Tokens of a text that are read. */
  readonly longest: number
  readonly tokenizer: Tokenizer
  readonly tokenizerJson: unknown
  /** What `openTextModel` takes beside the head, with floats or with bytes. */
  readonly model: Pick<TextModelOptions<never, never>, 'shape' | 'padding' | 'tuning'> & QuantisedParameters
}

/**
 * Opens a folder that `saveModel` wrote.
 *
 * @param noun what the model is, as in the name of its JSON file
 * @param own what the JSON file must say beside shape and settings
 * @throws AttuneError `unknown-model`, `bad-model`
 */
export function openSavedModel<Facts>(folder: string, noun: string, own: z.ZodType<Facts>): OpenedModel<Facts> {
  const read = (name: string): Buffer => {
    const path = join(folder, name)
    if (existsSync(path)) return readFileSync(path)
    throw attuneError(
      'unknown-model',
      `There is no ${path}. Give a folder that “attune finetune … --out” has written: a ${noun}.`,
    )
  }
  const bad = badModel(folder, noun)
  const file = `${noun}.json`
  const parsed = <T>(schema: z.ZodType<T>, json: unknown): T => {
    const facts = schema.safeParse(json)
    if (facts.success) return facts.data
    throw bad(`${file}: ${z.prettifyError(facts.error).slice(0, 300)}`)
  }
  return withinModel(folder, noun, () => {
    const json: unknown = JSON.parse(read(file).toString('utf8'))
    parsed(z.looseObject({ format: z.literal(`attune-${noun}-1`) }), json)
    const { shape: given, settings } = parsed(commonSchema, json)
    const facts = parsed(own, json)
    const shape = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as unknown as EncoderShape
    const tokenizerJson: unknown = JSON.parse(read('tokenizer.json').toString('utf8'))
    const tokenizer = openTokenizer(tokenizerJson)
    const arrays = readQuantisedArrays(decodeSafetensors(read('model.safetensors')).arrays)
    return {
      facts,
      shape,
      longest: Math.min(settings.longest, shape.positions),
      tokenizer,
      tokenizerJson,
      model: {
        shape,
        padding: Math.max(0, tokenizer.ids.padding),
        tuning: settings.method === 'adapter' ? { adapters: { width: 4 * settings.rank } } : {},
        ...arrays,
      },
    }
  })
}

const badModel =
  (folder: string, noun: string) =>
  (why: string, cause?: unknown): AttuneError =>
    attuneError('bad-model', `The ${noun} in ${folder} cannot be used: ${why}`, { cause })

/**
 * Reads files of a model's folder.
 *
 * @throws AttuneError `bad-model` for what the libraries say of them
 */
export function withinModel<T>(folder: string, noun: string, read: () => T): T {
  const bad = badModel(folder, noun)
  try {
    return read()
  } catch (cause) {
    if (cause instanceof AttuneError) throw cause
    if (cause instanceof LearnError || cause instanceof TypeError) throw bad(cause.message, cause)
    if (cause instanceof SyntaxError) throw bad('it has a file that is no JSON.', cause)
    throw cause
  }
}
