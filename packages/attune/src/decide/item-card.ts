import type { Recommendation } from '../api/schemas/decide.ts'
import type { Item } from '../api/schemas/items.ts'

/** What is needed to show an item. */
export function cardOf(item: Item): NonNullable<Recommendation['item']> {
  const { id, kind, title, categories, brand, price, currency, image, url } = item
  return { id, kind, title, categories, brand, price, currency, image, url }
}
