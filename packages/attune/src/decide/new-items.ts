import type { NewItems } from '../api/schemas/decide.ts'
import type { Item } from '../api/schemas/items.ts'
import type { HistoryIndex } from '../profile/history-index.ts'
import { publishedMs } from './catalogue-view.ts'

const dayMs = 86_400_000
const rememberedMs = 1000
/** Every request asks of each of them whether it may be shown. */
const mostItems = 1000

export interface NewItemsQuestion {
  readonly workspace: string
  /** Items that pass the filters, newest first, as `CatalogueView.pool` gives them: answers are remembered by it. */
  readonly pool: readonly Item[]
  readonly rule: NewItems
  readonly now: number
}

/**
 * The items of a pool that are new: published in the last `days` (not later than now) and really shown fewer than `below`
 * times. Newest first, the 1,000 newest at most; items without `publishedAt` are not new. An answer is at most a second old.
 */
export function createNewItems(
  histories: Pick<HistoryIndex, 'exposures'>,
): (question: NewItemsQuestion) => readonly string[] {
  const byPool = new WeakMap<readonly Item[], Map<string, { readonly at: number; readonly ids: readonly string[] }>>()
  return ({ workspace, pool, rule, now }) => {
    const { days, below } = rule
    const key = `${workspace}\n${days}\n${below}`
    const answers = byPool.get(pool) ?? new Map()
    byPool.set(pool, answers)
    const known = answers.get(key)
    if (known && Math.abs(now - known.at) < rememberedMs) return known.ids
    const ids: string[] = []
    for (const item of pool) {
      if (publishedMs(item) < now - days * dayMs || ids.length >= mostItems) break
      if (item.publishedAt === null || Date.parse(item.publishedAt) > now) continue
      if (histories.exposures(workspace, item.id) < below) ids.push(item.id)
    }
    answers.set(key, { at: now, ids })
    return ids
  }
}
