import type { History } from '../recommender.ts'

/** Interactions `from` … `to − 1` of a history, as views. */
export function sliceHistory(history: History, from: number, to: number): History {
  return {
    items: history.items.subarray(from, to),
    weights: history.weights.subarray(from, to),
    times: history.times.subarray(from, to),
  }
}
