import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import type { Item, ItemPage } from './schemas/items.ts'

type ListedItem = ItemPage['items'][number]

export interface ItemQuery {
  readonly search?: string | undefined
  readonly kind?: string | undefined
  readonly missing?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

interface Ranking {
  readonly revision: number
  readonly madeAt: number
  readonly interactions: ReadonlyMap<string, number>
  readonly items: readonly Item[]
}

const windowMs = 28 * 86_400_000
/** The order of the catalogue is made anew at most so often. */
const freshMs = 10_000

/** Pages of the catalogue, the busiest items first, with what each of them lacks. */
export function createItemSearch(attune: Pick<Attune, 'items' | 'events' | 'clock' | 'embeddings'>): {
  page(workspace: string, query: ItemQuery): Promise<ItemPage>
  one(workspace: string, id: string): Promise<ListedItem | undefined>
} {
  const { items, events, clock, embeddings } = attune
  const rankings = new Map<string, Ranking>()

  async function rankingOf(workspace: string): Promise<Ranking> {
    const revision = items.revision(workspace)
    const now = clock()
    const before = rankings.get(workspace)
    const fresh = before !== undefined && Math.abs(now - before.madeAt) < freshMs
    if (fresh && before.revision === revision) return before
    const interactions = fresh ? before.interactions : await countsOf(workspace, now)
    const busy: Item[] = []
    // The others in the order of the catalogue: sorting 100,000 of them would hold up everybody's requests.
    const quiet: Item[] = []
    for (const item of items.all(workspace)) (interactions.has(item.id) ? busy : quiet).push(item)
    const of = (item: Item): number => interactions.get(item.id) ?? 0
    busy.sort((a, b) => of(b) - of(a) || (a.id < b.id ? -1 : 1))
    const ranking = { revision, madeAt: fresh ? before.madeAt : now, interactions, items: [...busy, ...quiet] }
    rankings.set(workspace, ranking)
    return ranking
  }

  async function countsOf(workspace: string, now: number): Promise<ReadonlyMap<string, number>> {
    const [ids = [], counts = []] = await events.columns(
      `SELECT item_id, count(*) FROM interactions
       WHERE workspace = $1 AND ts >= $2 AND kind <> 'exposure' GROUP BY item_id`,
      [workspace, new Date(now - windowMs)],
    )
    return new Map(ids.map((id, index) => [id as string, Number(counts[index])]))
  }

  const listed = (workspace: string, item: Item, interactions28d: number): ListedItem => ({
    ...item,
    interactions28d,
    missing: missingOf(workspace, item),
  })
  /** What recommending and showing the item would need and it does not have; vectors only where an encoder makes them. */
  function missingOf(workspace: string, item: Item): string[] {
    const missing: string[] = []
    if (item.description === '') missing.push('description')
    if (item.categories.length === 0) missing.push('categories')
    if (item.image === null || item.image === '') missing.push('image')
    if (item.kind === 'product' && item.price === null) missing.push('price')
    if (item.kind === 'product' && !item.brand) missing.push('brand')
    const makesVectors = embeddings.encoderOf(workspace) !== undefined
    if (makesVectors && embeddings.vectorOf(workspace, item) === undefined) missing.push('vector')
    return missing
  }

  return {
    async page(workspace, { search = '', kind, missing, limit, cursor }) {
      const { items: ranked, interactions } = await rankingOf(workspace)
      const start = startOf(cursor)
      const words = search.toLowerCase().split(/\s+/).filter(Boolean)
      const unfiltered = words.length === 0 && kind === undefined && missing === undefined
      const matching = unfiltered
        ? ranked
        : ranked.filter(
            (item) =>
              (kind === undefined || item.kind === kind) &&
              (missing === undefined || missingOf(workspace, item).includes(missing)) &&
              (words.length === 0 || matches(item, words)),
          )
      const shown = matching.slice(start, start + limit)
      const end = start + shown.length
      return {
        items: shown.map((item) => listed(workspace, item, interactions.get(item.id) ?? 0)),
        total: matching.length,
        next: end < matching.length && shown.length > 0 ? Buffer.from(`at:${end}`).toString('base64url') : null,
      }
    },
    async one(workspace, id) {
      const item = items.get(workspace, id)
      if (item === undefined) return undefined
      const rows = await events.query<{ n: number }>(
        `SELECT count(*) AS n FROM interactions
         WHERE workspace = $1 AND item_id = $2 AND ts >= $3 AND kind <> 'exposure'`,
        [workspace, id, new Date(clock() - windowMs)],
      )
      return listed(workspace, item, rows[0]?.n ?? 0)
    },
  }
}

/** What names an item, in lower case; made when it is first searched, forgotten with the item. */
const searchTexts = new WeakMap<Item, string>()

/** Every word stands somewhere in what names the item. */
function matches(item: Item, words: readonly string[]): boolean {
  let text = searchTexts.get(item)
  if (text === undefined) {
    text = [item.id, item.title, item.brand ?? '', ...item.categories, ...item.tags].join('\n').toLowerCase()
    searchTexts.set(item, text)
  }
  return words.every((word) => text.includes(word))
}

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const match = /^at:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (match) return Number(match[1])
  throw attuneError('invalid-value', 'cursor must be the `next` of the page before.', { details: { field: 'cursor' } })
}
