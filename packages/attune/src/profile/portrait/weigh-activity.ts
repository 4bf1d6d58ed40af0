import type { ActivityEntries } from '../../activity/activity-index.ts'
import { noKind } from '../../activity/activity-index.ts'
import type { Item } from '../../api/schemas/items.ts'

export const dayMs = 86_400_000

/** What a person did with one item, decayed. */
export interface WeighedItem {
  readonly item: Item
  /** Sum of the weights, each halved for every half-life of its age; below zero where they dislike it. */
  weight: number
  /** The same with a half-life of a quarter: lately. */
  recent: number
  /** Positive weights and their squares: how many equal observations they are worth. */
  positive: number
  squares: number
  recentPositive: number
  recentSquares: number
  times: number
  last: number
  /** The kind that brought most. */
  kind: string
  strongest: number
}

export interface WeighOptions {
  readonly entries: ActivityEntries
  readonly now: number
  readonly halfLifeDays: number
  readonly kindOf: (kind: number) => string
  readonly itemOf: (item: number) => Item | undefined
  readonly weightOf: (kind: string, amount: number) => number
  /** Items that nothing may be concluded from. */
  readonly isExcluded: (item: Item) => boolean
}

/** What a person's activity says of items, by item number. Items that the catalogue does not know are left out. */
export function weighActivity(options: WeighOptions): ReadonlyMap<number, WeighedItem> {
  const { entries, now, halfLifeDays, kindOf, itemOf, weightOf, isExcluded } = options
  const byItem = new Map<number, WeighedItem | null>()
  for (let at = entries.from; at < entries.to; at++) {
    const number = entries.items[at] as number
    const kindNumber = entries.kinds[at] as number
    if (number < 0 || kindNumber === noKind) continue
    let of = byItem.get(number)
    if (of === undefined) {
      const item = itemOf(number)
      of = item === undefined || isExcluded(item) ? null : newItem(item)
      byItem.set(number, of)
    }
    if (of === null) continue
    const kind = kindOf(kindNumber)
    const weight = weightOf(kind, entries.amounts[at] as number)
    if (weight === 0) continue
    const time = entries.times[at] as number
    const halvings = Math.max(0, now - time) / (halfLifeDays * dayMs)
    const decayed = weight * 2 ** -halvings
    const recent = weight * 2 ** (-4 * halvings)
    of.weight += decayed
    of.recent += recent
    of.times++
    of.last = Math.max(of.last, time)
    if (decayed <= 0) continue
    of.positive += decayed
    of.squares += decayed * decayed
    of.recentPositive += recent
    of.recentSquares += recent * recent
    if (decayed > of.strongest) {
      of.strongest = decayed
      of.kind = kind
    }
  }
  const weighed = new Map<number, WeighedItem>()
  for (const [number, of] of byItem) if (of !== null && of.times > 0) weighed.set(number, of)
  return weighed
}

const newItem = (item: Item): WeighedItem => ({
  item,
  weight: 0,
  recent: 0,
  positive: 0,
  squares: 0,
  recentPositive: 0,
  recentSquares: 0,
  times: 0,
  last: 0,
  kind: '',
  strongest: 0,
})
