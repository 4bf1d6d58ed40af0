import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type EncoderShape,
  LearnError,
  loadEncoder,
  openTokenizer,
  type Tokenizer,
  trainTokenizer,
} from '@attune/learn'
import { mostJsonBytes, mostWeightBytes } from '../encoders/encoder-files.ts'
import { sourceOf } from '../encoders/encoder-record.ts'
import { attuneError } from '../errors.ts'

export interface OpenedEncoder {
  readonly shape: EncoderShape
  /** None for one that begins from nothing. */
  readonly weights?: ReadonlyMap<string, Float32Array>
  /** Of a masked language model, by the names of its parameters; where the folder has one. */
  readonly head?: ReadonlyMap<string, Float32Array>
  readonly tokenizer: Tokenizer
  /** To be kept beside the model. */
  readonly tokenizerJson: unknown
  readonly name: string
}

/** Small enough to learn from some thousand texts within minutes on two cores. */
const scratch = { layers: 2, width: 128, heads: 4, positions: 512 } as const
const scratchVocabulary = 8000

/**
 * A pretrained encoder from a folder with `config.json`, `tokenizer.json` and `model.safetensors`, or `scratch`: one that
 * begins from nothing, with a vocabulary learnt from the texts.
 *
 * @throws AttuneError `unknown-encoder`, `bad-encoder`
 */
export function openEncoder(encoder: string, texts: readonly string[]): OpenedEncoder {
  if (encoder === 'scratch') {
    const tokenizerJson = trainTokenizer(texts, { size: scratchVocabulary })
    const tokenizer = openTokenizer(tokenizerJson)
    return { name: 'scratch', shape: { ...scratch, vocabulary: tokenizer.size }, tokenizer, tokenizerJson }
  }
  const files = ['config.json', 'tokenizer.json', 'model.safetensors'].map((name) => join(encoder, name))
  const missing = files.find((file) => !existsSync(file))
  if (missing !== undefined)
    throw attuneError(
      'unknown-encoder',
      `There is no ${missing}. Give a folder with config.json, tokenizer.json and model.safetensors, or “scratch”.`,
    )
  for (const [i, file] of files.entries()) {
    const most = i === 2 ? mostWeightBytes : mostJsonBytes
    if (statSync(file).size > most)
      throw attuneError(
        'bad-encoder',
        `${file} has more than ${Math.round(most / 2 ** 20)} MiB, which is not read here.`,
      )
  }
  try {
    const [config, json] = files.slice(0, 2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as unknown)
    // How long texts are is said by us.
    const tokenizerJson = { ...(json as object), truncation: null, padding: null }
    const loaded = loadEncoder(config, readFileSync(files[2] as string))
    return {
      name: sourceOf(encoder)?.name ?? encoder,
      ...loaded,
      tokenizer: openTokenizer(tokenizerJson),
      tokenizerJson,
    }
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw attuneError('bad-encoder', `${encoder} has a file that is no JSON.`, { cause })
    if (cause instanceof LearnError) throw attuneError('bad-encoder', cause.message, { cause })
    throw cause
  }
}
