import {
  createGazetteer,
  createSegmenter,
  createTermStatistics,
  type Gazetteer,
  type GazetteerEntry,
  type Segmenter,
  type TermStatistics,
  terms,
} from '@attune/language'
import type { Item } from '../api/schemas/items.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import { itemNames } from './item-names.ts'

/** What the catalogue of a workspace brings to the analysis of texts. */
export interface WordsOfWorkspace {
  readonly segmenter: Segmenter
  readonly gazetteer: Gazetteer
  /** Over the texts of the items. */
  readonly statistics: TermStatistics
}

/** The words of all workspaces, each made at the first text and brought up to date when its catalogue has changed. */
export interface WorkspaceWords {
  of(workspace: string): Promise<WordsOfWorkspace>
}

interface KnownItem {
  readonly item: Item
  readonly terms: readonly string[]
}

interface Shelf {
  revision: number
  readonly known: Map<string, KnownItem>
  readonly statistics: TermStatistics
  words: WordsOfWorkspace | undefined
  updating: Promise<void> | undefined
}

/** Items that are read before others get their turn. */
const atOnce = 100
const longestDescription = 2_000

/** Words by workspace; the catalogue is looked at only when its revision is another one. */
export function createWorkspaceWords({
  items,
}: {
  readonly items: Pick<ItemCatalogue, 'all' | 'revision'>
}): WorkspaceWords {
  const shelves = new Map<string, Shelf>()

  async function update(shelf: Shelf, workspace: string): Promise<void> {
    const revision = items.revision(workspace)
    const all = [...items.all(workspace)]
    const entries: GazetteerEntry[] = []
    const names = new Set<string>()
    for (const [i, item] of all.entries()) {
      const own = itemNames(item)
      entries.push(...own.entries)
      for (const word of own.words) names.add(word)
      if (i % atOnce === atOnce - 1) await turn()
    }
    const segmenter = createSegmenter({ words: names })
    const gazetteer = createGazetteer(entries)
    await followTexts(shelf, all, segmenter)
    shelf.words = { segmenter, gazetteer, statistics: shelf.statistics }
    shelf.revision = revision
  }

  return {
    async of(workspace) {
      let shelf = shelves.get(workspace)
      if (!shelf) {
        const statistics = createTermStatistics()
        shelf = { revision: -1, known: new Map(), statistics, words: undefined, updating: undefined }
        shelves.set(workspace, shelf)
      }
      // An update that is under way may have begun before the last change; one that begins now has not. No third one: while a
      // catalogue is being imported every look would find another revision.
      for (let round = 0; round < 2; round++) {
        if (shelf.words && shelf.revision === items.revision(workspace)) break
        const own = shelf
        own.updating ??= update(own, workspace).finally(() => {
          own.updating = undefined
        })
        await own.updating
      }
      if (!shelf.words) throw new Error('words are there once an update is over')
      return shelf.words
    },
  }
}

/** Counts the terms of new and changed items, and takes back those of items that are gone; an item that changed is another object. */
async function followTexts({ known, statistics }: Shelf, all: readonly Item[], segmenter: Segmenter): Promise<void> {
  const present = new Set(all.map(({ id }) => id))
  for (const [id, { terms }] of known)
    if (!present.has(id)) {
      statistics.remove(terms)
      known.delete(id)
    }
  let read = 0
  for (const item of all) {
    const before = known.get(item.id)
    if (before?.item === item) continue
    const own = [...new Set(terms(textOf(item), { segmenter }))]
    if (before) statistics.remove(before.terms)
    statistics.add(own)
    known.set(item.id, { item, terms: own })
    if (++read % atOnce === 0) await turn()
  }
}

const textOf = ({ title, brand, categories, tags, description }: Item): string =>
  [title, brand ?? '', ...categories, ...tags, description.slice(0, longestDescription)].join('\n')

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
