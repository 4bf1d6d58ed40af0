import { setImmediate as turn } from 'node:timers/promises'
import type { Item } from '../../api/schemas/items.ts'
import type { ItemCatalogue } from '../../collect/item-catalogue.ts'
import type { WordsOf } from './words-of.ts'

export type PriceBand = 'low' | 'middle' | 'high'

/** What the whole catalogue says of one item. */
export interface CatalogueFacts {
  /** The third of its category's prices that an item's price is in; undefined without a price or with too few beside it. */
  bandOf(item: Item): PriceBand | undefined
  /** How rare a word is among items: ln((items + 1) / (items with it + 1)). */
  rarity(word: string): number
}

/** Fewer prices than this make no bands. */
const fewestPrices = 6
const itemsATurn = 500

const groupOf = (item: Item): string => `${item.categories[0] ?? ''}\n${item.currency ?? ''}`

/** Reads a workspace's catalogue once, some items a turn. */
export async function readCatalogueFacts(
  items: Pick<ItemCatalogue, 'all' | 'size'>,
  workspace: string,
  wordsOf: WordsOf,
): Promise<CatalogueFacts> {
  const prices = new Map<string, number[]>()
  const documents = new Map<string, number>()
  let read = 0
  for (const item of [...items.all(workspace)]) {
    if (item.price !== null) {
      const group = prices.get(groupOf(item)) ?? []
      prices.set(groupOf(item), group)
      group.push(item.price)
    }
    for (const word of new Set(wordsOf(itemText(item)))) documents.set(word, (documents.get(word) ?? 0) + 1)
    if (++read % itemsATurn === 0) await turn()
  }
  const cuts = new Map<string, readonly [number, number]>()
  for (const [group, of] of prices) {
    if (of.length < fewestPrices) continue
    const sorted = Float64Array.from(of).sort()
    const [first, second] = [quantile(sorted, 1 / 3), quantile(sorted, 2 / 3)]
    // Where nearly all cost the same there is nothing to prefer.
    if (first < second) cuts.set(group, [first, second])
  }
  return {
    bandOf(item) {
      const cut = item.price === null ? undefined : cuts.get(groupOf(item))
      if (cut === undefined || item.price === null) return undefined
      return item.price <= cut[0] ? 'low' : item.price <= cut[1] ? 'middle' : 'high'
    },
    rarity: (word) => Math.log((read + 1) / ((documents.get(word) ?? 0) + 1)),
  }
}

/** What of an item says what it is; descriptions are too long to keep of a whole catalogue. */
export const itemText = (item: Item): string => [item.title, ...item.tags].join(' ')

/** Quantile with linear interpolation (type 7) of sorted values; NaN where there are none. */
export function quantile(sorted: Float64Array | readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN
  const at = share * (sorted.length - 1)
  const low = Math.floor(at)
  const below = sorted[low] as number
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number
  return below + (at - low) * (above - below)
}
