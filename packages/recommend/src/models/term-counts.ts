import type { ItemText, TextWeights } from './item-text-vectors.ts'
import { textTokens } from './text-tokens.ts'

/** How often each term stands in what is written about an item; those of titles and categories count as often as they weigh. */
export function termCounts(
  { title = '', description = '', categories = [], tokens = [] }: ItemText,
  { titleWeight, categoryWeight }: Pick<TextWeights, 'titleWeight' | 'categoryWeight'>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (term: string, weight: number): void => {
    if (weight > 0) counts.set(term, (counts.get(term) ?? 0) + weight)
  }
  for (const term of textTokens(title)) add(term, titleWeight)
  for (const term of textTokens(description)) add(term, 1)
  for (const category of categories) {
    add(`category ${category}`, categoryWeight)
    for (const term of textTokens(category)) add(term, categoryWeight)
  }
  for (const term of tokens) add(term, 1)
  return counts
}
