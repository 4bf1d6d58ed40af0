import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  type DecoderShape,
  LearnError,
  loadDecoder,
  openTokenizer,
  type Tokenizer,
  trainTokenizer,
} from '@attune/learn'
import { attuneError } from '../errors.ts'

export interface OpenedDecoder {
  readonly shape: DecoderShape
  /** None for one that begins from nothing. */
  readonly weights?: ReadonlyMap<string, Float32Array>
  readonly tokenizer: Tokenizer
  /** To be kept beside the model. */
  readonly tokenizerJson: unknown
  readonly name: string
}

/** How large a decoder is that begins from nothing. */
export interface ScratchSize {
  readonly layers: number
  readonly width: number
  readonly vocabulary: number
  /** Texts that are one token each. Default none. */
  readonly whole?: readonly string[]
}

/** Numbers of a head. */
const headWidth = 64
const positions = 512

/**
 * A pretrained decoder from a folder with `config.json`, `tokenizer.json` and `model.safetensors`, or several such files and
 * their `model.safetensors.index.json`; or `scratch`: one that begins from nothing, with a vocabulary learnt from the texts.
 *
 * @throws AttuneError `unknown-decoder`, `bad-decoder`
 */
export function openDecoder(decoder: string, texts: Iterable<string>, size: ScratchSize): OpenedDecoder {
  if (decoder === 'scratch') return scratchDecoder(texts, size)
  const [config, json] = ['config.json', 'tokenizer.json'].map((name) => readJson(decoder, name))
  // How long texts are is said by us.
  const tokenizerJson = { ...(json as object), truncation: null, padding: null }
  return telling(decoder, () => {
    const { shape, weights } = loadDecoder(config, weightFiles(decoder))
    const tokenizer = openTokenizer(tokenizerJson)
    if (tokenizer.size > shape.vocabulary)
      throw new LearnError(
        'bad-file',
        `The tokenizer has ${tokenizer.size} tokens, the decoder only ${shape.vocabulary}: they do not belong together.`,
      )
    return { name: basename(decoder), shape, weights, tokenizer, tokenizerJson }
  })
}

function scratchDecoder(
  texts: Iterable<string>,
  { layers, width, vocabulary, whole = [] }: ScratchSize,
): OpenedDecoder {
  const tokenizerJson = trainTokenizer(texts, { kind: 'bpe', size: vocabulary, lowercase: false, whole })
  const tokenizer = openTokenizer(tokenizerJson)
  const shape: DecoderShape = {
    layers,
    width,
    heads: Math.max(1, Math.round(width / headWidth)),
    vocabulary: tokenizer.size,
    positions,
  }
  return { name: 'scratch', shape, tokenizer, tokenizerJson }
}

/** The files with numbers, read one after the other. */
function* weightFiles(folder: string): Generator<Uint8Array> {
  const index = join(folder, 'model.safetensors.index.json')
  const whole = join(folder, 'model.safetensors')
  if (existsSync(whole) || !existsSync(index)) {
    if (!existsSync(whole)) throw missing(whole)
    yield readFileSync(whole)
    return
  }
  const { weight_map: map } = readJson(folder, 'model.safetensors.index.json') as { weight_map?: unknown }
  const names = new Set(Object.values(typeof map === 'object' && map !== null ? map : {}))
  if (names.size === 0) throw new LearnError('bad-file', 'model.safetensors.index.json names no files.')
  for (const name of names) {
    // Only files of this folder, whatever the index says.
    if (typeof name !== 'string' || name !== basename(name))
      throw new LearnError(
        'bad-file',
        `model.safetensors.index.json names “${String(name)}”, which is no file beside it.`,
      )
    const file = join(folder, name)
    if (!existsSync(file)) throw missing(file)
    yield readFileSync(file)
  }
}

function readJson(folder: string, name: string): unknown {
  const file = join(folder, name)
  if (!existsSync(file)) throw missing(file)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (cause) {
    throw attuneError('bad-decoder', `${file} is no JSON.`, { cause })
  }
}

const missing = (file: string): Error =>
  attuneError(
    'unknown-decoder',
    `There is no ${file}. Give a folder with config.json, tokenizer.json and model.safetensors, or “scratch”.`,
  )

function telling<Result>(folder: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof LearnError) throw attuneError('bad-decoder', `${folder}: ${cause.message}`, { cause })
    throw cause
  }
}
