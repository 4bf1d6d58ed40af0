import { RecommendError } from '../errors.ts'
import { countsByPerson, type Interactions } from '../interactions.ts'
import type { Recommender } from '../recommender.ts'
import { selectInteractions } from '../select-interactions.ts'
import { itemNeighbours } from './item-neighbours.ts'
import { type RecencyItemKnnParameters, recencyItemKnnDefaults } from './recency-item-knn-parameters.ts'
import { recencyItemKnnOf } from './serve-recency-item-knn.ts'

export interface RecencyItemKnnOptions extends Partial<RecencyItemKnnParameters> {
  /** Called after every item with how many are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Item-based nearest neighbours that know the order of events. Two items are near when the same people took both
 * (cosine, shrunk) and when one is taken soon after the other (transitions over a few steps); a history item counts
 * less the further back it lies.
 *
 * score(j) = Σ_h weight_h · decay^(steps back of h) · (similarity(h, j) + transitionWeight · transition(h → j))
 *
 * @throws RecommendError `no-interactions` when no interaction has a positive weight
 * @example
 * const model = fitRecencyItemKnn(interactions)
 * model.recommend(historyOf(interactions, 0), 10, { exclude: (item) => seen.has(item) })
 */
export function fitRecencyItemKnn(interactions: Interactions, options: RecencyItemKnnOptions = {}): Recommender {
  const { onProgress, ...given } = options
  if (!interactions.values.some((value) => value > 0)) {
    throw new RecommendError('no-interactions', 'Import or send some events before training.')
  }
  const parameters = { ...recencyItemKnnDefaults, ...given }
  const latest = latestInteractions(interactions, parameters.longestHistory)
  return recencyItemKnnOf(itemNeighbours(latest, parameters, onProgress), parameters)
}

/** Each person's latest interactions, which alone are learnt from. */
export function latestInteractions(interactions: Interactions, count: number): Interactions {
  const longest = countsByPerson(interactions).reduce((most, length) => Math.max(most, length), 0)
  return longest <= count ? interactions : selectInteractions(interactions, (_person, at, end) => at >= end - count)
}
