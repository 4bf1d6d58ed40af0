import type { ScoredItems } from '../recommender.ts'
import { arrange, checkList, checkParameter, chosenFirst, type MoveReason, type Reranked } from './stage.ts'

export interface FairExposureOptions {
  /** Items that must not be kept off the top, such as those of small suppliers. */
  readonly isProtected: (item: number) => boolean
  /**
   * The fewest protected items among the first 1, 2, … places, from `fairRequirements`; worked out once and used for every
   * list. Places past its end follow in their order.
   */
  readonly required: Int32Array
}

/**
 * Fair exposure by FA*IR (Zehlike and others, CIKM 2017, algorithm 2): of the first k places, for every k, at least as many
 * go to protected items as a binomial test wants. Protected and other items keep their order among themselves; where the
 * protected ones run out, the others follow.
 *
 * @throws RecommendError `bad-parameter` for a table that falls, or rises by more than one place a place; `columns-differ`
 *   or `bad-value` for a list that is none
 * @example
 * const required = fairRequirements({ n: 20, share: 0.3 })
 * fairExposure(list, { isProtected: (item) => isSmallShop[item] === 1, required })
 */
export function fairExposure(list: ScoredItems, { isProtected, required: table }: FairExposureOptions): Reranked {
  checkList(list)
  for (const [at, fewest] of table.entries()) {
    checkParameter('required', fewest - (at > 0 ? (table[at - 1] as number) : 0), 0, 1)
  }
  const n = Math.min(table.length, list.items.length)
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
