import type { ScoredItems } from '../recommender.ts'

/** One recommender's say in a fusion. */
export interface WeightedList {
  readonly list: ScoredItems
  readonly weight: number
  /** Weighted fusion: the score that counts as 1. */
  readonly best: number
}

/** How lists become one. `reciprocalRank`: Σ weight / (60 + rank) (Cormack, Clarke, Büttcher, SIGIR 2009); `weighted`: Σ weight · score / best. */
export type Fusion = 'weighted' | 'reciprocalRank'

/** The constant of the paper: how little the first places stand out. */
const rankOffset = 60

/** Per item the part that each list brings, in the order of the lists. Scores at or below zero bring nothing. */
export function fuseLists(lists: readonly WeightedList[], fusion: Fusion): Map<number, Float64Array> {
  const parts = new Map<number, Float64Array>()
  for (const [at, { list, weight, best }] of lists.entries()) {
    for (const [slot, item] of list.items.entries()) {
      const score = list.scores[slot] as number
      if (!(score > 0)) continue
      const part = fusion === 'weighted' ? (weight * score) / best : weight / (rankOffset + slot + 1)
      let own = parts.get(item)
      if (!own) {
        own = new Float64Array(lists.length)
        parts.set(item, own)
      }
      own[at] = part
    }
  }
  return parts
}
