import {
  createGazetteer,
  createSegmenter,
  createTermStatistics,
  type Gazetteer,
  type Segmenter,
  type TermStatistics,
  terms,
} from '@attune/language'
import type { Item } from '../api/schemas/items.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import { type ItemNames, itemNames } from './item-names.ts'

/** What the catalogue of a workspace brings to the analysis of texts. */
export interface WordsOfWorkspace {
  readonly segmenter: Segmenter
  readonly gazetteer: Gazetteer
  /** Over the texts of the items that were counted so far. */
  readonly statistics: TermStatistics
}

/** The words of all workspaces, each made at the first text and brought up to date when its catalogue has changed. */
export interface WorkspaceWords {
  of(workspace: string): Promise<WordsOfWorkspace>
}

export interface WorkspaceWordsParts {
  readonly items: Pick<ItemCatalogue, 'all' | 'revision'>
  /** Items whose terms are counted a request: a large catalogue is counted over several, so that none waits long. Default 5,000. */
  readonly countedAtOnce?: number
}

interface KnownItem {
  readonly item: Item
  readonly names: ItemNames
  /** As they were counted; none before. */
  terms: readonly string[] | undefined
}

interface Shelf {
  revision: number
  readonly known: Map<string, KnownItem>
  /** Ids of items whose text is new since they were counted. */
  readonly uncounted: Set<string>
  readonly statistics: TermStatistics
  words: WordsOfWorkspace | undefined
  updating: Promise<WordsOfWorkspace> | undefined
}

/** Items that are read before others get their turn. */
const beforeTurn = 100
const longestDescription = 500

/** Words by workspace; the catalogue is looked at only when its revision is another one. */
export function createWorkspaceWords({ items, countedAtOnce = 5_000 }: WorkspaceWordsParts): WorkspaceWords {
  const shelves = new Map<string, Shelf>()

  async function update(shelf: Shelf, workspace: string): Promise<WordsOfWorkspace> {
    const revision = items.revision(workspace)
    const namesChanged = shelf.revision !== revision && (await followItems(shelf, [...items.all(workspace)]))
    const words = shelf.words === undefined || namesChanged ? wordsOf(shelf) : shelf.words
    await count(shelf, words.segmenter, countedAtOnce)
    shelf.words = words
    shelf.revision = revision
    return words
  }

  function shelfOf(workspace: string): Shelf {
    const shelf = shelves.get(workspace) ?? {
      revision: -1,
      known: new Map(),
      uncounted: new Set(),
      statistics: createTermStatistics(),
      words: undefined,
      updating: undefined,
    }
    shelves.set(workspace, shelf)
    return shelf
  }

  function next(shelf: Shelf, workspace: string): Promise<WordsOfWorkspace> {
    shelf.updating ??= update(shelf, workspace).finally(() => {
      shelf.updating = undefined
    })
    return shelf.updating
  }

  return {
    async of(workspace) {
      const shelf = shelfOf(workspace)
      const isCurrent = (): boolean => shelf.revision === items.revision(workspace)
      if (shelf.words && isCurrent() && shelf.uncounted.size === 0) return shelf.words
      const words = await next(shelf, workspace)
      // An update that was under way may have begun before the last change; one that begins now has not. No third one: while a
      // catalogue is being imported every look finds another revision.
      return isCurrent() ? words : next(shelf, workspace)
    },
  }
}

/** Takes over items that are new, changed (another object) or gone. Returns whether that changed any name. */
async function followItems({ known, uncounted, statistics }: Shelf, all: readonly Item[]): Promise<boolean> {
  const present = new Set(all.map(({ id }) => id))
  let changed = false
  for (const [id, { terms }] of known) {
    if (present.has(id)) continue
    if (terms) statistics.remove(terms)
    known.delete(id)
    uncounted.delete(id)
    changed = true
  }
  let read = 0
  for (const item of all) {
    const before = known.get(item.id)
    if (before?.item === item) continue
    // Prices and stock change far more often than names and texts.
    const sameNames = before?.item.title === item.title && before.item.brand === item.brand
    known.set(item.id, { item, names: sameNames ? before.names : itemNames(item), terms: before?.terms })
    if (!sameNames) changed = true
    if (!before || textOf(before.item) !== textOf(item)) uncounted.add(item.id)
    if (++read % beforeTurn === 0) await turn()
  }
  return changed
}

function wordsOf({ known, statistics }: Shelf): WordsOfWorkspace {
  const names = [...known.values()].map((one) => one.names)
  return {
    segmenter: createSegmenter({ words: new Set(names.flatMap(({ words }) => words)) }),
    gazetteer: createGazetteer(names.flatMap(({ entries }) => entries)),
    statistics,
  }
}

async function count({ known, uncounted, statistics }: Shelf, segmenter: Segmenter, atMost: number): Promise<void> {
  let read = 0
  for (const id of uncounted) {
    if (read === atMost) break
    uncounted.delete(id)
    const one = known.get(id)
    if (!one) continue
    if (one.terms) statistics.remove(one.terms)
    one.terms = [...new Set(terms(textOf(one.item), { segmenter }))]
    statistics.add(one.terms)
    if (++read % beforeTurn === 0) await turn()
  }
}

const textOf = ({ title, brand, categories, tags, description }: Item): string =>
  [title, brand ?? '', ...categories, ...tags, description.slice(0, longestDescription)].join('\n')

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
