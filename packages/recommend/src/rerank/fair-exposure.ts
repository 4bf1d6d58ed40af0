import type { ScoredItems } from '../recommender.ts'
import { adjustedSignificance, fairTable, longestFairTable } from './fair-table.ts'
import { arrange, checkList, checkParameter, chosenFirst, type MoveReason, type Reranked } from './stage.ts'

export interface FairExposureOptions {
  /** Items that must not be kept off the top, such as those of small suppliers. */
  readonly isProtected: (item: number) => boolean
  /** p: the share of places that would be fair, 0 … 1. */
  readonly share: number
  /** Probability with which a fairly drawn list may be judged unfair. Default .1. */
  readonly significance?: number
  /** Places that must be fair, at most 1,000; the rest follow in their order. Default: all, up to 1,000. */
  readonly n?: number
}

/**
 * Fair exposure by FA*IR (Zehlike and others, CIKM 2017, algorithm 2): of the first k places, for every k, at least as many
 * go to protected items as a binomial test wants (`fairTable`, adjusted for testing n places). Protected and other items
 * keep their order among themselves; where the protected ones run out, the others follow.
 *
 * @throws RecommendError `bad-parameter`; `columns-differ` or `bad-value` for a list that is none
 */
export function fairExposure(list: ScoredItems, options: FairExposureOptions): Reranked {
  const { isProtected, share, significance = 0.1 } = options
  checkList(list)
  checkParameter('n', options.n ?? 0, 0, longestFairTable, true)
  const n = Math.min(options.n ?? longestFairTable, list.items.length)
  checkParameter('significance', significance, 0, 1)
  const table = fairTable(n, share, adjustedSignificance(n, share, significance))
  const all = Array.from(list.items, (item, index) => ({ index, guarded: isProtected(item) }))
  const guarded = all.filter((entry) => entry.guarded).map(({ index }) => index)
  const others = all.filter((entry) => !entry.guarded).map(({ index }) => index)
  const chosen: number[] = []
  const needed = new Map<number, MoveReason>()
  let [placedGuarded, placedOthers] = [0, 0]
  while (chosen.length < n) {
    const nextGuarded = guarded[placedGuarded]
    const nextOther = others[placedOthers]
    const required = table[chosen.length] as number
    const must = nextGuarded !== undefined && placedGuarded < required
    if (nextGuarded !== undefined && (must || nextOther === undefined || nextGuarded < nextOther)) {
      chosen.push(nextGuarded)
      placedGuarded++
      if (must) needed.set(nextGuarded, { kind: 'fair-share', place: chosen.length, required })
    } else if (nextOther !== undefined) {
      chosen.push(nextOther)
      placedOthers++
    }
  }
  const why = (index: number): MoveReason => needed.get(index) ?? { kind: 'made-room' }
  return arrange(list, chosenFirst(list.items.length, chosen), { raised: why, lowered: why })
}
