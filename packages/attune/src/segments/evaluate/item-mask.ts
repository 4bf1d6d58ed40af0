import type { ItemFilter, Range } from '../rules/rule.ts'
import { type FactLists, type FoldedItem, fold, type ItemFacts } from './item-facts.ts'

/** Which items a filter lets through, one byte an item number. */
export interface ItemMask {
  /** Grows; take it anew after `refresh`. */
  readonly bytes: Uint8Array
  /** Follows the facts, which were refreshed before. @returns whether an item that was known is let through now or no more */
  refresh(): boolean
}

const isIn = (range: Range, value: number): boolean =>
  value >= (range.from ?? Number.NEGATIVE_INFINITY) && value <= (range.to ?? Number.POSITIVE_INFINITY)

function isAmong({ starts, numbers }: FactLists, item: number, wanted: ReadonlySet<number>): boolean {
  const last = starts[item + 1] as number
  for (let place = starts[item] as number; place < last; place++) if (wanted.has(numbers[place] as number)) return true
  return false
}

export function createItemMask(filter: ItemFilter, facts: ItemFacts): ItemMask {
  const ids = filter.ids && new Set(filter.ids)
  const tags = filter.tags && new Set(filter.tags.map(fold))
  const title = filter.title === undefined ? undefined : fold(filter.title)
  const asksFacts = tags !== undefined || filter.price !== undefined || title !== undefined

  const admitsFacts = (item: FoldedItem | undefined): boolean =>
    item !== undefined &&
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
      if (size === facts.size) return false
      // By number, which is quicker than by name.
      const categories = filter.categories && new Set(filter.categories.map(facts.categories.find))
      const brands = filter.brands && new Set(filter.brands.map(facts.brands.find))
      const { categoryLists, brandLists } = facts
      for (; size < facts.size; size++) {
        const admitted =
          (categories === undefined || isAmong(categoryLists, size, categories)) &&
          (brands === undefined || isAmong(brandLists, size, brands)) &&
          (ids === undefined || ids.has(facts.idOf(size))) &&
          (!asksFacts || admitsFacts(facts.of(size)))
        const byte = admitted ? 1 : 0
        if (size < known && bytes[size] !== byte) changed = true
        bytes[size] = byte
      }
      return changed
    },
  }
}
