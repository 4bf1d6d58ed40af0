import type { Item } from '../api/schemas/items.ts'

export type FairnessColumn = 'brand' | 'category' | 'supplier'

export interface GroupedItems {
  readonly names: readonly string[]
  /** Items on offer now, by group. */
  readonly offered: readonly number[]
  /** JSON for the queries: item ids with the number of their group. */
  readonly json: string
}

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
  return { names: [...numbers.keys()], offered, json: JSON.stringify(pairs) }
}

function groupOf(item: Item, column: FairnessColumn): string | null {
  if (column === 'brand') return item.brand
  if (column === 'category') return item.categories[0] ?? null
  const supplier = item.attributes.supplier ?? item.attributes.vendor ?? item.attributes.供应商
  return typeof supplier === 'string' && supplier !== '' ? supplier : null
}
