import type { LoadedDecoder } from '../files/load-decoder.ts'
import { Graph } from '../graph/graph.ts'
import type { DecoderOptions, DecoderShape } from '../layers/decoder.ts'
import { LearnError } from '../learn-error.ts'
import { type FitOptions, type FitResult, fit } from '../train/fit.ts'
import { openTraining } from '../train/open-training.ts'
import { causalLanguageModel, outputBlock } from './causal-language-model.ts'
import { epochBatches } from './epoch-batches.ts'
import { type LanguageSequence, languageBatch, predictedOf } from './language-batch.ts'
import { languageBuckets, languageLoss } from './language-loss.ts'

export interface TrainDecoderOptions extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock'> {
  /** With weights, or without for a decoder that begins from nothing. */
  readonly decoder: Pick<LoadedDecoder, 'shape'> & Partial<LoadedDecoder>
  /** What is learnt: packed texts, single ones, or prompts with their answers. */
  readonly sequences: readonly LanguageSequence[]
  /** How much is trained. Default `full`. */
  readonly method?: 'full' | 'lora' | 'adapter'
  /** Of `lora`; adapters are four times as wide. Default 8. */
  readonly rank?: number
  /** Times that all sequences are seen. Default 5. */
  readonly epochs?: number
  /** Sequences in a batch. Default 16. */
  readonly batch?: number
  /** Highest learning rate. Default 1e-4 where a pretrained decoder is tuned whole, 1e-3 otherwise. */
  readonly learningRate?: number
  /** Default .1. */
  readonly dropout?: number
  /** Judge by the loss on these after each epoch, keep the best, and end when none was better for `patience` epochs. */
  readonly validation?: readonly LanguageSequence[]
  /** Default: all epochs are done. */
  readonly patience?: number
  readonly seed?: number
  readonly threads?: number
}

export interface TrainedDecoder {
  /** By name, with the prefix `decoder`; adaptations stand beside (`mergeLora` puts them in). */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly result: FitResult
}

/** What was added to a decoder that was trained with a method, for `openGenerator` and `languageLoss`. */
export const decoderTuning = (
  method: TrainDecoderOptions['method'],
  rank = 8,
): Pick<DecoderOptions, 'lora' | 'adapters'> => ({
  ...(method === 'lora' ? { lora: { rank, parts: ['query', 'key', 'value', 'output'] } } : {}),
  ...(method === 'adapter' ? { adapters: { width: 4 * rank } } : {}),
})

/** Beyond this share of rows, working out all of them costs less than choosing. */
const nearlyAll = 0.9

/**
 * Pre-trains a decoder, or teaches one to answer prompts.
 *
 * @throws LearnError `bad-value` for sequences that are too short, too long or have tokens that do not exist, and what `fit` throws
 */
export async function trainDecoder(options: TrainDecoderOptions): Promise<TrainedDecoder> {
  const { decoder, sequences, method = 'full', rank = 8, epochs = 5, batch = 16, seed = 1, threads = 2 } = options
  const { dropout = 0.1, validation, patience } = options
  const { shape, weights } = decoder
  if (!(Number.isInteger(epochs) && epochs >= 1 && Number.isInteger(batch) && batch >= 1))
    throw new LearnError('bad-option', 'Epochs and batch are whole numbers above 0.', { epochs, batch })
  checkSequences(sequences, shape)
  if (validation) checkSequences(validation, shape)
  const learningRate = options.learningRate ?? (method === 'full' && weights ? 1e-4 : 1e-3)
  const buckets = languageBuckets(sequences, shape)
  const { perEpoch, batchOf } = epochBatches(
    sequences.map(({ tokens }) => buckets.bucketOf(tokens.length - 1)),
    { batch, seed },
  )
  const steps = perEpoch * epochs
  const most = mostPredicted(sequences, steps, batchOf)
  // Where nothing below the last attention is trained, no gradient goes back through the choice of rows.
  const wholeRows = method === 'adapter' && shape.layers === 1
  const sizes = buckets.lengths.map((length, bucket) => {
    const predicted = most.get(bucket) ?? 1
    return { batch, length, ...(wholeRows || predicted > nearlyAll * batch * length ? {} : { predicted }) }
  })
  const tuning = decoderTuning(method, rank)
  const own = { ...(weights ? { weights } : {}), frozen: method !== 'full', ...tuning, dropout }
  const rows = Math.max(...sizes.map(({ length, predicted = batch * length }) => predicted))
  const block = outputBlock(shape.vocabulary, rows)
  const networks = sizes.map((size) => {
    const graph = new Graph()
    return { graph, loss: causalLanguageModel(graph, shape, { ...size, ...own, ...block }) }
  })
  const optimiser = { kind: 'adamW' } as const
  const training = await openTraining({ networks, optimiser, longestGradient: 1, seed, threads })
  try {
    const parameters = training.parameters as Map<string, Float32Array>
    const judge = validation && {
      every: perEpoch,
      better: 'lower' as const,
      ...(patience === undefined ? {} : { patience }),
      run: async () => (await languageLoss({ shape, parameters, tuning, batch, threads }, validation)).loss,
    }
    const result = await fit(training, {
      ...options,
      steps,
      learningRate,
      warmUp: 0.1,
      batchesOf: (step) => {
        const { bucket, texts } = batchOf(step)
        const chosen = texts.map((i) => sequences[i] as LanguageSequence)
        return { network: bucket, inputs: languageBatch(chosen, sizes[bucket] as (typeof sizes)[0]) }
      },
      ...(judge ? { judge } : {}),
    })
    return {
      parameters: new Map([...parameters].map(([name, view]) => [name, view.slice()])),
      trainableParameters: training.trainableParameters,
      result,
    }
  } finally {
    await training.close()
  }
}

/** The most tokens that a batch of each bucket predicts: batches are known beforehand. */
function mostPredicted(
  sequences: readonly LanguageSequence[],
  steps: number,
  batchOf: (step: number) => { readonly bucket: number; readonly texts: readonly number[] },
): ReadonlyMap<number, number> {
  const most = new Map<number, number>()
  for (let step = 1; step <= steps; step++) {
    const { bucket, texts } = batchOf(step)
    const count = texts.reduce((sum, i) => sum + predictedOf(sequences[i] as LanguageSequence), 0)
    most.set(bucket, Math.max(most.get(bucket) ?? 1, count))
  }
  return most
}

function checkSequences(sequences: readonly LanguageSequence[], { vocabulary, positions }: DecoderShape): void {
  if (sequences.length === 0) throw new LearnError('bad-value', 'There are no texts to learn from.')
  for (const [at, { tokens, from = 1 }] of sequences.entries()) {
    if (tokens.length < 2 || tokens.length > positions + 1)
      throw new LearnError(
        'bad-value',
        `Text ${at} has ${tokens.length} tokens; 2 to ${positions + 1} can be learnt.`,
        {
          at,
        },
      )
    if (!(Number.isInteger(from) && from >= 1 && from < tokens.length))
      throw new LearnError('bad-value', `Text ${at} begins to be predicted at ${from} of ${tokens.length} tokens.`, {
        at,
      })
    const wrong = tokens.find((token) => !(Number.isInteger(token) && token >= 0 && token < vocabulary))
    if (wrong !== undefined)
      throw new LearnError('bad-value', `Text ${at} has token ${wrong}; they go from 0 to ${vocabulary - 1}.`, { at })
  }
}
