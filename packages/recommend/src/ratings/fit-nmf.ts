import type { Kernels } from '@attune/kernels'
import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import { rowCosinesAmong } from '../models/row-cosines-among.ts'
import type { SavedRecommender } from '../recommender.ts'
import { rowCosines } from './likeness.ts'
import { foldInNonNegative } from './non-negative-updates.ts'
import { ratingMatrixOf } from './rating-matrix.ts'
import { nmfParameters } from './rating-parameters.ts'
import { type RatingRecommender, ratingRecommenderOf } from './rating-recommender.ts'
import { savedArraysOf, summaryOf } from './saved-arrays.ts'
import { type NmfParameters, trainNonNegative, trainNonNegativeOn } from './train-non-negative.ts'

export interface NmfOptions extends Partial<NmfParameters> {
  /** Where training runs. Default: plain TypeScript on this thread. */
  readonly kernels?: Kernels | undefined
  /** Stops a training that runs on kernels. */
  readonly signal?: AbortSignal | undefined
  /** Called after every epoch. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Non-negative matrix factorisation, rating = q_i · p_u with no number below zero, by the single-element updates of Luo,
 * Zhou, Xia and Zhu (IEEE TII 2014), in turns, persons then items (both at once can swing for ever):
 *
 *   p_uf ← p_uf · Σ_i q_if r_ui / (Σ_i q_if r̂_ui + |N(u)| λ p_uf), and the same for q_if with persons and items swapped
 *
 * from a uniform start in [0, 1). A history is folded in by the person's updates alone, as many as there are epochs, from
 * a start of ones. What was never rated is predicted as the mean.
 *
 * @throws RecommendError `no-interactions`, `bad-value` (also for ratings below zero), `bad-parameter`
 * @throws KernelError `cancelled`, `out-of-memory`, `closed`, `worker-failed` where there are kernels
 * @example
 * const model = await fitNmf(interactions, { kernels })
 * model.predict(0, 3) // → 3.8
 */
export async function fitNmf(interactions: Interactions, options: NmfOptions = {}): Promise<RatingRecommender> {
  const { onProgress, kernels, signal, ...given } = options
  const complete = completeParameters(nmfParameters, given)
  const parameters = complete as unknown as NmfParameters
  const matrix = ratingMatrixOf(interactions)
  if (matrix.scale.low < 0) {
    throw new RecommendError('bad-value', 'nmf needs ratings of at least 0; add the lowest to all of them.')
  }
  const onEpoch = (done: number) => onProgress?.(done, parameters.epochs)
  const trained =
    kernels?.backend === 'threads'
      ? await trainNonNegativeOn(kernels, matrix, parameters, { signal, onEpoch })
      : trainNonNegative(matrix, parameters, onEpoch)
  return nmfOf(complete, {
    summary: summaryOf(matrix),
    personFactors: Float32Array.from(trained.persons),
    itemFactors: Float32Array.from(trained.items),
  })
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadNmf({ parameters, arrays }: SavedRecommender): RatingRecommender {
  return nmfOf(parameters, arrays)
}

function nmfOf(parameters: SavedRecommender['parameters'], arrays: SavedRecommender['arrays']): RatingRecommender {
  const { factors } = parameters as unknown as NmfParameters
  const saved = savedArraysOf({ kind: 'nmf', parameters, arrays })
  const { mean, scale } = saved.summary()
  const personFactors = saved.floats('personFactors')
  const itemFactors = saved.floats('itemFactors')
  saved.expect(personFactors.length % factors === 0 && itemFactors.length % factors === 0)
  const known = (rows: Float32Array, row: number): boolean =>
    rows.subarray(row * factors, (row + 1) * factors).some((value) => value > 0)
  return ratingRecommenderOf({
    kind: 'nmf',
    mean,
    scale,
    personCount: personFactors.length / factors,
    itemCount: itemFactors.length / factors,
    estimate(person, item) {
      if (!known(personFactors, person) || !known(itemFactors, item)) return mean
      let sum = 0
      for (let f = 0; f < factors; f++) {
        sum += (itemFactors[item * factors + f] as number) * (personFactors[person * factors + f] as number)
      }
      return sum
    },
    foldIn: (rated) => foldInNonNegative(rated, itemFactors, mean, parameters as unknown as NmfParameters),
    likeness: (item) => rowCosines(itemFactors, factors, item),
    cosines: (items) => rowCosinesAmong(itemFactors, factors, items),
    save: () => ({ parameters, arrays }),
  })
}
