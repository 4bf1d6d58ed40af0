import type { Interactions } from '../interactions.ts'
import { distinctRows } from '../models/distinct-rows.ts'
import { transpose } from '../transpose.ts'

/** Measures of one list that need no target. */
export interface ListMetrics {
  /**
   * Mean self-information of the first k items in bits: −log2 of the share of training persons who have the item
   * (Zhou et al., PNAS 2010). An item nobody has counts as if one person had it. NaN for an empty list.
   */
  novelty(items: Int32Array, k: number): number
  /** Mean distance over all pairs of the first k items (Ziegler et al., WWW 2005). NaN for fewer than two items. */
  diversity(items: Int32Array, k: number): number
}

/** Distance of two items, 0 … 1; symmetric. */
export type ItemDistance = (a: number, b: number) => number

/**
 * @param train what the model was trained on
 * @param distance default `coOccurrenceDistance(train)`: 1 − cosine of the sets of persons; pass one on item features
 *   where there are any
 */
export function listMetrics(train: Interactions, distance: ItemDistance = coOccurrenceDistance(train)): ListMetrics {
  const rows = distinctRows(train, 0)
  const holders = new Int32Array(train.items.ids.length)
  for (const item of rows.indices) (holders[item] as number) += 1
  let personCount = 0
  for (let p = 0; p + 1 < rows.indptr.length; p++) if (rows.indptr[p] !== rows.indptr[p + 1]) personCount++
  return {
    novelty(items, k) {
      const length = Math.min(k, items.length)
      let sum = 0
      for (let at = 0; at < length; at++)
        sum += Math.log2(personCount / Math.max(1, holders[items[at] as number] as number))
      return length > 0 ? sum / length : Number.NaN
    },
    diversity(items, k) {
      const length = Math.min(k, items.length)
      let sum = 0
      for (let a = 1; a < length; a++) {
        for (let b = 0; b < a; b++) sum += distance(items[a] as number, items[b] as number)
      }
      return length > 1 ? sum / ((length * (length - 1)) / 2) : Number.NaN
    },
  }
}

/** 1 − |persons with both| / √(|persons with a| · |persons with b|); 1 when either has nobody. Remembers pairs. */
export function coOccurrenceDistance(train: Interactions): ItemDistance {
  const itemCount = train.items.ids.length
  const { indptr, persons } = transpose(distinctRows(train, 0), itemCount)
  const known = new Map<number, number>()
  return (a, b) => {
    const key = Math.min(a, b) * itemCount + Math.max(a, b)
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    let left = indptr[a] as number
    let right = indptr[b] as number
    const leftEnd = indptr[a + 1] as number
    const rightEnd = indptr[b + 1] as number
    const size = Math.sqrt((leftEnd - left) * (rightEnd - right))
    let both = 0
    while (left < leftEnd && right < rightEnd) {
      const difference = (persons[left] as number) - (persons[right] as number)
      if (difference === 0) both++
      if (difference <= 0) left++
      if (difference >= 0) right++
    }
    const distance = size > 0 ? 1 - both / size : 1
    known.set(key, distance)
    return distance
  }
}
