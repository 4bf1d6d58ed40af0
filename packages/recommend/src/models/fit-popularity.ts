import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import type { Recommender, SavedRecommender } from '../recommender.ts'

export interface PopularityOptions {
  /** Milliseconds since the epoch; interactions later than this count as if they happened now. */
  readonly now: number
  /** An interaction this many days old counts half. 0 or Infinity: no decay, plain sums of weights. Default 30. */
  readonly halfLifeDays?: number
}

const dayMs = 86_400_000

/**
 * Popularity with exponential decay: an interaction of weight w and age a counts w · 2^(−a / halfLife). Ages are
 * measured from the newest interaction (or from `now`, when that is earlier); another reference would multiply all
 * scores by one number, and old data would underflow. Where all times are equal this is the plain sum of weights.
 *
 * @throws RecommendError `no-interactions` when the matrix is empty
 * @example
 * const model = fitPopularity(interactions, { now: Date.now() })
 * model.recommend(historyOf(interactions, 0), 10) // → { items: Int32Array(10), scores: Float32Array(10) }
 */
export function fitPopularity(interactions: Interactions, { now, halfLifeDays = 30 }: PopularityOptions): Recommender {
  const { indices, values, times } = interactions
  if (indices.length === 0) throw new RecommendError('no-interactions', 'Import or send some events before training.')
  const decays = halfLifeDays > 0 && Number.isFinite(halfLifeDays)
  const rate = decays ? Math.LN2 / (halfLifeDays * dayMs) : 0
  let newest = -Infinity
  for (const time of times) newest = Math.max(newest, time)
  const reference = Math.min(newest, now)
  const scores = new Float64Array(interactions.items.ids.length)
  for (let at = 0; at < indices.length; at++) {
    const age = Math.max(0, reference - (times[at] as number))
    ;(scores[indices[at] as number] as number) += (values[at] as number) * Math.exp(-rate * age)
  }
  return popularityOf(Float32Array.from(scores), { halfLifeDays: decays ? halfLifeDays : 0 })
}

/** @throws RecommendError `bad-model` when the array `scores` is missing */
export function loadPopularity({ parameters, arrays }: SavedRecommender): Recommender {
  if (!(arrays.scores instanceof Float32Array))
    throw new RecommendError('bad-model', 'Expected a Float32 array scores.')
  return popularityOf(arrays.scores, parameters)
}

function popularityOf(scores: Float32Array, parameters: SavedRecommender['parameters']): Recommender {
  const order = Int32Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
  return {
    kind: 'popularity',
    itemCount: scores.length,
    recommend(_history, n, { exclude } = {}) {
      const items: number[] = []
      for (let at = 0; at < order.length && items.length < n; at++) {
        const item = order[at] as number
        if (!((scores[item] as number) > 0)) break
        if (!exclude?.(item)) items.push(item)
      }
      return { items: Int32Array.from(items), scores: Float32Array.from(items, (item) => scores[item] as number) }
    },
    score: (_history, items) => Float32Array.from(items, (item) => scores[item] ?? 0),
    /** Popularity knows nothing about likeness: always empty. */
    similarItems: () => ({ items: new Int32Array(0), scores: new Float32Array(0) }),
    explain: () => [],
    save: () => ({ kind: 'popularity', parameters, arrays: { scores } }),
  }
}
