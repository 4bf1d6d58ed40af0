import type { History } from '@attune/recommend'
import type { LiveModel } from '../models/model-registry.ts'
import type { PersonHistory } from '../profile/history-index.ts'

/** A history in the numbers of a model; items the model has never heard of are left out. */
export function denseHistory(live: Pick<LiveModel, 'indexOf'>, history: PersonHistory): History {
  const length = history.itemIds.length
  const items = new Int32Array(length)
  const weights = new Float32Array(length)
  const times = new Float64Array(length)
  let size = 0
  for (let index = 0; index < length; index++) {
    const dense = live.indexOf.get(history.itemIds[index] as string)
    if (dense === undefined) continue
    items[size] = dense
    weights[size] = history.weights[index] as number
    times[size] = history.times[index] as number
    size++
  }
  return { items: items.subarray(0, size), weights: weights.subarray(0, size), times: times.subarray(0, size) }
}
