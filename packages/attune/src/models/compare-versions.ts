import type { Kernels } from '@attune/kernels'
import {
  fitRecommender,
  type Interactions,
  type ItemText,
  predictsRatings,
  type Recommender,
  trainingNeeds,
} from '@attune/recommend'
import type { Estimate } from '../api/schemas/common.ts'
import type { HeldOutCase } from './hold-out-last.ts'
import { measureRatings } from './measure-ratings.ts'
import { measureVersion } from './measure-version.ts'
import type { LoadedModel } from './model-folder.ts'
import { remapRecommender } from './remap-recommender.ts'

/** By what versions are compared: in stars (less is better) where both predict ratings, else by their lists. */
export type GateMetric = 'ndcg@10' | 'rmse'

/** The new and the live version, asked about the same persons. */
export interface Comparison {
  readonly metric: GateMetric
  readonly candidate: number
  readonly live: number
  readonly persons: number
  /**
   * `unseen`: on what happened after the live version was trained, as it stands. `refitted`: too little has happened
   * since; then its kind and parameters are trained on the same data, because it has seen the answers.
   */
  readonly by: 'unseen' | 'refitted'
}

export interface CompareOptions {
  readonly live: LoadedModel
  readonly candidate: Recommender
  /** What the candidate got on all cases. */
  readonly metrics: Readonly<Record<string, Estimate>>
  readonly train: Interactions
  readonly cases: readonly HeldOutCase[]
  readonly itemText: ((item: number) => ItemText | undefined) | undefined
  readonly now: number
  readonly seed: number
  readonly kernels: Kernels | undefined
  readonly onProgress: (done: number, total: number) => void
}

/** Fewer persons than this say too little about the live version. */
const leastUnseen = 200

export const gateMetric = (kind: string): GateMetric => (trainingNeeds(kind).values === 'ratings' ? 'rmse' : 'ndcg@10')

/**
 * Compares a candidate with the live version. `unlike`: one learns from stars and the other from what people do, or the
 * texts that the live one was made from are gone, so that the two cannot be asked the same.
 */
export async function compareVersions(options: CompareOptions): Promise<Comparison | 'unlike'> {
  const { live, candidate, metrics, train, cases, itemText, now, seed, kernels, onProgress } = options
  const metric = gateMetric(candidate.kind)
  if (metric !== gateMetric(live.kind)) return 'unlike'
  const measured = async (model: Recommender, asked: readonly HeldOutCase[]): Promise<number> =>
    metric === 'rmse' && predictsRatings(model)
      ? measureRatings(model, { cases: asked, seed, resamples: 0 }).rmse.value
      : ((await measureVersion(model, { train, cases: asked, seed, onProgress }))['ndcg@10']?.value ?? 0)
  const known = new Set(live.itemIds)
  const unseen = cases.filter(
    ({ time, targets: [target = -1] }) =>
      // A rating of an item that the live version does not know cannot be predicted by it; a list simply lacks the item.
      time > live.trainedTo && (metric === 'ndcg@10' || known.has(train.items.ids[target] as string)),
  )
  if (unseen.length >= leastUnseen) {
    const standing = remapRecommender(live.recommender, live.itemIds, train.items)
    return {
      metric,
      candidate: await measured(candidate, unseen),
      live: await measured(standing, unseen),
      persons: unseen.length,
      by: 'unseen',
    }
  }
  const own = metrics[metric]?.value ?? 0
  const recipe = live.recommender.save().parameters
  if (trainingNeeds(live.kind, recipe).needsTexts && !itemText) return 'unlike'
  const same = live.kind === candidate.kind && keyOf(recipe) === keyOf(candidate.save().parameters)
  const refit = async (): Promise<number> =>
    measured(await fitRecommender(live.kind, train, recipe, { now, kernels, ...(itemText && { itemText }) }), cases)
  return { metric, candidate: own, live: same ? own : await refit(), persons: cases.length, by: 'refitted' }
}

const keyOf = (parameters: ReturnType<Recommender['save']>['parameters']): string =>
  JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)))
