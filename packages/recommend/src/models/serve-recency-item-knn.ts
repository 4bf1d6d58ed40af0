import { RecommendError } from '../errors.ts'
import type { Contribution, History, Recommender, SavedRecommender, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import { type RecencyItemKnnParameters, recencyItemKnnDefaults } from './recency-item-knn-parameters.ts'

const dayMs = 86_400_000
/** A history item that has faded to less than this is left out: it could not move the order, and costs as much as any. */
const reach = 1e-4

/**
 * The recommender on fitted neighbours. A request touches the neighbours of its history only; the scratch arrays are
 * reused, so calls must not overlap (they cannot: every method is synchronous).
 */
export function recencyItemKnnOf(neighbours: ItemNeighbours, parameters: RecencyItemKnnParameters): Recommender {
  const { indptr, items: near, nearness } = neighbours
  const { decay, halfLifeDays } = parameters
  const itemCount = indptr.length - 1
  const scores = new Float32Array(itemCount)
  // One slot more than can be filled: the slot after the last is written before it is known to be needed.
  const touched = new Int32Array(itemCount + 1)
  const top = topItems(0)
  const knows = (item: number): boolean => item >= 0 && item < itemCount
  /**
   * How much each interaction counts: weight · decay^(steps back) · 2^(−age / half-life), ages measured from the newest
   * interaction (another moment would multiply all scores by one number). Interactions with unknown items or without a
   * weight above 1e-20 (a smaller one would underflow) are no step, nor is the same item again, as in view, cart, order.
   * What fades below `reach` counts nothing.
   */
  function factorsOf({ items, weights, times }: History): Float64Array {
    const factors = new Float64Array(items.length)
    const newest = times[times.length - 1] ?? 0
    let byStep = 1
    let later = -1
    for (let at = items.length - 1; at >= 0 && byStep >= reach; at--) {
      const item = items[at] as number
      const weight = weights[at] as number
      if (!(weight > 1e-20) || !knows(item)) continue
      if (later !== -1 && later !== item) byStep *= decay
      later = item
      const age = Math.max(0, newest - (times[at] as number))
      const fading = halfLifeDays > 0 ? byStep * 2 ** (-age / (halfLifeDays * dayMs)) : byStep
      if (fading >= reach) factors[at] = weight * fading
    }
    return factors
  }

  /** Adds up `scores` and lists the items in `touched`; returns how many. Every touched score must be zeroed after. */
  function accumulate(history: History): number {
    const factors = factorsOf(history)
    let count = 0
    for (let at = history.items.length - 1; at >= 0; at--) {
      const factor = factors[at] as number
      if (factor === 0) continue
      const item = history.items[at] as number
      const end = indptr[item + 1] as number
      for (let slot = indptr[item] as number; slot < end; slot++) {
        const other = near[slot] as number
        const before = scores[other] as number
        // Parts are above zero, so zero means untouched. Written without a branch: it could not be predicted.
        touched[count] = other
        count += before === 0 ? 1 : 0
        scores[other] = before + factor * (nearness[slot] as number)
      }
    }
    return count
  }

  return {
    kind: 'recencyItemKnn',
    itemCount,
    recommend(history, n, { exclude } = {}): ScoredItems {
      const count = accumulate(history)
      top.clear(Math.min(n, itemCount))
      let threshold = top.threshold
      for (let t = 0; t < count; t++) {
        const item = touched[t] as number
        const score = scores[item] as number
        scores[item] = 0
        if (score < threshold || score === 0 || exclude?.(item)) continue
        top.offer(item, score)
        threshold = top.threshold
      }
      return top.take()
    },
    score(history, items): Float32Array {
      const count = accumulate(history)
      const result = Float32Array.from(items, (item) => scores[item] ?? 0)
      for (let t = 0; t < count; t++) scores[touched[t] as number] = 0
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
      const factors = factorsOf(history)
      const parts = new Map<number, number>()
      let total = 0
      for (let at = history.items.length - 1; at >= 0; at--) {
        const source = history.items[at] as number
        if (factors[at] === 0) continue
        const slot = near.subarray(indptr[source], indptr[source + 1]).indexOf(item)
        if (slot < 0) continue
        const part = (factors[at] as number) * (nearness[(indptr[source] as number) + slot] as number)
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
