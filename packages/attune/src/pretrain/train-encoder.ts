import { segmentHan } from '@attune/language'
import {
  type Device,
  type EncoderShape,
  type MaskedScores,
  openTokenizer,
  type Pretrained,
  pretrainEncoder,
  type Tokenizer,
  type TokenizerKind,
  trainTokenizer,
  type WordedText,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from '../finetune/as-training-failed.ts'
import type { FinetuneHooks } from '../finetune/finetune-settings.ts'
import { openEncoder } from '../finetune/open-encoder.ts'
import { wordTokens } from './word-tokens.ts'

export interface PretrainSettings {
  /** Folder of an encoder to go on from; without one it begins from nothing, with a vocabulary of the texts. */
  readonly from?: string | undefined
  readonly tokenizer: TokenizerKind
  /** Tokens at most. */
  readonly vocabulary: number
  readonly layers: number
  readonly width: number
  readonly heads: number
  /** Tokens of a piece of text. */
  readonly longest: number
  readonly epochs: number
  readonly batch: number
  readonly learningRate?: number | undefined
  /** Of tokens that are hidden. */
  readonly share: number
  readonly seed: number
  readonly threads: number
  /** Default `cpu`. */
  readonly device?: Device | undefined
}

export interface PretrainedEncoder {
  readonly shape: EncoderShape
  readonly tokenizer: Tokenizer
  readonly tokenizerJson: unknown
  /** `encoder.…` and `head.…` */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly report: PretrainReport
}

/** All of it on texts that were set aside. */
export interface PretrainReport extends MaskedScores {
  /** The same before the training. */
  readonly before: MaskedScores
  readonly ended: 'finished' | 'patience' | 'cancelled'
  readonly steps: number
  /** Pieces of text that were learnt from. */
  readonly pieces: number
  readonly vocabulary: number
  readonly trainableParameters: number
  readonly seconds: number
}

/** Positions of an encoder that begins from nothing. */
const positions = 512

/**
 * Pre-trains an encoder on texts by hiding whole words of them, and tries it on texts that were set aside.
 *
 * @throws AttuneError `bad-parameter`, `bad-encoder`, `training-failed`
 */
export async function trainEncoder(
  { texts, heldOut }: { readonly texts: readonly string[]; readonly heldOut: readonly string[] },
  settings: PretrainSettings,
  running: FinetuneHooks,
): Promise<PretrainedEncoder> {
  const { batch, epochs, learningRate, share, seed, threads, device = 'cpu' } = settings
  const began = running.clock()
  return asTrainingFailed(async () => {
    const { shape, weights, tokenizer, tokenizerJson } = startOf(texts, settings)
    const { mask, padding } = tokenizer.ids
    if (mask < 0)
      throw attuneError('bad-encoder', 'The tokenizer of this encoder has no token that hides others ([MASK], <mask>).')
    const longest = Math.min(settings.longest, shape.positions)
    const cut = wordTokens(tokenizer, segmentHan)
    const piecesOf = (some: readonly string[]): WordedText[] =>
      some.flatMap((text) => cut(text, longest)).filter(({ words }) => words.some((word) => word >= 0))
    const pieces = piecesOf(texts)
    const trained = await pretrainEncoder({
      ...running,
      shape,
      ...(weights ? { weights } : {}),
      texts: pieces,
      heldOut: piecesOf(heldOut),
      vocabulary: { mask, padding: Math.max(0, padding), special: new Set(Object.values(tokenizer.ids)) },
      epochs,
      batch,
      share,
      ...(learningRate === undefined ? {} : { learningRate }),
      seed,
      threads,
      device,
    })
    running.signal?.throwIfAborted()
    const seconds = (running.clock() - began) / 1000
    return {
      shape,
      tokenizer,
      tokenizerJson,
      parameters: trained.parameters,
      report: reportOf(trained, { pieces: pieces.length, vocabulary: shape.vocabulary, seconds }),
    }
  })
}

function startOf(texts: readonly string[], settings: PretrainSettings) {
  const { from, tokenizer: kind, vocabulary, layers, width, heads } = settings
  if (from !== undefined) {
    const { shape, weights = new Map(), head, tokenizer, tokenizerJson } = openEncoder(from, [])
    const named = new Map([...weights].map(([name, data]) => [`encoder.${name}`, data]))
    for (const [name, data] of head ?? []) named.set(name, data)
    return { shape, weights: named, tokenizer, tokenizerJson }
  }
  if (width % heads !== 0)
    throw attuneError('bad-parameter', `${heads} heads do not divide a width of ${width}.`, {
      details: { field: 'heads' },
    })
  const tokenizerJson = trainTokenizer(texts, { kind, size: vocabulary })
  const tokenizer = openTokenizer(tokenizerJson)
  const shape: EncoderShape = { layers, width, heads, positions, vocabulary: tokenizer.size }
  return { shape, weights: undefined, tokenizer, tokenizerJson }
}

function reportOf(
  { before, after, result, trainableParameters }: Pretrained,
  facts: Pick<PretrainReport, 'pieces' | 'vocabulary' | 'seconds'>,
): PretrainReport {
  const { ended, state } = result
  return { ...after, before, ended, steps: state.training.step, trainableParameters, ...facts }
}
