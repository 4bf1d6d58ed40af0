import type { Logger } from 'pino'
import type { Item } from '../api/schemas/items.ts'
import { itemTextOf, type VectorOfItem } from './item-texts.ts'
import type { LiveModel } from './model-registry.ts'

/** Taken in at a time, at most: placing an item looks at all others, and requests wait meanwhile. */
const mostAtOnce = 100

export interface ExtendOptions {
  readonly vectorOf?: VectorOfItem
  /** Whose vectors these are. */
  readonly encoder?: string | undefined
  /** Whether the vector of an item is under way: then the item waits for it. */
  readonly isMaking?: (item: Item) => boolean
}

/**
 * The model with items of the catalogue that it does not know, placed by what is written about them; undefined where there is
 * none, or where its kind needs people to have had an item. Vectors count where they are of the encoder that the model was
 * trained with.
 */
export function extended(
  live: LiveModel,
  items: Iterable<Item>,
  { vectorOf, encoder, isMaking }: ExtendOptions = {},
): LiveModel | undefined {
  if (!live.recommender.withItems) return undefined
  const comparable = encoder !== undefined && encoder === live.encoder
  const fresh: Item[] = []
  for (const item of items) {
    if (fresh.length === mostAtOnce) break
    if (item.available && !live.indexOf.has(item.id) && !(comparable && isMaking?.(item))) fresh.push(item)
  }
  if (fresh.length === 0) return undefined
  const recommender = live.recommender.withItems(
    fresh.map((item) => itemTextOf(item, comparable ? vectorOf?.(item) : undefined)),
  )
  const itemIds = [...live.itemIds, ...fresh.map(({ id }) => id)]
  return { ...live, recommender, itemIds, indexOf: new Map(itemIds.map((id, index) => [id, index])) }
}

/**
 * Looks every so often for new items: those that came together are taken in together, so that a catalogue that is being filled
 * costs little. Returns how to stop.
 */
export function followCatalogues(options: {
  readonly extend: () => void
  readonly everyMs: number
  readonly log: Logger
}): () => void {
  const { extend, everyMs, log } = options
  const timer = setInterval(() => {
    try {
      extend()
    } catch (error) {
      log.error({ err: error }, 'new items could not be taken into the models that are live')
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
