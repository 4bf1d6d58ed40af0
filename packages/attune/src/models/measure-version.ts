import { performance } from 'node:perf_hooks'
import { evaluate, type Interactions, predictsRatings, type Recommender } from '@attune/recommend'
import type { Estimate } from '../api/schemas/common.ts'
import { type HeldOutCase, splitOf } from './hold-out-last.ts'
import { measureRatings } from './measure-ratings.ts'

/** More stars than this are liking (weights above zero; `collect/weights.ts`). */
const likedAbove = 2.5
/** Of the bootstrap. */
const resamples = 500

const shown = [
  'ndcg@10',
  'hr@10',
  'recall@10',
  'mrr@10',
  'novelty@10',
  'diversity@10',
  'coverage@10',
  'personalisation@10',
]

export interface MeasureOptions {
  readonly train: Interactions
  readonly cases: readonly HeldOutCase[]
  readonly seed: number
  readonly onProgress: (done: number, total: number) => void
}

/**
 * What a recommender is worth on held-out items, asked with the histories before them. One that predicts ratings is
 * measured by RMSE and MAE in stars (intervals over persons), and its lists by the held-out items that were liked: more
 * than 2.5 stars.
 */
export async function measureVersion(
  model: Recommender,
  { train, cases, seed, onProgress }: MeasureOptions,
): Promise<Readonly<Record<string, Estimate>>> {
  const stars = predictsRatings(model) ? measureRatings(model, { cases, seed, resamples }) : {}
  const split = splitOf(train, predictsRatings(model) ? cases.filter(({ value }) => value > likedAbove) : cases)
  const evaluation =
    split &&
    (await evaluate({
      split,
      model: () => model,
      cutoffs: [10],
      resamples,
      seed,
      now: () => performance.now(),
      onProgress: ({ done, total }) => onProgress(done, total),
    }))
  const lists = shown.flatMap((name) => {
    const measured = evaluation?.metrics[name]
    if (!measured || !Number.isFinite(measured.value)) return []
    const { value, low, high } = measured
    return [[name, { value, low: low ?? value, high: high ?? value }] as const]
  })
  return { ...stars, ...Object.fromEntries(lists) }
}
