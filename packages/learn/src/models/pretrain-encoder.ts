import { Graph } from '../graph/graph.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { LearnError } from '../learn-error.ts'
import type { Device } from '../runtime/open-session.ts'
import { type FitOptions, type FitResult, fit } from '../train/fit.ts'
import { openTraining } from '../train/open-training.ts'
import { createRandom } from '../train/random.ts'
import { epochBatches } from './epoch-batches.ts'
import { lengthBuckets } from './length-buckets.ts'
import { type MaskedText, maskWords } from './mask-words.ts'
import { maskedBatch } from './masked-batch.ts'
import { maskedLanguageModel } from './masked-language-model.ts'
import { type MaskedScores, scoreMasked } from './score-masked.ts'

/** A text to learn a language from. */
export interface WordedText {
  /** Ids, cut to the longest that is wanted, with those that begin and end a text. */
  readonly tokens: readonly number[]
  /** Number of the word of each token, rising; −1 for tokens that are never hidden. */
  readonly words: readonly number[]
}

/** Of a tokeniser, as far as hiding words needs it. */
export interface MaskVocabulary {
  readonly padding: number
  readonly mask: number
  /** Never put in the place of another token. */
  readonly special: ReadonlySet<number>
}

export interface PretrainOptions extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock'> {
  readonly shape: EncoderShape
  /** What parameters begin with, by name (`encoder.…`, `head.…`); those that are missing are drawn. */
  readonly weights?: ReadonlyMap<string, Float32Array>
  readonly texts: readonly WordedText[]
  /** Texts that nothing is learnt from; the encoder is judged by its loss on them. */
  readonly heldOut: readonly WordedText[]
  readonly vocabulary: MaskVocabulary
  /** Times that all texts are seen. Default 3. */
  readonly epochs?: number
  /** Texts in a batch. Default 32. */
  readonly batch?: number
  /** Share of a text's tokens that is predicted. Default .15. */
  readonly share?: number
  /** The highest. Default 5e-4, or 5e-5 with weights. */
  readonly learningRate?: number
  /** Default .1. */
  readonly dropout?: number
  /** Judgements in all, the last at the end. Default 5. */
  readonly judgements?: number
  readonly seed?: number
  readonly threads?: number
  /** Default `cpu`. */
  readonly device?: Device
}

export interface Pretrained {
  /** `encoder.…` and `head.…`, of the best judgement. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly before: MaskedScores
  readonly after: MaskedScores
  readonly trainableParameters: number
  readonly result: FitResult
}

/**
 * Pre-trains an encoder as a masked language model, from nothing or on from what is there. What is hidden depends on the seed,
 * the step and the text alone; what is hidden in held-out texts is always the same.
 *
 * @throws LearnError `bad-value` without texts or with ids out of range, and what `fit` throws
 */
export async function pretrainEncoder(options: PretrainOptions): Promise<Pretrained> {
  const { shape, weights, texts, heldOut, vocabulary, epochs = 3, batch = 32, share = 0.15, seed = 1 } = options
  const { dropout = 0.1, judgements = 5, threads = 2, device = 'cpu', learningRate = weights ? 5e-5 : 5e-4 } = options
  for (const list of [texts, heldOut]) checkTexts(list, shape)
  if (!(share > 0 && share < 1))
    throw new LearnError('bad-option', 'The share of hidden tokens is between 0 and 1.', { share })
  const buckets = lengthBuckets(
    texts.map(({ tokens }) => tokens.length),
    { longest: shape.positions },
  )
  const mostOf = (length: number): number => Math.max(1, Math.round(share * length))
  const hide = ({ tokens, words }: WordedText, name: string): MaskedText =>
    maskWords(tokens, words, {
      most: mostOf(tokens.length),
      mask: vocabulary.mask,
      vocabulary: shape.vocabulary,
      special: vocabulary.special,
      random: createRandom(seed, name),
    })
  const hidden = heldOut.map((text, i) => hide(text, `held out ${i}`))
  const networks = buckets.lengths.map((length) => {
    const graph = new Graph()
    const model = maskedLanguageModel(graph, shape, {
      batch,
      length,
      masked: batch * mostOf(length),
      dropout,
      ...(weights ? { weights } : {}),
    })
    return { graph, loss: model.loss }
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
      texts.map(({ tokens }) => buckets.bucketOf(tokens.length)),
      { batch, seed },
    )
    const steps = perEpoch * epochs
    const parameters = training.parameters as Map<string, Float32Array>
    const score = (): Promise<MaskedScores> =>
      scoreMasked(hidden, { shape, parameters, padding: vocabulary.padding, batch, mostOf, threads, device })
    const before = await score()
    const { keep, from, signal, onProgress, clock } = options
    const result = await fit(training, {
      ...(keep ? { keep } : {}),
      ...(from ? { from } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      clock,
      steps,
      learningRate,
      warmUp: 0.06,
      batchesOf: (step) => {
        const { bucket, texts: chosen } = batchOf(step)
        const length = buckets.lengths[bucket] as number
        const masked = chosen.map((i) => hide(texts[i] as WordedText, `step ${step} text ${i}`))
        return {
          network: bucket,
          inputs: maskedBatch(masked, { batch, length, masked: batch * mostOf(length), padding: vocabulary.padding }),
        }
      },
      judge: {
        every: Math.max(1, Math.ceil(steps / judgements)),
        better: 'lower',
        run: async () => (await score()).loss,
      },
    })
    const after = await score()
    return {
      parameters: new Map([...parameters].map(([name, view]) => [name, view.slice()])),
      before,
      after,
      trainableParameters: training.trainableParameters,
      result,
    }
  } finally {
    await training.close()
  }
}

function checkTexts(texts: readonly WordedText[], { vocabulary, positions }: EncoderShape): void {
  if (texts.length === 0)
    throw new LearnError('bad-value', 'There are no texts to learn from, or none to judge what was learnt.')
  for (const [i, { tokens, words }] of texts.entries()) {
    if (tokens.length === 0 || tokens.length > positions || words.length !== tokens.length)
      throw new LearnError(
        'bad-value',
        `Text ${i} has ${tokens.length} tokens and ${words.length} words of them; there is room for 1 to ${positions}.`,
      )
    const wrong = tokens.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabulary))
    if (wrong !== undefined)
      throw new LearnError('bad-value', `Text ${i} has token ${wrong}; there are ${vocabulary}, from 0.`)
  }
}
