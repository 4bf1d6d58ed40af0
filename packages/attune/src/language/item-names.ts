import { type GazetteerEntry, segment } from '@attune/language'
import type { Item } from '../api/schemas/items.ts'

const longestName = 200
const mostTokens = 4
const digit = /\p{N}/u
const parts = /[/|｜（）()]/u

/** Names of one item: for finding it in texts, and for keeping its name whole when a text is cut. */
export interface ItemNames {
  readonly entries: readonly GazetteerEntry[]
  /** Brands, and short titles that hold a number (iPhone 15, 小米手环8): titles of plain words are cut like other texts. */
  readonly words: readonly string[]
}

/** A brand that is written in two languages (耐克（Nike）, Nike/耐克) has a name in each. */
export function itemNames({ id, title, brand }: Pick<Item, 'id' | 'title' | 'brand'>): ItemNames {
  const brands = (brand ?? '')
    .split(parts)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const isName = title.length <= longestName && digit.test(title) && segment(title).length <= mostTokens
  return {
    entries: [
      ...brands.map((name) => ({ kind: 'brand', name, id: brand ?? name }) as const),
      { kind: 'product', name: title, id },
    ],
    words: isName ? [...brands, title] : brands,
  }
}
