import {
  type Device,
  type FitProgress,
  fineTuneClassifier,
  LearnError,
  mergeLora,
  openTextClassifier,
  type TuningMethod,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { type ClassificationReport, classificationReport } from './classification-report.ts'
import { type OpenedEncoder, openEncoder } from './open-encoder.ts'
import type { LabelledTextFile } from './read-labelled-texts.ts'

export interface FinetuneSettings {
  /** A folder, or `scratch`. */
  readonly encoder: string
  readonly method: TuningMethod
  readonly epochs: number
  readonly batch: number
  readonly learningRate?: number | undefined
  /** Tokens of a text that are read. */
  readonly longest: number
  readonly rank: number
  readonly seed: number
  readonly threads: number
  /** Default `cpu`. */
  readonly device?: Device | undefined
}

export interface Finetuned {
  readonly encoder: OpenedEncoder
  /** In the order of the classes' numbers. */
  readonly labels: readonly string[]
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly report: ClassificationReport
  readonly seconds: number
}

/**
 * Fine-tunes an encoder on the training texts and tries it on the others.
 *
 * @throws AttuneError `bad-encoder`, `unknown-encoder`, `one-class`, `training-failed`
 */
export async function finetuneClassifier(
  { train, test }: { readonly train: LabelledTextFile; readonly test: LabelledTextFile },
  settings: FinetuneSettings,
  {
    clock,
    signal,
    onProgress,
  }: {
    readonly clock: () => number
    readonly signal?: AbortSignal
    readonly onProgress?: (progress: FitProgress) => void
  },
): Promise<Finetuned> {
  const began = clock()
  const labels = [...new Set(train.labels)].sort()
  if (labels.length < 2)
    throw attuneError('one-class', `All training texts have the label “${labels[0]}”: there is nothing to tell apart.`)
  const { method, epochs, batch, learningRate, rank, seed, threads, device = 'cpu' } = settings
  if (settings.encoder === 'scratch' && method !== 'full')
    throw attuneError(
      'bad-parameter',
      'An encoder that begins from nothing has nothing to keep: --method is full with it.',
      { details: { field: 'method' } },
    )
  const encoder = openEncoder(settings.encoder, train.texts)
  const { shape, weights, tokenizer } = encoder
  const longest = Math.min(settings.longest, shape.positions)
  const tokensOf = ({ texts }: LabelledTextFile): number[][] => texts.map((text) => tokenizer.encode(text, { longest }))
  const place = new Map(labels.map((label, i) => [label, i]))
  const padding = Math.max(0, tokenizer.ids.padding)
  try {
    const tuned = await fineTuneClassifier({
      encoder: weights ? { shape, weights } : { shape },
      texts: { tokens: tokensOf(train), labels: train.labels.map((label) => place.get(label) as number) },
      classes: labels.length,
      padding,
      method,
      epochs,
      batch,
      ...(learningRate === undefined ? {} : { learningRate }),
      rank,
      seed,
      threads,
      device,
      clock,
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    })
    const merged = method === 'lora' ? mergeLora(tuned.parameters, { rank }) : tuned.parameters
    const tuning = method === 'adapter' ? { adapters: { width: 4 * rank } } : {}
    await using classifier = await openTextClassifier({
      shape,
      classes: labels.length,
      padding,
      parameters: merged,
      tuning,
      threads,
      device,
    })
    const found = await classifier.classify(tokensOf(test))
    return {
      encoder,
      labels,
      parameters: merged,
      trainableParameters: tuned.trainableParameters,
      report: classificationReport(
        test.labels,
        found.map(({ label }) => labels[label] as string),
      ),
      seconds: (clock() - began) / 1000,
    }
  } catch (cause) {
    if (cause instanceof LearnError) throw attuneError('training-failed', cause.message, { cause })
    throw cause
  }
}
