import { RecommendError } from '../errors.ts'
import type { Contribution, History, Recommender, SavedRecommender, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import { type RecencyItemKnnParameters, recencyItemKnnDefaults } from './recency-item-knn-parameters.ts'

const dayMs = 86_400_000

/**
 * The recommender on fitted neighbours. A request touches the neighbours of its history only; the scratch arrays are
 * reused, so calls must not overlap (they cannot: every method is synchronous).
 */
export function recencyItemKnnOf(neighbours: ItemNeighbours, parameters: RecencyItemKnnParameters): Recommender {
  const { indptr, items: near, nearness } = neighbours
  const { decay, halfLifeDays } = parameters
  const itemCount = indptr.length - 1
  const scores = new Float32Array(itemCount)
  const touched = new Int32Array(itemCount)
  const top = topItems(0)
  const knows = (item: number): boolean => item >= 0 && item < itemCount
  const newestOf = ({ times }: History): number => times[times.length - 1] ?? 0

  /** How much the interaction at a position counts: weight · decay^(steps back) · 2^(−age / half-life). */
  function factorAt({ weights, times }: History, at: number, now: number): number {
    const byPosition = Math.max(0, weights[at] as number) * decay ** (weights.length - 1 - at)
    if (halfLifeDays <= 0) return byPosition
    return byPosition * 2 ** (-Math.max(0, now - (times[at] as number)) / (halfLifeDays * dayMs))
  }

  /** Adds up `scores` and lists them in `touched`; returns how many. `forget` must follow. */
  function accumulate(history: History, now: number): number {
    let count = 0
    for (let at = history.items.length - 1; at >= 0; at--) {
      const item = history.items[at] as number
      const factor = factorAt(history, at, now)
      if (!knows(item) || factor < 1e-30) continue
      const end = indptr[item + 1] as number
      for (let slot = indptr[item] as number; slot < end; slot++) {
        const other = near[slot] as number
        const before = scores[other] as number
        // Nearness is above zero, so a score of zero means: not touched yet (or too small to matter: touched again).
        if (before === 0) touched[count++] = other
        scores[other] = before + factor * (nearness[slot] as number)
      }
    }
    return count
  }

  function forget(count: number): void {
    for (let t = 0; t < count; t++) scores[touched[t] as number] = 0
  }

  return {
    kind: 'recencyItemKnn',
    itemCount,
    recommend(history, n, { exclude, now = newestOf(history) } = {}): ScoredItems {
      const count = accumulate(history, now)
      top.clear(Math.min(n, itemCount))
      for (let t = 0; t < count; t++) {
        const item = touched[t] as number
        const score = scores[item] as number
        if (score >= top.threshold && score > 0 && !exclude?.(item)) top.offer(item, score)
      }
      forget(count)
      return top.take()
    },
    score(history, items, { now = newestOf(history) } = {}): Float32Array {
      const count = accumulate(history, now)
      const result = Float32Array.from(items, (item) => scores[item] ?? 0)
      forget(count)
      return result
    },
    similarItems(item, n, { exclude } = {}): ScoredItems {
      top.clear(Math.min(n, itemCount))
      const end = knows(item) ? (indptr[item + 1] as number) : 0
      for (let slot = knows(item) ? (indptr[item] as number) : 0; slot < end; slot++) {
        const other = near[slot] as number
        if (!exclude?.(other)) top.offer(other, nearness[slot] as number)
      }
      return top.take()
    },
    explain(history, item, n): readonly Contribution[] {
      const now = newestOf(history)
      const parts = new Map<number, number>()
      let total = 0
      for (let at = history.items.length - 1; at >= 0; at--) {
        const source = history.items[at] as number
        if (!knows(source)) continue
        const slot = near.subarray(indptr[source], indptr[source + 1]).indexOf(item)
        if (slot < 0) continue
        const part = factorAt(history, at, now) * (nearness[(indptr[source] as number) + slot] as number)
        parts.set(source, (parts.get(source) ?? 0) + part)
        total += part
      }
      return [...parts]
        .filter(([, part]) => part > 0)
        .sort(([a, partA], [b, partB]) => partB - partA || a - b)
        .slice(0, Math.max(0, n))
        .map(([source, part]) => ({ item: source, share: part / total }))
    },
    save(): SavedRecommender {
      return { kind: 'recencyItemKnn', parameters: { ...parameters }, arrays: { indptr, neighbours: near, nearness } }
    },
  }
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadRecencyItemKnn({ parameters, arrays }: SavedRecommender): Recommender {
  const { indptr, neighbours, nearness } = arrays
  if (
    !(indptr instanceof Int32Array && neighbours instanceof Int32Array && nearness instanceof Float32Array) ||
    indptr.length === 0 ||
    indptr[0] !== 0 ||
    indptr.some((from, at) => at > 0 && from < (indptr[at - 1] as number)) ||
    indptr[indptr.length - 1] !== neighbours.length ||
    nearness.length !== neighbours.length ||
    neighbours.some((item) => item < 0 || item >= indptr.length - 1)
  ) {
    const expected = 'indptr (Int32), neighbours (Int32) and nearness (Float32) that fit together'
    throw new RecommendError('bad-model', `A saved recencyItemKnn needs the arrays ${expected}.`)
  }
  return recencyItemKnnOf({ indptr, items: neighbours, nearness }, { ...recencyItemKnnDefaults, ...parameters })
}
