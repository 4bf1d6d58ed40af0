import { historyOf, type Interactions } from '../interactions.ts'
import type { History } from '../recommender.ts'
import type { SparseRows } from '../transpose.ts'

/**
 * Baskets × items: a person's interactions that lie no further apart than the gap, each item once. Interactions without a
 * positive weight are in no basket.
 *
 * @param gapMs milliseconds; 0: a person's whole history is one basket
 */
export function basketsOf(interactions: Interactions, gapMs: number): SparseRows {
  const indptr = [0]
  const indices: number[] = []
  for (let person = 0; person + 1 < interactions.indptr.length; person++) {
    const { items, weights, times } = historyOf(interactions, person)
    let basket = new Set<number>()
    const close = (): void => {
      if (basket.size === 0) return
      for (const item of basket) indices.push(item)
      indptr.push(indices.length)
      basket = new Set()
    }
    for (let at = 0; at < items.length; at++) {
      if (gapMs > 0 && at > 0 && (times[at] as number) - (times[at - 1] as number) > gapMs) close()
      if ((weights[at] as number) > 0) basket.add(items[at] as number)
    }
    close()
  }
  return { indptr: Int32Array.from(indptr), indices: Int32Array.from(indices) }
}

/** The items of a history's last basket. */
export function lastBasketOf({ items, weights, times }: History, gapMs: number): ReadonlySet<number> {
  const basket = new Set<number>()
  for (let at = items.length - 1; at >= 0; at--) {
    if ((weights[at] as number) > 0) basket.add(items[at] as number)
    if (gapMs > 0 && at > 0 && (times[at] as number) - (times[at - 1] as number) > gapMs && basket.size > 0) break
  }
  return basket
}
