import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decodeSafetensors,
  type EncoderShape,
  LearnError,
  openTokenizer,
  type QuantisedParameters,
  readQuantisedArrays,
  type TextClassifierModel,
  type Tokenizer,
} from '@attune/learn'
import { z } from 'zod'
import { attuneError } from '../errors.ts'

const count = z.int().min(1).max(10_000_000)
const factsSchema = z.looseObject({
  format: z.literal('attune-classifier-1'),
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
  labels: z.array(z.string()).min(2).max(100_000),
  settings: z.looseObject({
    method: z.string(),
    rank: count.max(65_536),
    longest: count,
  }),
})

export interface OpenedClassifier {
  readonly shape: EncoderShape
  readonly labels: readonly string[]
  /** Tokens of a text that are read. */
  readonly longest: number
  readonly tokenizer: Tokenizer
  readonly tokenizerJson: unknown
  /** What `openTextClassifier` takes, with floats or with bytes. */
  readonly model: TextClassifierModel & QuantisedParameters
  /** All of `classifier.json`. */
  readonly facts: Readonly<Record<string, unknown>>
}

/**
 * Opens a folder that `attune finetune classify --out`, `attune distill` or `attune quantize` wrote.
 *
 * @throws AttuneError `unknown-model`, `bad-model`
 */
export function openClassifier(folder: string): OpenedClassifier {
  const read = (name: string): Buffer => {
    const path = join(folder, name)
    if (existsSync(path)) return readFileSync(path)
    throw attuneError(
      'unknown-model',
      `There is no ${path}. Give a folder that “attune finetune classify --out” has written.`,
    )
  }
  const bad = (why: string, cause?: unknown) =>
    attuneError('bad-model', `The classifier in ${folder} cannot be used: ${why}`, { cause })
  try {
    const facts = factsSchema.safeParse(JSON.parse(read('classifier.json').toString('utf8')))
    if (!facts.success) throw bad(`classifier.json: ${z.prettifyError(facts.error).slice(0, 300)}`)
    const { shape: given, labels, settings } = facts.data
    const shape = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given
    const tokenizerJson: unknown = JSON.parse(read('tokenizer.json').toString('utf8'))
    const tokenizer = openTokenizer(tokenizerJson)
    const arrays = readQuantisedArrays(decodeSafetensors(read('model.safetensors')).arrays)
    return {
      shape: shape as EncoderShape,
      labels,
      longest: Math.min(settings.longest, shape.positions),
      tokenizer,
      tokenizerJson,
      model: {
        shape: shape as EncoderShape,
        classes: labels.length,
        padding: Math.max(0, tokenizer.ids.padding),
        tuning: settings.method === 'adapter' ? { adapters: { width: 4 * settings.rank } } : {},
        ...arrays,
      },
      facts: facts.data,
    }
  } catch (cause) {
    if (cause instanceof LearnError) throw bad(cause.message, cause)
    if (cause instanceof SyntaxError) throw bad('it has a file that is no JSON.', cause)
    throw cause
  }
}
