import { languageLoss, packTexts, trainDecoder } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from '../finetune/as-training-failed.ts'
import type { FinetuneHooks } from '../finetune/finetune-settings.ts'
import { type OpenedDecoder, openDecoder } from './open-decoder.ts'
import { marksOf } from './writer-model.ts'

export interface PretrainDecoderSettings {
  /** `scratch`, or a folder of a decoder to go on with. */
  readonly decoder: string
  readonly epochs: number
  /** Sequences in a batch. */
  readonly batch: number
  readonly learningRate?: number | undefined
  /** Tokens of a sequence. */
  readonly longest: number
  /** Of a decoder that begins from nothing. */
  readonly layers: number
  readonly width: number
  readonly vocabulary: number
  readonly dropout: number
  readonly seed: number
  readonly threads: number
}

export interface PretrainedDecoder {
  readonly decoder: OpenedDecoder
  /** By name, with the prefix `decoder`; for `decoderFiles`. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly report: {
    /** Of texts that were set aside, for each token; null where there were too few. */
    readonly perplexity: number | null
    /** Tokens that were learnt from in one epoch. */
    readonly tokens: number
  }
}

/**
 * Teaches a decoder to go on with texts: one that begins from nothing, or one from a folder that is to know a field better.
 *
 * @throws AttuneError `no-texts`, `bad-decoder`, `unknown-decoder`, `training-failed`
 */
export async function pretrainDecoder(
  { texts, heldOut }: { readonly texts: readonly string[]; readonly heldOut: readonly string[] },
  settings: PretrainDecoderSettings,
  options: FinetuneHooks,
): Promise<PretrainedDecoder> {
  const { seed, batch, threads } = settings
  const decoder = openDecoder(settings.decoder, texts, settings)
  const { shape, weights, tokenizer } = decoder
  const { begin, end } = marksOf(tokenizer)
  const length = Math.min(settings.longest, shape.positions)
  const packed = (some: readonly string[]) =>
    packTexts(
      some.map((text) => [...begin, ...tokenizer.encode(text, { special: false })]),
      { length, end },
    )
  const [sequences, tried] = [packed(texts), packed(heldOut)]
  if (sequences.length === 0)
    throw attuneError('no-texts', `The texts together have fewer than ${length} tokens: give more, or lower --longest.`)
  return asTrainingFailed(async () => {
    const trained = await trainDecoder({
      ...options,
      decoder: weights ? { shape, weights } : { shape },
      sequences,
      epochs: settings.epochs,
      batch,
      dropout: settings.dropout,
      ...(settings.learningRate === undefined ? {} : { learningRate: settings.learningRate }),
      seed,
      threads,
    })
    options.signal?.throwIfAborted()
    const { parameters, trainableParameters } = trained
    const found = tried.length === 0 ? null : await languageLoss({ shape, parameters, batch, threads }, tried)
    return {
      decoder,
      parameters,
      trainableParameters,
      report: {
        perplexity: found && Math.exp(found.loss),
        tokens: sequences.length * length,
      },
    }
  })
}
