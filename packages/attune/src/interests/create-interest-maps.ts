import type { InterestMap, InterestsQuery } from '../api/schemas/interests.ts'
import type { Item } from '../api/schemas/items.ts'
import type { Attune } from '../attune.ts'
import { isSensitiveBy } from '../profile/portrait/sensitive.ts'
import { fold } from '../segments/evaluate/item-facts.ts'
import { drawInterests, fewestPeople } from './draw-interests.ts'
import type { InterestMaps } from './interest-maps.ts'

export type InterestMapParts = Pick<Attune, 'config' | 'clock' | 'items' | 'segments' | 'consent'>

const freshMs = 60_000
const mostKept = 20

interface Kept {
  readonly map: Promise<InterestMap>
  readonly at: number
}

/** Maps of interests, kept for a minute; one is counted at a time, so that many who ask do not hold up everything else. */
export function createInterestMaps({ config, clock, items, segments, consent }: InterestMapParts): InterestMaps {
  const isSensitive = isSensitiveBy(config.portraits.sensitiveCategories)
  const kept = new Map<string, Map<string, Kept>>()
  let last: Promise<unknown> = Promise.resolve()
  consent.onChange((workspace) => kept.delete(workspace))

  const isShown = ({ categories, tags, brand }: Item): boolean =>
    ![...categories, ...tags, brand ?? ''].some((name) => name !== '' && isSensitive(name))
  const itemTitle = (workspace: string, id: string): string | undefined => {
    const item = items.get(workspace, id)
    return item && isShown(item) ? item.title || id : undefined
  }

  async function count(workspace: string, { part, segment, limit }: InterestsQuery): Promise<InterestMap> {
    const counts = await segments.interests(workspace, { part, segment })
    const tags = part === 'tag' ? tagsAsWritten(items.all(workspace)) : undefined
    const drawn = await drawInterests(counts, {
      part,
      limit,
      titleOf: (name) =>
        part === 'item' ? itemTitle(workspace, name) : isSensitive(name) ? undefined : (tags?.get(name) ?? name),
      itemTitleOf: (id) => itemTitle(workspace, id),
    })
    return {
      at: new Date(clock()).toISOString(),
      part,
      segment:
        segment === undefined ? null : { id: segment, title: segments.get(workspace, segment)?.title || segment },
      base: counts.base,
      people: counts.people,
      fewest: fewestPeople,
      ...drawn,
    }
  }

  return {
    map(workspace, query) {
      const own = kept.get(workspace) ?? new Map<string, Kept>()
      kept.set(workspace, own)
      const key = JSON.stringify([query.part, query.segment, query.limit])
      const known = own.get(key)
      if (known && clock() - known.at < freshMs) return known.map
      if (own.size >= mostKept) own.clear()
      const map = last.then(() => count(workspace, query))
      last = map.catch(() => {})
      const entry: Kept = { map, at: clock() }
      own.set(key, entry)
      // A failure is not kept.
      map.catch(() => {
        if (own.get(key) === entry) own.delete(key)
      })
      return map
    },
    forget: (workspace) => void kept.delete(workspace),
  }
}

/** Tags are counted without regard to case; shown as the catalogue first has them. */
function tagsAsWritten(all: Iterable<Pick<Item, 'tags'>>): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  for (const { tags } of all) for (const tag of tags) if (!written.has(fold(tag))) written.set(fold(tag), tag)
  return written
}
