import { fitSequenceModel, LearnError, sequencePrefix } from '@attune/learn'
import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import type { Recommender } from '../recommender.ts'
import { holdOutLasts } from './hold-out-lasts.ts'
import { ndcgOfLast } from './ndcg-of-last.ts'
import { largestFull, type SasrecParameters, sasrecParameters } from './sasrec-parameters.ts'
import type { NetworkNumbers } from './sequence-network.ts'
import { networkOf, sasrecOf } from './serve-sasrec.ts'
import { stepSize } from './step-size.ts'
import { takenSequence } from './taken-sequence.ts'
import { type TrainingContext, threadsOf, throwIfCancelled } from './training-context.ts'

/**
 * Self-attentive sequential recommendation (Kang and McAuley, ICDM 2018) with the cross-entropy of a softmax over all items,
 * or over drawn ones where there are many; see `sequenceModel` of `@attune/learn`. Weights do not count beyond being
 * above zero, times not beyond the order they give. Equal seeds give equal models on one machine with one number of threads.
 *
 * @throws RecommendError `bad-parameter`; `no-interactions` when nobody has two items; `not-converged` when a loss is no
 *   number
 * @throws KernelError `cancelled`
 * @example
 * const model = await fitSasrec(interactions, { epochs: 30 }, { kernels })
 */
export async function fitSasrec(
  interactions: Interactions,
  options: Partial<SasrecParameters> = {},
  context: TrainingContext = {},
): Promise<Recommender> {
  const parameters = completeParameters(sasrecParameters, { ...options }) as unknown as SasrecParameters
  const { width, heads, layers, length, negatives, seed, softmax } = parameters
  if (width % heads !== 0)
    throw new RecommendError('bad-parameter', `sasrec: ${heads} heads do not divide a width of ${width}.`, {
      parameter: 'heads',
    })
  const items = interactions.items.ids.length
  const sequences = interactions.persons.ids
    .map((_, person) => takenSequence(historyOf(interactions, person), () => true))
    .filter((sequence) => sequence.length > 1)
  const { trained, judged } = holdOutLasts(sequences, seed)
  const known = new Uint8Array(items)
  for (const sequence of trained) for (const item of sequence) known[item] = 1
  if (trained.length === 0)
    throw new RecommendError('no-interactions', 'sasrec learns what follows what, and nobody has two different items.')
  const full = softmax === 'full' || (softmax === 'auto' && items <= largestFull)
  const { signal, onProgress } = context
  // Nobody reached the positions behind these: they have learnt nothing.
  const positions = Math.min(
    length,
    trained.reduce((most, sequence) => Math.max(most, sequence.length - 1), 1),
  )
  const numbersOf = (all: ReadonlyMap<string, Float32Array>): NetworkNumbers => {
    const named = [...all].map(([name, data]): [string, Float32Array] => [name.slice(sequencePrefix.length + 1), data])
    const numbers: NetworkNumbers = Object.fromEntries(named)
    const places = numbers['embeddings.position'] as Float32Array
    return { ...numbers, 'embeddings.position': places.slice(0, positions * width) }
  }
  const judge = {
    patience: parameters.patience,
    run: (all: ReadonlyMap<string, Float32Array>) =>
      ndcgOfLast(networkOf({ numbers: numbersOf(all), known }, parameters), judged, 10),
  }
  throwIfCancelled(signal)
  try {
    const { parameters: all, result } = await fitSequenceModel({
      shape: { items, positions: length, width, heads, layers, innerWidth: 4 * width },
      sequences: trained,
      epochs: parameters.epochs,
      positionsPerStep: stepSize(
        parameters.batch,
        trained.reduce((sum, sequence) => sum + sequence.length - 1, 0),
      ),
      learningRate: parameters.learningRate,
      dropout: parameters.dropout,
      ...(full ? {} : { negatives }),
      ...(judged.length > 0 ? { judge } : {}),
      seed,
      threads: threadsOf(context),
      clock: () => 0,
      ...(signal ? { signal } : {}),
      onProgress: ({ step, steps }) => onProgress?.(step, steps),
    })
    if (result.ended === 'cancelled') throwIfCancelled(signal)
    return sasrecOf({ numbers: numbersOf(all), known }, parameters)
  } catch (error) {
    if (error instanceof LearnError && error.code === 'not-finite')
      throw new RecommendError('not-converged', 'The loss is no number; take a smaller learningRate.')
    throw error
  }
}
