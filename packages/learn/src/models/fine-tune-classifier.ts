import type { LoadedEncoder } from '../files/load-encoder.ts'
import { Graph } from '../graph/graph.ts'
import type { EncoderOptions } from '../layers/encoder.ts'
import { LearnError } from '../learn-error.ts'
import type { Device } from '../runtime/open-session.ts'
import { type FitOptions, type FitResult, fit } from '../train/fit.ts'
import { openTraining } from '../train/open-training.ts'
import { epochBatches } from './epoch-batches.ts'
import { lengthBuckets } from './length-buckets.ts'
import { openTextClassifier } from './open-text-classifier.ts'
import { textBatch } from './text-batch.ts'
import { textClassifier } from './text-classifier.ts'

/** How much of an encoder is trained beside the head. */
export type TuningMethod = 'full' | 'lora' | 'adapter' | 'frozen'

export interface LabelledTexts {
  /** Token ids of each text, cut to the longest that is wanted. */
  readonly tokens: readonly (readonly number[])[]
  /** Class of each text, from 0. */
  readonly labels: readonly number[]
}

export interface FineTuneOptions extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock'> {
  /** With weights, or without for an encoder that begins from nothing. */
  readonly encoder: Pick<LoadedEncoder, 'shape'> & Partial<LoadedEncoder>
  readonly texts: LabelledTexts
  readonly classes: number
  /** Id of the token that fills up. */
  readonly padding: number
  /** Default `full`. */
  readonly method?: TuningMethod
  /** Times that all texts are seen. Default 5. */
  readonly epochs?: number
  /** Texts in a batch. Default 32. */
  readonly batch?: number
  /** Highest learning rate. Default 2e-4 where a pretrained encoder is tuned whole, 1e-3 otherwise. */
  readonly learningRate?: number
  /** Default .1. */
  readonly dropout?: number
  /** Default 0. */
  readonly smoothing?: number
  /** Of `lora`. Default 8. */
  readonly rank?: number
  /** Judge the model by its accuracy on these after each epoch, and keep the best. */
  readonly validation?: LabelledTexts
  readonly seed?: number
  readonly threads?: number
  /** Default `cpu`. */
  readonly device?: Device
}

export interface FineTuned {
  /** By name, as `openTextClassifier` takes them; adaptations stand beside the encoder's (`mergeLora` puts them in). */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly result: FitResult
}

/**
 * Fine-tunes an encoder to put texts into classes, or trains one from nothing.
 *
 * @throws LearnError `bad-value` for labels out of range or no texts, and what `fit` throws
 */
export async function fineTuneClassifier(options: FineTuneOptions): Promise<FineTuned> {
  const {
    encoder,
    texts,
    classes,
    padding,
    method = 'full',
    epochs = 5,
    batch = 32,
    seed = 1,
    threads = 2,
    device = 'cpu',
  } = options
  checkTexts(texts, classes)
  if (options.validation) checkTexts(options.validation, classes)
  const { dropout = 0.1, smoothing = 0, rank = 8, validation } = options
  const { shape, weights } = encoder
  const learningRate = options.learningRate ?? (method === 'full' && weights ? 2e-4 : 1e-3)
  const buckets = lengthBuckets(
    texts.tokens.map((tokens) => tokens.length),
    { longest: shape.positions },
  )
  const tuning: Partial<EncoderOptions> = {
    ...(weights ? { weights } : {}),
    frozen: method !== 'full',
    ...(method === 'lora' ? { lora: { rank } } : {}),
    ...(method === 'adapter' ? { adapters: { width: 4 * rank } } : {}),
  }
  const networks = buckets.lengths.map((length) => {
    const graph = new Graph()
    return { graph, loss: textClassifier(graph, shape, { batch, length, classes, dropout, smoothing, ...tuning }).loss }
  })
  const training = await openTraining({
    networks,
    optimiser: { kind: 'adamW' },
    longestGradient: 1,
    seed,
    threads,
    device,
  })
  try {
    const { perEpoch, batchOf } = epochBatches(
      texts.tokens.map((tokens) => buckets.bucketOf(tokens.length)),
      { batch, seed },
    )
    const parameters = (): Map<string, Float32Array> => training.parameters as Map<string, Float32Array>
    const judge = validation && {
      every: perEpoch,
      better: 'higher' as const,
      run: async () => {
        await using classifier = await openTextClassifier({
          shape,
          classes,
          padding,
          parameters: parameters(),
          tuning,
          threads,
          device,
        })
        return accuracyOf(await classifier.classify(validation.tokens), validation.labels)
      },
    }
    const result = await fit(training, {
      ...options,
      steps: perEpoch * epochs,
      learningRate,
      warmUp: 0.1,
      batchesOf: (step) => {
        const { bucket, texts: chosen } = batchOf(step)
        const length = buckets.lengths[bucket] as number
        return {
          network: bucket,
          inputs: {
            ...textBatch(
              chosen.map((i) => texts.tokens[i] ?? []),
              { batch, length, padding },
            ),
            ...labelsOf(
              chosen.map((i) => texts.labels[i] as number),
              batch,
            ),
          },
        }
      },
      ...(judge ? { judge } : {}),
    })
    return {
      parameters: new Map([...parameters()].map(([name, view]) => [name, view.slice()])),
      trainableParameters: training.trainableParameters,
      result,
    }
  } finally {
    await training.close()
  }
}

function labelsOf(labels: readonly number[], batch: number): { labels: BigInt64Array; weights: Float32Array } {
  return {
    labels: BigInt64Array.from({ length: batch }, (_, i) => BigInt(labels[i] ?? 0)),
    weights: Float32Array.from({ length: batch }, (_, i) => Number(i < labels.length)),
  }
}

function checkTexts({ tokens, labels }: LabelledTexts, classes: number): void {
  if (tokens.length === 0) throw new LearnError('bad-value', 'There are no texts to learn from.')
  if (tokens.length !== labels.length)
    throw new LearnError('bad-value', `${tokens.length} texts have ${labels.length} labels.`)
  const wrong = labels.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes))
  if (wrong >= 0)
    throw new LearnError('bad-value', `Label ${wrong} is ${labels[wrong]}; there are ${classes} classes, from 0.`, {
      at: wrong,
    })
}

/** Share of texts whose likeliest class is theirs. */
export const accuracyOf = (found: readonly { readonly label: number }[], labels: readonly number[]): number =>
  found.filter(({ label }, i) => label === labels[i]).length / labels.length
