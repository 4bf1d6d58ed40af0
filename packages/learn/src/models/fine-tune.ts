import type { LoadedEncoder } from '../files/load-encoder.ts'
import { Graph } from '../graph/graph.ts'
import { adaptiveBudget } from '../layers/adaptive-budget.ts'
import type { EncoderOptions } from '../layers/encoder.ts'
import { orthogonality } from '../layers/orthogonality.ts'
import { LearnError } from '../learn-error.ts'
import { add, scale } from '../ops/arithmetic.ts'
import type { Device } from '../runtime/open-session.ts'
import { type FitOptions, type FitResult, fit } from '../train/fit.ts'
import { type Batch, openTraining, type TrainingNetwork } from '../train/open-training.ts'
import { createRandom } from '../train/random.ts'
import { tokensOf } from './encoded-text.ts'
import { epochBatches, type TextIndexBatch } from './epoch-batches.ts'
import type { Example, Head } from './head.ts'
import { lengthBuckets } from './length-buckets.ts'
import { openTextModel } from './open-text-model.ts'
import { poissonBatches } from './poisson-batches.ts'
import { neededInputs } from './text-batch.ts'

/** How much of an encoder is trained beside the head. */
export type TuningMethod = 'full' | 'lora' | 'adalora' | 'adapter' | 'frozen'

/** Learning from which hardly anything about one example can be told (DP-SGD, Abadi et al. 2016). */
export interface PrivacyOptions {
  /** The gradient of an example is at most this long. */
  readonly clip: number
  /** Deviation of the noise, in units of `clip`. */
  readonly noise: number
  /**
   * Uniform numbers from 0 to below 1 that decide which examples a step sees, and that the noise is made of. Default: from the seed,
   * which is enough for tests; protection needs numbers that nobody can guess.
   */
  readonly random?: () => number
}

/** What an accountant is asked: steps of a Gaussian mechanism on a sample in which each example is with the same chance. */
export interface PrivacySpent {
  readonly samplingRate: number
  readonly noise: number
  readonly steps: number
}

export interface FineTuneOptions<Label, Answer>
  extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock'> {
  readonly head: Head<Label, Answer>
  /** With weights, or without for an encoder that begins from nothing. */
  readonly encoder: Pick<LoadedEncoder, 'shape'> & Partial<LoadedEncoder>
  readonly examples: readonly Example<Label>[]
  /** Id of the token that fills up. */
  readonly padding: number
  /** Default `full`. */
  readonly method?: TuningMethod
  /** Times that all examples are seen. Default 5. */
  readonly epochs?: number
  /** Examples in a batch. Default 32. */
  readonly batch?: number
  /** Highest learning rate. Default 2e-4 where a pretrained encoder is tuned whole, 1e-3 otherwise. */
  readonly learningRate?: number
  /** Default .1. */
  readonly dropout?: number
  /** Of `lora`, and on average of `adalora`; adapters are four times as wide. Default 8. */
  readonly rank?: number
  /** Judge the model on these after each epoch, and keep the best. */
  readonly validation?: readonly Example<Label>[]
  /** Judgements without a better one that end the training. Default: none do. */
  readonly patience?: number
  readonly privacy?: PrivacyOptions
  readonly seed?: number
  readonly threads?: number
  /** Default `cpu`. */
  readonly device?: Device
}

export interface FineTuned {
  /** By name, as `openTextModel` takes them; adaptations stand beside the encoder's (`mergeLora` puts them in). */
  readonly parameters: ReadonlyMap<string, Float32Array>
  /** The adaptations, as `openTextModel` takes them. */
  readonly tuning: Pick<EncoderOptions, 'lora' | 'adapters'>
  readonly trainableParameters: number
  readonly result: FitResult
  /** Where `privacy` was asked for. */
  readonly privacy?: PrivacySpent
}

/** Weight of the orthogonality of AdaLoRA's matrices beside the loss. */
const orthogonalityWeight = 0.1

/**
 * Fine-tunes an encoder with a head, or trains one from nothing.
 *
 * @throws LearnError `bad-value` for labels out of range or no examples, `bad-option` for a head whose examples meet or parameters
 *   that cannot be told apart where `privacy` is asked for, and what `fit` throws
 * @example
 * const head = classification({ classes: 2 })
 * const tuned = await fineTune({ head, encoder, examples, padding, clock: performance.now })
 * await using model = openTextModel({ head, shape, padding, ...tuned })
 */
export async function fineTune<Label, Answer>(options: FineTuneOptions<Label, Answer>): Promise<FineTuned> {
  const {
    head,
    encoder,
    examples,
    padding,
    epochs = 5,
    batch = 32,
    seed = 1,
    threads = 2,
    device = 'cpu',
    validation,
    privacy,
  } = options
  checkExamples(head, examples, head.texts)
  if (validation) checkExamples(head, validation, Number.POSITIVE_INFINITY)
  const { method = 'full', dropout = 0.1, rank = 8 } = options
  const { shape, weights } = encoder
  const learningRate = options.learningRate ?? (method === 'full' && weights ? 2e-4 : 1e-3)
  const added = addedBy(method, rank)
  const longestOf = ({ texts }: Example<Label>): number => Math.max(...texts.map((text) => tokensOf(text).length))
  const lengths = examples.map(longestOf)
  const buckets = lengthBuckets(lengths, { longest: shape.positions })
  const room = privacy ? roomOf(batch, buckets.lengths.length) : batch
  const places = { batch: room * head.texts, padding }
  const networks = buckets.lengths.map((length): TrainingNetwork => {
    const graph = new Graph()
    const tuning = { ...added, ...(weights ? { weights } : {}), frozen: method !== 'full', dropout }
    const { loss } = head.write(graph, { shape, batch: places.batch, length, tuning, apart: privacy !== undefined })
    const whole = method === 'adalora' ? add(loss, scale(orthogonality(graph), orthogonalityWeight)) : loss
    return { graph, loss: whole, ...(privacy ? { apart: apartOf(head, graph, room) } : {}) }
  })
  const inputsOf = networks.map(({ graph }) => new Set(graph.inputs.map(({ name }) => name)))
  const bucketOf = lengths.map((length) => buckets.bucketOf(length))
  const { perEpoch, most, batchesOf } = privacy
    ? poissonBatches(bucketOf, {
        batch,
        room,
        randomOf: (step) => privacy.random ?? createRandom(seed, `sample ${step}`),
      })
    : oneByOne(epochBatches(bucketOf, { batch, seed }))
  const steps = perEpoch * epochs
  const first = networks[0] as TrainingNetwork
  const companion = method === 'adalora' ? adaptiveBudget(first.graph, { steps, rank }) : undefined
  const training = await openTraining({
    networks,
    optimiser: { kind: 'adamW' },
    seed,
    threads,
    device,
    batchesPerStep: most,
    ...(privacy ? { privacy: { ...privacy, expected: Math.min(batch, examples.length) } } : { longestGradient: 1 }),
    ...(companion ? { companion } : {}),
  })
  const batchOf = ({ bucket, texts: chosen }: TextIndexBatch): Batch => {
    const length = buckets.lengths[bucket] as number
    const own = chosen.map((i) => examples[i] as Example<Label>)
    const texts = Array.from({ length: places.batch }, (_, at) => own[at % room]?.texts[Math.floor(at / room)])
    return {
      network: bucket,
      inputs: {
        ...neededInputs(inputsOf[bucket] as Set<string>, texts, { ...places, length }),
        ...head.inputs(own, { examples: room, length }),
      },
    }
  }
  try {
    const parameters = training.parameters as Map<string, Float32Array>
    const judge = validation && {
      every: perEpoch,
      better: head.judgement.better,
      ...(options.patience === undefined ? {} : { patience: options.patience }),
      async run() {
        await using model = openTextModel({ head, shape, padding, parameters, tuning: added, threads, device })
        const answers = await model.ask(validation.flatMap(({ texts }) => texts))
        let at = 0
        const byExample = validation.map(({ texts }) => {
          at += texts.length
          return answers.slice(at - texts.length, at)
        })
        return head.judgement.of(byExample, validation)
      },
    }
    const result = await fit(training, {
      ...options,
      steps,
      learningRate,
      warmUp: 0.1,
      batchesOf: (step) => batchesOf(step).map(batchOf),
      ...(judge ? { judge } : {}),
    })
    return {
      parameters: new Map([...parameters].map(([name, view]) => [name, view.slice()])),
      tuning: added,
      trainableParameters: training.trainableParameters,
      result,
      ...(privacy
        ? {
            privacy: { samplingRate: Math.min(1, batch / examples.length), noise: privacy.noise, steps: training.step },
          }
        : {}),
    }
  } finally {
    await training.close()
  }
}

/** What a method adds to an encoder. AdaLoRA begins with half as many ranks again as it ends with. */
function addedBy(method: TuningMethod, rank: number): Pick<EncoderOptions, 'lora' | 'adapters'> {
  if (method === 'lora') return { lora: { rank } }
  if (method === 'adalora') return { lora: { rank: Math.ceil(1.5 * rank), adaptive: true } }
  return method === 'adapter' ? { adapters: { width: 4 * rank } } : {}
}

/**
 * Places of a network where a step draws about `batch` examples of several lengths: what falls on one length, and a deviation more, so
 * that a second run is seldom needed.
 */
const roomOf = (batch: number, lengths: number): number => Math.ceil(batch / lengths + Math.sqrt(batch / lengths))

function apartOf<Label, Answer>(head: Head<Label, Answer>, graph: Graph, examples: number) {
  const weights = graph.inputs.find(({ name }) => name === head.weights)
  if (!weights)
    throw new LearnError(
      'bad-option',
      'The examples of a batch meet in this loss: what each teaches cannot be limited.',
    )
  return { weights, examples }
}

const oneByOne = ({ perEpoch, batchOf }: ReturnType<typeof epochBatches>) => ({
  perEpoch,
  most: 1,
  batchesOf: (step: number): readonly TextIndexBatch[] => [batchOf(step)],
})

/** @param most texts of an example; more can be judged than are learnt together */
function checkExamples<Label, Answer>(
  head: Head<Label, Answer>,
  examples: readonly Example<Label>[],
  most: number,
): void {
  if (examples.length === 0) throw new LearnError('bad-value', 'There are no texts to learn from.')
  for (const [at, example] of examples.entries()) {
    if (example.texts.length === 0 || example.texts.length > most)
      throw new LearnError('bad-value', `Example ${at} has ${example.texts.length} texts, not 1 to ${most}.`, { at })
    head.check(example, at)
  }
}
