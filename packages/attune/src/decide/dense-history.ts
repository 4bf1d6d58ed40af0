import { recommenderKinds } from '@attune/recommend'
import type { LiveModel } from '../models/model-registry.ts'
import type { DenseHistory, HistoryIndex } from '../profile/history-index.ts'
import type { Situation } from './situation.ts'

/**
 * The history of a situation in the numbers of a model: for one that learnt from ratings the person's stars, and nothing
 * else, because a view says nothing about stars; for any other what the person did, with the item being looked at as its
 * last entry.
 */
export function denseHistory(
  histories: Pick<HistoryIndex, 'densely' | 'ratings'>,
  situation: Situation,
  live: Pick<LiveModel, 'kind' | 'indexOf'>,
): DenseHistory {
  const { workspace, personId, lookingAt, viewWeight, now } = situation
  if (readsRatings(live)) return histories.ratings(workspace, personId, live.indexOf)
  const past = histories.densely(workspace, personId, live.indexOf)
  const last = lookingAt === undefined ? undefined : live.indexOf.get(lookingAt)
  if (last === undefined) return past
  return {
    items: Int32Array.of(...past.items, last),
    weights: Float32Array.of(...past.weights, viewWeight),
    times: Float64Array.of(...past.times, now),
    kinds: [...past.kinds, 'view'],
    seen: past.seen,
  }
}

/** Whether a model is asked with stars. */
export const readsRatings = ({ kind }: Pick<LiveModel, 'kind'>): boolean =>
  recommenderKinds[kind]?.learnsFrom === 'ratings'
