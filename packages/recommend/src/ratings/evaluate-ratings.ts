import { RecommendError } from '../errors.ts'
import type { MeanInterval } from '../evaluate/bootstrap.ts'
import { randomOf } from '../evaluate/random.ts'
import type { Interactions } from '../interactions.ts'
import type { Recommender, SavedRecommender } from '../recommender.ts'
import { type FitContext, fitRecommender } from '../recommender-registry.ts'
import { errorIntervals } from './error-intervals.ts'
import type { RatingFold } from './k-fold-ratings.ts'
import type { RatingPredictor } from './rating-recommender.ts'

export interface EvaluateRatingsOptions {
  readonly folds: readonly RatingFold[]
  /** Kind of recommender that predicts ratings, or a function that fits a predictor. */
  readonly model: string | ((train: Interactions) => RatingPredictor | Promise<RatingPredictor>)
  /** For a model given by its kind; the rest are defaults. */
  readonly parameters?: SavedRecommender['parameters']
  /** For a model given by its kind. */
  readonly context?: Pick<FitContext, 'kernels' | 'signal'>
  /**
   * What is drawn for the intervals: people, because the errors of one person are alike, or single ratings, as if they
   * were independent. Default `persons`.
   */
  readonly intervalsOver?: 'persons' | 'ratings'
  /** Default 1000; 0 leaves intervals out (`low` and `high` are NaN). */
  readonly resamples?: number
  /** Seed of the bootstrap. Default 1. */
  readonly seed?: number
  /** Milliseconds from any fixed moment, for the seconds in the result. */
  readonly now: () => number
  readonly onProgress?: (progress: { stage: 'fit' | 'evaluate'; done: number; total: number }) => void
}

export interface RatingEvaluation {
  readonly protocol: 'ratings'
  /** Ratings that were predicted. */
  readonly ratings: number
  /** Root of the mean squared error over all folds' ratings together, with its 95 % interval. */
  readonly rmse: MeanInterval
  /** Mean absolute error. */
  readonly mae: MeanInterval
  /** Prediction − rating, fold by fold. */
  readonly errors: Float64Array
  /** Whose rating each error is: what the intervals draw. */
  readonly groups: Int32Array
  readonly fitSeconds: number
  readonly evaluateSeconds: number
}

/**
 * Fits a rating predictor on each fold and measures its predictions, clipped to the scale of the fold's training part.
 *
 * @throws RecommendError `bad-parameter` when the model does not predict ratings; `no-cases`; whatever fitting throws
 * @example
 * const result = await evaluateRatings({ folds: kFoldRatings(interactions), model: 'svd', now: () => performance.now() })
 * result.rmse // → { value: .93, low: .92, high: .94 }
 */
export async function evaluateRatings(options: EvaluateRatingsOptions): Promise<RatingEvaluation> {
  const { folds, now, onProgress, resamples = 1000, seed = 1, intervalsOver = 'persons' } = options
  const total = folds.reduce((sum, fold) => sum + fold.ratings.length, 0)
  if (total === 0) throw new RecommendError('no-cases', 'There are no ratings to predict.')
  if (!(Number.isInteger(resamples) && resamples >= 0 && resamples <= 100_000)) {
    throw new RecommendError('bad-parameter', 'resamples must be a whole number from 0 to 100000.')
  }
  const errors = new Float64Array(total)
  const groups = new Int32Array(total)
  let done = 0
  let fitMs = 0
  let evaluateMs = 0
  for (const [index, fold] of folds.entries()) {
    onProgress?.({ stage: 'fit', done: index, total: folds.length })
    const started = now()
    const predictor = await fitPredictor(fold.train, options)
    const fitted = now()
    fitMs += fitted - started
    for (let at = 0; at < fold.ratings.length; at++) {
      const person = fold.persons[at] as number
      errors[done] = predictor.predict(person, fold.items[at] as number) - (fold.ratings[at] as number)
      groups[done] = intervalsOver === 'persons' ? person : done
      done++
    }
    evaluateMs += now() - fitted
    onProgress?.({ stage: 'evaluate', done, total })
  }
  const { rmse, mae } = errorIntervals(errors, groups, { random: randomOf(seed), resamples })
  return {
    protocol: 'ratings',
    ratings: total,
    rmse,
    mae,
    errors,
    groups,
    fitSeconds: fitMs / 1000,
    evaluateSeconds: evaluateMs / 1000,
  }
}

/** Whether a recommender predicts ratings. */
export function predictsRatings(model: Recommender): model is Recommender & RatingPredictor {
  return 'predict' in model && typeof model.predict === 'function'
}

async function fitPredictor(
  train: Interactions,
  { model, parameters = {}, context }: EvaluateRatingsOptions,
): Promise<RatingPredictor> {
  if (typeof model !== 'string') return model(train)
  const fitted = await fitRecommender(model, train, parameters, { ...context, now: 0 })
  if (predictsRatings(fitted)) return fitted
  throw new RecommendError('bad-parameter', `${model} predicts no ratings; svd, slopeOne or baseline do, say.`, {
    parameter: 'model',
  })
}
