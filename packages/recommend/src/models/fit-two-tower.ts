import { fitTwoTower as fitTowers, LearnError } from '@attune/learn'
import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import type { Recommender } from '../recommender.ts'
import { holdOutLasts } from './hold-out-lasts.ts'
import type { ItemText } from './item-text-vectors.ts'
import { towerItems } from './item-tower.ts'
import { ndcgOfLast } from './ndcg-of-last.ts'
import type { NetworkNumbers } from './sequence-network.ts'
import { towerScorer, twoTowerOf } from './serve-two-tower.ts'
import { stepSize } from './step-size.ts'
import { takenSequence } from './taken-sequence.ts'
import { tellingTerms } from './telling-terms.ts'
import { type TrainingContext, threadsOf, throwIfCancelled } from './training-context.ts'
import { type TwoTowerParameters, twoTowerParameters } from './two-tower-parameters.ts'

export interface TwoTowerContext extends TrainingContext {
  /** What is written about an item, by dense id. Without it an item is its id alone, and what nobody had is not served. */
  readonly itemText?: ((item: number) => ItemText | undefined) | undefined
}

/**
 * Retrieval with two towers (Yi et al., RecSys 2019): a person is what they took lately, an item its id and its words, and an
 * item that nobody had yet is placed by its words alone; see `twoTower` of `@attune/learn`. Weights do not count beyond
 * being above zero. Equal seeds give equal models on one machine with one number of threads.
 *
 * @throws RecommendError `bad-parameter`; `no-interactions` when nobody has two items; `not-converged` when a loss is no
 *   number
 * @throws KernelError `cancelled`
 * @example
 * const model = await fitTwoTower(interactions, {}, { kernels, itemText: (item) => ({ title: titles[item] }) })
 */
export async function fitTwoTower(
  interactions: Interactions,
  options: Partial<TwoTowerParameters> = {},
  context: TwoTowerContext = {},
): Promise<Recommender> {
  const parameters = completeParameters(twoTowerParameters, { ...options }) as unknown as TwoTowerParameters
  const { width, length, decay, seed } = parameters
  const items = interactions.items.ids.length
  const sequences = interactions.persons.ids
    .map((_, person) => takenSequence(historyOf(interactions, person), () => true))
    .filter((sequence) => sequence.length > 1)
  if (sequences.length === 0)
    throw new RecommendError(
      'no-interactions',
      'twoTower learns what follows what, and nobody has two different items.',
    )
  const { trained, judged } = holdOutLasts(sequences, seed)
  const known = new Uint8Array(items)
  for (const sequence of trained) for (const item of sequence) known[item] = 1
  const { itemText, signal, onProgress } = context
  const terms = itemText && parameters.terms > 0 ? tellingTerms(items, itemText, parameters.terms) : undefined
  const numbersOf = (all: ReadonlyMap<string, Float32Array>): NetworkNumbers => Object.fromEntries(all)
  const judge = {
    patience: parameters.patience,
    run(all: ReadonlyMap<string, Float32Array>) {
      const numbers = numbersOf(all)
      const scorer = towerScorer({ numbers, items: towerItems(numbers, known, terms, width), known }, parameters)
      return ndcgOfLast(scorer, judged, 10)
    },
  }
  throwIfCancelled(signal)
  try {
    const { parameters: all, result } = await fitTowers({
      shape: { items, terms: terms?.termCount ?? 0, width },
      sequences: trained,
      ...(terms ? { terms } : {}),
      epochs: parameters.epochs,
      batch: stepSize(
        parameters.batch,
        trained.reduce((sum, sequence) => sum + Math.min(parameters.casesPerPerson, sequence.length - 1), 0),
      ),
      length,
      fading: decay,
      casesPerPerson: parameters.casesPerPerson,
      dropout: parameters.dropout,
      idDropout: terms ? parameters.idDropout : 0,
      learningRate: parameters.learningRate,
      ...(judged.length > 0 ? { judge } : {}),
      seed,
      threads: threadsOf(context),
      clock: () => 0,
      ...(signal ? { signal } : {}),
      onProgress: ({ step, steps }) => onProgress?.(step, steps),
    })
    if (result.ended === 'cancelled') throwIfCancelled(signal)
    const numbers = numbersOf(all)
    const served = known.map((one, item) =>
      Number(one || (terms ? (terms.starts[item] as number) < (terms.starts[item + 1] as number) : false)),
    )
    return twoTowerOf({ numbers, items: towerItems(numbers, known, terms, width), known, served }, parameters)
  } catch (error) {
    if (error instanceof LearnError && error.code === 'not-finite')
      throw new RecommendError('not-converged', 'The loss is no number; take a smaller learningRate.')
    throw error
  }
}
