import type { Filter } from '../api/schemas/decide.ts'
import type { Item } from '../api/schemas/items.ts'
import type { Clock } from '../clock.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import { filterKey, itemFilter, withoutExclusions } from './item-filter.ts'

/** The catalogue in the orders that decisions need, at most a second old. What is offered is checked against the catalogue itself. */
export interface CatalogueView {
  /** Latest publication first (where an item has none: its last change); ties by id. */
  newest(): readonly Item[]
  /** All items that pass the filters, newest first; `excludeItems` are left to the caller. */
  pool(filters: readonly Filter[]): readonly Item[]
}

const refreshMs = 1000
/** Filters whose pools are kept; a shop has a few dozen different ones. */
const poolsKept = 64

/** When an item was published; where it does not say, when it was changed last. */
export const publishedMs = (item: Item): number => Date.parse(item.publishedAt ?? item.updatedAt)

function viewOf(items: readonly Item[]): CatalogueView {
  let newest: readonly Item[] | undefined
  const pools = new Map<string, readonly Item[]>()
  const view: CatalogueView = {
    newest() {
      newest ??= items
        .map((item) => ({ item, at: publishedMs(item) }))
        .sort((a, b) => b.at - a.at || (a.item.id < b.item.id ? -1 : 1))
        .map(({ item }) => item)
      return newest
    },
    pool(filters) {
      const key = filterKey(filters)
      let pool = pools.get(key)
      if (pool) pools.delete(key)
      else pool = view.newest().filter(itemFilter(withoutExclusions(filters)))
      const oldest = pools.size >= poolsKept ? pools.keys().next().value : undefined
      if (oldest !== undefined) pools.delete(oldest)
      // The one used last stands last, so the first is the one to go.
      pools.set(key, pool)
      return pool
    },
  }
  return view
}

/** Views by workspace, made again when the catalogue has changed, at most once a second: sorting 100,000 items takes a while. */
export function createCatalogueViews(options: {
  readonly items: ItemCatalogue
  readonly clock: Clock
}): (workspace: string) => CatalogueView {
  const { items, clock } = options
  const views = new Map<string, { view: CatalogueView; revision: number; size: number; madeAt: number }>()
  return (workspace) => {
    const known = views.get(workspace)
    const revision = items.revision(workspace)
    const now = clock()
    if (known && (known.revision === revision || (known.size > 0 && Math.abs(now - known.madeAt) < refreshMs)))
      return known.view
    const all = [...items.all(workspace)]
    const view = viewOf(all)
    views.set(workspace, { view, revision, size: all.length, madeAt: now })
    return view
  }
}
