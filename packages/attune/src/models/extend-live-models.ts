import type { Item } from '../api/schemas/items.ts'
import { itemTextOf, type VectorOfItem } from './item-texts.ts'
import type { LiveModel } from './model-registry.ts'

/**
 * The model with the items of the catalogue that it does not know, placed by what is written about them; undefined where
 * there is none, or where its kind needs people to have had an item.
 */
export function extended(live: LiveModel, items: Iterable<Item>, vectorOf?: VectorOfItem): LiveModel | undefined {
  if (!live.recommender.withItems) return undefined
  const fresh = Array.from(items).filter((item) => item.available && !live.indexOf.has(item.id))
  if (fresh.length === 0) return undefined
  const recommender = live.recommender.withItems(fresh.map((item) => itemTextOf(item, vectorOf?.(item))))
  const itemIds = [...live.itemIds, ...fresh.map(({ id }) => id)]
  return { ...live, recommender, itemIds, indexOf: new Map(itemIds.map((id, index) => [id, index])) }
}

/**
 * Looks every so often whether catalogues have changed: new items are taken in together, so that a catalogue that is being
 * filled costs little. Returns how to stop.
 */
export function followCatalogues(options: {
  readonly workspaces: () => Iterable<string>
  readonly revision: (workspace: string) => number | string
  readonly extend: (workspace: string) => void
  readonly everyMs: number
}): () => void {
  const { workspaces, revision, extend, everyMs } = options
  const seen = new Map<string, number | string>()
  const timer = setInterval(() => {
    for (const workspace of workspaces()) {
      const now = revision(workspace)
      if (seen.get(workspace) === now) continue
      seen.set(workspace, now)
      extend(workspace)
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
