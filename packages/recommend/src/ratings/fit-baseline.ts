import { completeParameters } from '../complete-parameters.ts'
import type { Interactions } from '../interactions.ts'
import type { SavedRecommender } from '../recommender.ts'
import { type BiasParameters, fitBiases, personBias } from './biases.ts'
import { ratingMatrixOf } from './rating-matrix.ts'
import { baselineParameters } from './rating-parameters.ts'
import { type RatingRecommender, ratingRecommenderOf } from './rating-recommender.ts'
import { type SavedArrays, savedArraysOf, summaryOf } from './saved-arrays.ts'

export interface BaselineOptions extends Partial<BiasParameters> {
  /** Called after every epoch. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Rating = mean + what this person gives more than others + what this item gets more than others; see `fitBiases`. A
 * history is folded in by the person's step of the same method, the items' biases held.
 *
 * @throws RecommendError `no-interactions`, `bad-value`, `bad-parameter`
 * @example
 * fitBaseline(interactions).predict(0, 3) // → 3.7
 */
export function fitBaseline(interactions: Interactions, options: BaselineOptions = {}): RatingRecommender {
  const { onProgress, ...given } = options
  const parameters = completeParameters(baselineParameters, given)
  const matrix = ratingMatrixOf(interactions)
  const { epochs } = parameters as unknown as BiasParameters
  const biases = fitBiases(matrix, parameters as unknown as BiasParameters, (done) => onProgress?.(done, epochs))
  return baselineOf(parameters, {
    summary: summaryOf(matrix),
    personBiases: biases.person,
    itemBiases: biases.item,
  })
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadBaseline({ parameters, arrays }: SavedRecommender): RatingRecommender {
  return baselineOf(parameters, arrays)
}

function baselineOf(parameters: SavedRecommender['parameters'], arrays: SavedRecommender['arrays']): RatingRecommender {
  const saved: SavedArrays = savedArraysOf({ kind: 'baseline', parameters, arrays })
  const { mean, scale } = saved.summary()
  const personBiases = saved.doubles('personBiases')
  const itemBiases = saved.doubles('itemBiases')
  return ratingRecommenderOf({
    kind: 'baseline',
    mean,
    scale,
    personCount: personBiases.length,
    itemCount: itemBiases.length,
    estimate: (person, item) => mean + (personBiases[person] as number) + (itemBiases[item] as number),
    foldIn(rated) {
      const bias = personBias(rated, mean, itemBiases, parameters as unknown as BiasParameters)
      return {
        estimate: (item) => mean + bias + (itemBiases[item] as number),
        /** The history moves all items alike: it has no part in any of them. */
        parts: () => new Float64Array(rated.items.length),
      }
    },
    save: () => ({ parameters, arrays }),
  })
}
