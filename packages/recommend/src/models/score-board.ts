import type { RecommendOptions, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'

/** Sums of parts per item, most of them untouched. Reused between requests, which must not overlap. */
export interface ScoreBoard {
  add(item: number, part: number): void
  /** The best `n` above zero that are not excluded; clears. */
  best(n: number, exclude?: RecommendOptions['exclude']): ScoredItems
  /** Sums of the given items, 0 for others; clears. */
  read(items: Int32Array): Float32Array
}

export function scoreBoard(itemCount: number): ScoreBoard {
  const sums = new Float64Array(itemCount)
  const isTouched = new Uint8Array(itemCount)
  const touched = new Int32Array(itemCount)
  const top = topItems(0)
  let count = 0
  function clear(): void {
    for (let at = 0; at < count; at++) {
      const item = touched[at] as number
      sums[item] = 0
      isTouched[item] = 0
    }
    count = 0
  }
  return {
    add(item, part) {
      if (isTouched[item] === 0) {
        isTouched[item] = 1
        touched[count++] = item
      }
      ;(sums[item] as number) += part
    },
    best(n, exclude) {
      top.clear(Math.min(n, itemCount))
      for (let at = 0; at < count; at++) {
        const item = touched[at] as number
        // Compared as the list will hold it, so that ties go to the smaller item.
        const score = Math.fround(sums[item] as number)
        if (score > 0 && score >= top.threshold && !exclude?.(item)) top.offer(item, score)
      }
      clear()
      return top.take()
    },
    read(items) {
      const result = Float32Array.from(items, (item) => sums[item] ?? 0)
      clear()
      return result
    },
  }
}
