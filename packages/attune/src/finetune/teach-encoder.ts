import { randomInt } from 'node:crypto'
import {
  type EncodedText,
  type Example,
  encodePair,
  fineTune,
  type Head,
  mergeLora,
  openTextModel,
  type TextModel,
  type TextModelOptions,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from './as-training-failed.ts'
import type { FinetuneFacts, FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import { type OpenedEncoder, openEncoder } from './open-encoder.ts'

/** An encoder and how texts are cut for it. */
export interface Pupil {
  readonly encoder: OpenedEncoder
  /** Token ids of a text, or of two as one. */
  readonly encode: (text: string, second?: string) => EncodedText
  /** Id of the token that fills up. */
  readonly padding: number
}

export interface Taught<Label, Answer> {
  readonly encoder: OpenedEncoder
  /** By name; low-rank adaptations are in the encoder's matrices. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly facts: Omit<FinetuneFacts, 'seconds'>
  readonly model: Omit<TextModelOptions<Label, Answer>, 'head'>
  readonly open: () => TextModel<Answer>
}

/**
 * Opens the encoder that is to be taught.
 *
 * @param texts what a vocabulary is learnt from where the encoder begins from nothing
 * @throws AttuneError `bad-parameter`, `unknown-encoder`, `bad-encoder`
 */
export function openPupil(settings: FinetuneSettings, texts: readonly string[]): Pupil {
  if (settings.encoder === 'scratch' && settings.method !== 'full')
    throw attuneError(
      'bad-parameter',
      'An encoder that begins from nothing has nothing to keep: --method is full with it.',
      {
        details: { field: 'method' },
      },
    )
  if (settings.encoder === 'scratch' && settings.privacy)
    throw attuneError(
      'bad-parameter',
      'The vocabulary of an encoder that begins from nothing is learnt from the texts and tells of them: with --privacy-noise, --encoder is a folder.',
      { details: { field: 'encoder' } },
    )
  const encoder = openEncoder(settings.encoder, texts)
  const { tokenizer, shape } = encoder
  const longest = Math.min(settings.longest, shape.positions)
  return {
    encoder,
    encode: (text, second) =>
      second === undefined ? tokenizer.encode(text, { longest }) : encodePair(tokenizer, text, second, longest),
    padding: Math.max(0, tokenizer.ids.padding),
  }
}

/**
 * Teaches an encoder a task.
 *
 * @throws AttuneError `training-failed`, `cancelled`
 */
export async function teachEncoder<Label, Answer>(
  { encoder, padding }: Pupil,
  head: Head<Label, Answer>,
  examples: readonly Example<Label>[],
  settings: FinetuneSettings,
  hooks: FinetuneHooks,
): Promise<Taught<Label, Answer>> {
  const { method, epochs, batch, learningRate, rank, seed, threads, device = 'cpu', privacy } = settings
  const { shape, weights } = encoder
  const tuned = await asTrainingFailed(() =>
    fineTune({
      head,
      encoder: weights ? { shape, weights } : { shape },
      examples,
      padding,
      method,
      epochs,
      batch,
      ...(learningRate === undefined ? {} : { learningRate }),
      rank,
      seed,
      threads,
      device,
      ...(privacy ? { privacy: { ...privacy, random: unguessable } } : {}),
      ...hooks,
    }),
  )
  hooks.signal?.throwIfAborted()
  if (tuned.result.ended === 'cancelled')
    throw attuneError('cancelled', 'The training was cancelled; no model was made.')
  const { lora, ...rest } = tuned.tuning
  const parameters = lora ? mergeLora(tuned.parameters, lora) : tuned.parameters
  const model = { shape, padding, parameters, tuning: rest, threads, device }
  return {
    encoder,
    parameters,
    facts: {
      trainableParameters: tuned.trainableParameters,
      ...(tuned.privacy && privacy ? { privacy: { ...tuned.privacy, clip: privacy.clip } } : {}),
    },
    model,
    open: () => openTextModel({ ...model, head }),
  }
}

/** Uniform from 0 to below 1, from the system's source of randomness. */
const unguessable = (): number => randomInt(2 ** 47) / 2 ** 47
