import type { ItemFilter, Range } from '../rules/rule.ts'
import { type FoldedItem, fold, type ItemFacts } from './item-facts.ts'

/** Which items a filter lets through, one byte an item number. */
export interface ItemMask {
  /** Grows; take it anew after `refresh`. */
  readonly bytes: Uint8Array
  /** Follows the facts, which were refreshed before. @returns whether an item that was known is let through now or no more */
  refresh(): boolean
}

const isIn = (range: Range, value: number): boolean =>
  value >= (range.from ?? Number.NEGATIVE_INFINITY) && value <= (range.to ?? Number.POSITIVE_INFINITY)

export function createItemMask(filter: ItemFilter, facts: ItemFacts): ItemMask {
  const ids = filter.ids && new Set(filter.ids)
  const [categories, brands, tags] = [filter.categories, filter.brands, filter.tags].map(
    (names) => names && new Set(names.map(fold)),
  )
  const title = filter.title === undefined ? undefined : fold(filter.title)
  const asksCatalogue = categories || brands || tags || filter.price || title !== undefined

  const admits = (item: FoldedItem): boolean =>
    (categories === undefined || item.categories.some((one) => categories.has(one))) &&
    (brands === undefined || (item.brand !== undefined && brands.has(item.brand))) &&
    (tags === undefined || item.tags.some((one) => tags.has(one))) &&
    (filter.price === undefined || (item.price !== null && isIn(filter.price, item.price))) &&
    (title === undefined || item.title.includes(title))

  let bytes = new Uint8Array(1024)
  let size = 0
  let version = -1
  return {
    get bytes() {
      return bytes
    },
    refresh() {
      const known = size
      let changed = false
      if (facts.version !== version) size = 0
      version = facts.version
      if (facts.size > bytes.length) {
        const larger = new Uint8Array(Math.max(facts.size, 2 * bytes.length))
        larger.set(bytes)
        bytes = larger
      }
      for (; size < facts.size; size++) {
        const item = facts.of(size)
        const admitted =
          (ids === undefined || ids.has(facts.idOf(size))) && (!asksCatalogue || (item !== undefined && admits(item)))
        const byte = admitted ? 1 : 0
        if (size < known && bytes[size] !== byte) changed = true
        bytes[size] = byte
      }
      return changed
    },
  }
}
