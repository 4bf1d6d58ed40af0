import type { Item } from '../api/schemas/items.ts'

/** What an encoder reads of a description, at most: it looks at the beginning alone. */
const longestDescription = 1_000

/** What is written about an item as one text, for an encoder. */
export function wordsOfItem({ title, categories, brand, description }: Described): string {
  const parts = [title, categories.join(', '), brand ?? '', description.slice(0, longestDescription)]
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('. ')
}

export type Described = Pick<Item, 'title' | 'categories' | 'brand' | 'description'>
