import { kFoldRatings, type RatingFold } from '@attune/recommend'
import type { EvaluationData } from './datasets/dataset.ts'
import { interactionsOf } from './interactions-of.ts'

/**
 * Divides the ratings of data into folds.
 *
 * @throws AttuneError `no-ratings`; RecommendError `no-cases`
 */
export async function ratingFoldsFor(
  data: EvaluationData,
  {
    folds,
    seed,
    minRating,
  }: { readonly folds: number; readonly seed: number; readonly minRating?: number | undefined },
): Promise<readonly RatingFold[]> {
  const { order } = data
  const interactions = interactionsOf(await data.table(), { order, seed, minRating, ratings: true })
  return kFoldRatings(interactions, { k: folds, seed })
}
