import type { Item } from '../api/schemas/items.ts'

export type FairnessColumn = 'brand' | 'category' | 'supplier'

export interface GroupedItems {
  /** The groups; `restName` is what those put together are called. */
  readonly names: readonly string[]
  /** Items on offer now, by group. */
  readonly offered: readonly number[]
  /** Each item with the number of its group. */
  readonly pairs: readonly { readonly id: string; readonly g: number }[]
  /** How many are put together. */
  readonly together: number
}

export const restName = ''

/** Items by what they belong to; those that say nothing of it are left out. */
export function groupItems(items: Iterable<Item>, column: FairnessColumn): GroupedItems {
  const numbers = new Map<string, number>()
  const offered: number[] = []
  const pairs: { readonly id: string; readonly g: number }[] = []
  for (const item of items) {
    const name = groupOf(item, column)
    if (name === null) continue
    const g = numbers.get(name) ?? numbers.size
    numbers.set(name, g)
    offered[g] = (offered[g] ?? 0) + (item.available ? 1 : 0)
    pairs.push({ id: item.id, g })
  }
  return { names: [...numbers.keys()], offered, pairs, together: 0 }
}

/**
 * The groups that merit most, then with most items on offer, and the others as one. A catalogue may have brands without end,
 * and the bootstrap draws from all of them a thousand times over.
 */
export function largestItemGroups(
  { names, offered, pairs }: GroupedItems,
  merits: readonly number[],
  most: number,
): { readonly items: GroupedItems; readonly merits: readonly number[] } {
  if (names.length <= most) return { items: { names, offered, pairs, together: 0 }, merits }
  const of = (values: readonly number[], g: number): number => values[g] ?? 0
  const largest = names
    .map((_, g) => g)
    .sort((a, b) => of(merits, b) - of(merits, a) || of(offered, b) - of(offered, a) || a - b)
    .slice(0, most)
  const placeOf = new Map(largest.map((g, place) => [g, place]))
  const summed = (values: readonly number[]): readonly number[] => {
    const sums = new Array<number>(most + 1).fill(0)
    for (const g of names.keys()) {
      const place = placeOf.get(g) ?? most
      sums[place] = of(sums, place) + of(values, g)
    }
    return sums
  }
  return {
    items: {
      names: [...largest.map((g) => names[g] ?? restName), restName],
      offered: summed(offered),
      pairs: pairs.map(({ id, g }) => ({ id, g: placeOf.get(g) ?? most })),
      together: names.length - most,
    },
    merits: summed(merits),
  }
}

function groupOf(item: Item, column: FairnessColumn): string | null {
  const name =
    column === 'brand'
      ? item.brand
      : column === 'category'
        ? item.categories[0]
        : (item.attributes.supplier ?? item.attributes.vendor ?? item.attributes.供应商)
  return typeof name === 'string' && name !== restName ? name : null
}
