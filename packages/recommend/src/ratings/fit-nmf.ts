import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import { randomOf } from '../evaluate/random.ts'
import type { Interactions } from '../interactions.ts'
import type { SavedRecommender } from '../recommender.ts'
import { rowCosines } from './likeness.ts'
import { foldInNonNegative, updateNonNegative } from './non-negative-updates.ts'
import { type RatingMatrix, ratingMatrixOf, transposeRatings } from './rating-matrix.ts'
import { nmfParameters } from './rating-parameters.ts'
import { type RatingRecommender, ratingRecommenderOf } from './rating-recommender.ts'
import { savedArraysOf, summaryOf } from './saved-arrays.ts'

export interface NmfParameters {
  readonly factors: number
  readonly epochs: number
  readonly regularisation: number
  readonly seed: number
}

export interface NmfOptions extends Partial<NmfParameters> {
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
 * @example
 * fitNmf(interactions).predict(0, 3) // → 3.8
 */
export function fitNmf(interactions: Interactions, options: NmfOptions = {}): RatingRecommender {
  const { onProgress, ...given } = options
  const complete = completeParameters(nmfParameters, given)
  const { factors, epochs, regularisation, seed } = complete as unknown as NmfParameters
  const matrix = ratingMatrixOf(interactions)
  if (matrix.scale.low < 0) {
    throw new RecommendError('bad-value', 'nmf needs ratings of at least 0; add the lowest to all of them.')
  }
  const { personCount, itemCount } = matrix
  const byItem = transposeRatings(matrix, itemCount)
  const random = randomOf(seed)
  const persons = Float64Array.from({ length: personCount * factors }, random)
  const items = Float64Array.from({ length: itemCount * factors }, random)
  clearEmpty(persons, matrix.indptr, factors)
  clearEmpty(items, byItem.indptr, factors)
  for (let epoch = 1; epoch <= epochs; epoch++) {
    updateNonNegative(matrix, persons, items, regularisation, factors)
    updateNonNegative(byItem, items, persons, regularisation, factors)
    onProgress?.(epoch, epochs)
  }
  return nmfOf(complete, {
    summary: summaryOf(matrix),
    personFactors: Float32Array.from(persons),
    itemFactors: Float32Array.from(items),
  })
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadNmf({ parameters, arrays }: SavedRecommender): RatingRecommender {
  return nmfOf(parameters, arrays)
}

/** Zeros mark what was never rated; an update cannot leave zero. */
function clearEmpty(rows: Float64Array, indptr: RatingMatrix['indptr'], factors: number): void {
  for (let row = 0; row + 1 < indptr.length; row++) {
    if (indptr[row] === indptr[row + 1]) rows.fill(0, row * factors, (row + 1) * factors)
  }
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
    save: () => ({ parameters, arrays }),
  })
}
