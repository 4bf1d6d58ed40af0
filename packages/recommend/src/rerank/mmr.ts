import type { ScoredItems } from '../recommender.ts'
import type { ItemSimilarity } from './item-similarity.ts'
import { scaledScores } from './scaled-scores.ts'
import {
  arrange,
  checkList,
  checkParameter,
  chosenFirst,
  type MoveReason,
  passedOverAt,
  type Reasons,
  type Reranked,
} from './stage.ts'

export interface MmrOptions {
  readonly similarity: ItemSimilarity
  /** λ, 0 … 1: how much the score counts beside variety; 1 leaves the list in the order of its scores. */
  readonly relevance: number
  /** Places to fill by this rule; the rest follow in their order. Default: all. */
  readonly n?: number
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): each place goes to the item with the largest
 * λ·score − (1 − λ)·(greatest similarity to an item already placed), scores scaled to 0 … 1; ties go to the earlier.
 * Takes n · length similarities.
 *
 * @throws RecommendError `bad-parameter`; `columns-differ` or `bad-value` for a list that is none
 */
export function mmr(list: ScoredItems, { similarity, relevance, n = list.items.length }: MmrOptions): Reranked {
  checkList(list)
  checkParameter('relevance', relevance, 0, 1)
  checkParameter('n', n, 0, Number.MAX_SAFE_INTEGER, true)
  const { items } = list
  const scores = scaledScores(list.scores)
  const closest = new Float64Array(items.length)
  const left = Array.from(items, (_, index) => index)
  const chosen: number[] = []
  while (chosen.length < n && left.length > 0) {
    const value = (index: number): number =>
      relevance * (scores[index] as number) - (1 - relevance) * (closest[index] as number)
    const slot = bestSlot(left, value)
    const [index] = left.splice(slot, 1) as [number]
    chosen.push(index)
    for (const other of left) {
      const alike = similarity(items[other] as number, items[index] as number)
      if (alike > (closest[other] as number)) closest[other] = alike
    }
  }
  return arrange(list, chosenFirst(items.length, chosen), varietyReasons(items, chosen, similarity))
}

/** Where in `left` the largest value stands; ties go to the first. */
export function bestSlot(left: readonly number[], value: (index: number) => number): number {
  let best = 0
  let most = -Infinity
  for (const [slot, index] of left.entries()) {
    const own = value(index)
    if (own > most) {
      best = slot
      most = own
    }
  }
  return best
}

/** Reasons in terms of the most similar item above: of what was raised, and of what was passed over for it. */
export function varietyReasons(items: Int32Array, chosen: readonly number[], similarity: ItemSimilarity): Reasons {
  const because = (kind: 'variety' | 'too-similar', index: number, steps: number): MoveReason => {
    const own = items[index] as number
    let nearest: { readonly other: number; readonly similarity: number } | undefined
    for (const above of chosen.slice(0, Math.max(0, steps))) {
      const other = items[above] as number
      const alike = similarity(own, other)
      if (!nearest || alike > nearest.similarity) nearest = { other, similarity: alike }
    }
    return nearest ? { kind, ...nearest } : { kind: 'made-room' }
  }
  return {
    raised: (index) => because('variety', index, chosen.indexOf(index)),
    lowered: (index) => because('too-similar', index, passedOverAt(chosen, index)),
  }
}
