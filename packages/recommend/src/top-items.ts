import type { ScoredItems } from './recommender.ts'

/** Keeps the best `capacity` (score, item) pairs offered; ties go to the smaller item. Reusable after `clear`. */
export interface TopItems {
  clear(capacity: number): void
  offer(item: number, score: number): void
  /** The score an item must reach to get in; −Infinity while there is room. */
  readonly threshold: number
  /** The kept pairs, best first. Empties the heap. */
  take(): ScoredItems
}

/**
 * A binary heap whose root is the worst kept pair, so that an offer below it costs one comparison.
 *
 * @example
 * const top = topItems(2)
 * for (const [item, score] of [[0, 1], [1, 3], [2, 3]] as const) top.offer(item, score)
 * top.take() // → { items: [1, 2], scores: [3, 3] }
 */
export function topItems(initialCapacity: number): TopItems {
  let capacity = Math.max(0, initialCapacity)
  let items = new Int32Array(capacity)
  let scores = new Float32Array(capacity)
  let size = 0
  let threshold = capacity > 0 ? -Infinity : Infinity

  /** Is the pair at `a` worse than the pair (item, score)? */
  const worse = (a: number, item: number, score: number): boolean =>
    (scores[a] as number) < score || ((scores[a] as number) === score && (items[a] as number) > item)

  function sinkFromRoot(item: number, score: number): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      const right = child + 1
      if (right < size && worse(right, items[child] as number, scores[child] as number)) child = right
      if (!worse(child, item, score)) break
      items[at] = items[child] as number
      scores[at] = scores[child] as number
      at = child
    }
    items[at] = item
    scores[at] = score
  }

  function rise(item: number, score: number): void {
    let at = size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      // The new pair goes up while its parent is better than it.
      if (
        !(
          (scores[parent] as number) > score ||
          ((scores[parent] as number) === score && (items[parent] as number) < item)
        )
      )
        break
      items[at] = items[parent] as number
      scores[at] = scores[parent] as number
      at = parent
    }
    items[at] = item
    scores[at] = score
  }

  return {
    get threshold() {
      return threshold
    },
    clear(next) {
      capacity = Math.max(0, next)
      if (capacity > items.length) {
        items = new Int32Array(capacity)
        scores = new Float32Array(capacity)
      }
      size = 0
      threshold = capacity > 0 ? -Infinity : Infinity
    },
    offer(item, exact) {
      // Scores are kept as 32-bit floats: compared as they were offered, equal ones would not be ties.
      const score = Math.fround(exact)
      if (score < threshold) return
      if (size < capacity) rise(item, score)
      else if (capacity > 0 && worse(0, item, score)) sinkFromRoot(item, score)
      else return
      if (size === capacity) threshold = scores[0] as number
    },
    take() {
      const count = size
      const sorted = { items: new Int32Array(count), scores: new Float32Array(count) }
      for (let slot = count - 1; slot >= 0; slot--) {
        sorted.items[slot] = items[0] as number
        sorted.scores[slot] = scores[0] as number
        size--
        if (size > 0) sinkFromRoot(items[size] as number, scores[size] as number)
      }
      threshold = capacity > 0 ? -Infinity : Infinity
      return sorted
    },
  }
}
