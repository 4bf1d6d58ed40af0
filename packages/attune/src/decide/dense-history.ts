import type { LiveModel } from '../models/model-registry.ts'
import type { DenseHistory, HistoryIndex } from '../profile/history-index.ts'
import type { Situation } from './situation.ts'

/** The history of a situation in the numbers of a model, with the item being looked at as its last entry. */
export function denseHistory(
  histories: Pick<HistoryIndex, 'densely'>,
  situation: Situation,
  live: Pick<LiveModel, 'indexOf'>,
): DenseHistory {
  const { workspace, personId, lookingAt, viewWeight, now } = situation
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
