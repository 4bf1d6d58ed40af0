import { errorIntervals, type RatingRecommender, type Recommender, randomOf } from '@attune/recommend'
import type { Estimate } from '../api/schemas/common.ts'
import type { HeldOutCase } from './hold-out-last.ts'

export interface MeasureRatingsOptions {
  readonly cases: readonly HeldOutCase[]
  readonly seed: number
  readonly resamples: number
}

/**
 * RMSE and MAE in stars of held-out ratings, with 95 % bootstrap intervals over persons. The model is asked as it is
 * served, from the stars of the history alone, and its answer clipped to the scale that it was trained on.
 */
export function measureRatings(
  model: Recommender & Pick<RatingRecommender, 'scale'>,
  { cases, seed, resamples }: MeasureRatingsOptions,
): { readonly rmse: Estimate; readonly mae: Estimate } {
  const { low, high } = model.scale
  const errors = Float64Array.from(cases, ({ history, targets, value }) => {
    const [expected = 0] = model.score(history, targets)
    return Math.min(high, Math.max(low, expected)) - value
  })
  const persons = Int32Array.from(cases, ({ person }) => person)
  return errorIntervals(errors, persons, { random: randomOf(seed), resamples })
}
