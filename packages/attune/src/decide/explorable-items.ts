import type { Item } from '../api/schemas/items.ts'
import { itemFilter, withoutExclusions } from './item-filter.ts'
import type { RequestRerank } from './rerank/create-reranker.ts'
import type { Situation } from './situation.ts'

export interface Explorable {
  /** What a random item is drawn from; may contain items that are not eligible. */
  readonly pool: readonly Item[]
  /** How many items of the pool are eligible. */
  readonly eligible: number
}

/** What may be shown by chance, and exactly how many items that is: filters of rules hold here too. */
export function explorableItems(
  situation: Situation,
  pool: readonly Item[],
  itemOf: (itemId: string) => Item | undefined,
  rerank: RequestRerank | undefined,
): Explorable {
  const passes = itemFilter(withoutExclusions(situation.filters))
  const matching = rerank && rerank.plan.filters.length > 0 ? rerank.matching(pool) : undefined
  const extra: Item[] = []
  let eligible = matching ? matching.items.length : pool.length
  for (const id of new Set([...situation.excluded(), ...(rerank?.personal() ?? [])])) {
    const item = itemOf(id)
    if (!item || !passes(item)) continue
    const counted = matching ? matching.ids.has(id) : true
    const may = situation.accept(id)
    if (counted && !may) eligible--
    if (!counted && may) extra.push(item)
  }
  const base = matching ? matching.items : pool
  return { pool: extra.length > 0 ? [...base, ...extra] : base, eligible: eligible + extra.length }
}
