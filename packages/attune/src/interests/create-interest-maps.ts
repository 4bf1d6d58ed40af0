import { keptAnswers } from '../api/kept-answers.ts'
import type { InterestMap, InterestsQuery } from '../api/schemas/interests.ts'
import type { Item } from '../api/schemas/items.ts'
import type { Attune } from '../attune.ts'
import { fewestShown } from '../behaviour/small-cells.ts'
import { isSensitiveBy } from '../profile/portrait/sensitive.ts'
import { fold } from '../segments/evaluate/item-facts.ts'
import { drawInterests } from './draw-interests.ts'
import type { InterestMaps } from './interest-maps.ts'

export type InterestMapParts = Pick<Attune, 'config' | 'clock' | 'items' | 'segments' | 'consent'>

/** Maps of interests, kept for a minute; one is counted at a time, so that many who ask do not hold up everything else. */
export function createInterestMaps({ config, clock, items, segments, consent }: InterestMapParts): InterestMaps {
  const isSensitive = isSensitiveBy(config.portraits.sensitiveCategories)
  const kept = keptAnswers<InterestMap>({ clock, consent })

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
      fewest: fewestShown,
      ...drawn,
    }
  }

  return {
    map: (workspace, query) =>
      kept(JSON.stringify([workspace, query.part, query.segment, query.limit]), () => count(workspace, query)),
  }
}

/** Tags are counted without regard to case; shown as the catalogue first has them. */
function tagsAsWritten(all: Iterable<Pick<Item, 'tags'>>): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  for (const { tags } of all) for (const tag of tags) if (!written.has(fold(tag))) written.set(fold(tag), tag)
  return written
}
