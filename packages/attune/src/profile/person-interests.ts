import type { Item } from '../api/schemas/items.ts'
import type { Person } from '../api/schemas/people.ts'

/** What a person did with one item: the sum of the weights (collect/weights.ts), and how many interactions. */
export interface ItemInterest {
  readonly itemId: string
  readonly weight: number
  readonly interactions: number
}

/**
 * Categories by weighted interactions, strongest first. An item's weight is shared evenly by its categories; a category
 * that was disliked more than liked is no interest; shares are of all interests, also of those beyond `limit`.
 */
export function personInterests(
  facts: readonly ItemInterest[],
  itemOf: (itemId: string) => Pick<Item, 'categories'> | undefined,
  limit = 20,
): Person['interests'] {
  const byCategory = new Map<string, { weight: number; interactions: number }>()
  for (const { itemId, weight, interactions } of facts) {
    const categories = new Set(itemOf(itemId)?.categories)
    for (const category of categories) {
      const sum = byCategory.get(category) ?? { weight: 0, interactions: 0 }
      sum.weight += weight / categories.size
      sum.interactions += interactions
      byCategory.set(category, sum)
    }
  }
  const liked = [...byCategory].filter(([, { weight }]) => weight > 1e-9)
  const total = liked.reduce((sum, [, { weight }]) => sum + weight, 0)
  return liked
    .sort(([a, x], [b, y]) => y.weight - x.weight || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([category, { weight, interactions }]) => ({ category, share: weight / total, interactions }))
}
