import { mkdirSync, rmSync, statSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { redact } from '@attune/language'
import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { agreedSql, personAfterMerges, withMerges } from '../protect/consent/agreed-sql.ts'
import { newestOwn } from './open-encoder-of.ts'
import { wordsOfItem } from './words-of-item.ts'

/** Pairs of items that one person took one after the other, at most so many: the latest. */
const mostCoClicks = 200_000
/** Pairs of a search and what was clicked after it, at most. */
const mostSearches = 20_000
/** As people name them; their `query` is what was searched for. */
const searchEvents = ['Products Searched', 'Product Searched', 'Search', 'Searched', '搜索', '搜索商品', '商品搜索']
/** A click belongs to a search for so long. */
const searchMinutes = 30

const corporaIn = (dataDir: string): string => resolve(dataDir, 'corpora')

/** Longer no training needs what was written for it. */
const keptMs = 86_400_000

/** Removes what was written for a training in one workspace: people's behaviour is in it. */
export function removeCorpus(dataDir: string, workspace: string): void {
  rmSync(join(corporaIn(dataDir), workspace), { recursive: true, force: true })
}

/** Removes what a training left that was killed. */
export function removeOldCorpora(dataDir: string, now: number): void {
  const folder = corporaIn(dataDir)
  const written = statSync(folder, { throwIfNoEntry: false })?.mtimeMs
  if (written !== undefined && written < now - keptMs) rmSync(folder, { recursive: true, force: true })
}

export interface Corpus {
  readonly folder: string
  readonly texts: number
  readonly pairs: number
  /** The number of the next encoder of the workspace's own. */
  readonly version: number
}

export type CorpusSource = Pick<Attune, 'config' | 'items' | 'events' | 'consent' | 'vault'>

/**
 * Writes what an encoder of a workspace's own learns from: `texts.jsonl`, the words of each item; `pairs.jsonl`, texts that
 * belong together: title and description of an item, items that one person took one after the other (only of people who agree
 * to being learnt from), and what was searched for with what was clicked then.
 *
 * @throws AttuneError `no-texts` where the catalogue has fewer than two items with words
 */
export async function writeCorpus(
  { config, items, events, consent, vault }: CorpusSource,
  workspace: string,
): Promise<Corpus> {
  const folder = join(corporaIn(config.dataDir), workspace)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const words = new Map(
    Array.from(items.all(workspace), (item) => [item.id, wordsOfItem(item)] as const).filter(([, text]) => text !== ''),
  )
  if (words.size < 2)
    throw attuneError(
      'no-texts',
      'An encoder learns from the titles and descriptions of items, and the catalogue has hardly any: send them to PUT /v1/items.',
      { status: 409 },
    )
  await writeLines(
    join(folder, 'texts.jsonl'),
    Array.from(words.values(), (text) => ({ text })),
  )
  const pairs: { readonly text: string; readonly pair: string }[] = []
  const add = (text: string | undefined, pair: string | undefined): void => {
    if (text && pair && text !== pair) pairs.push({ text, pair })
  }
  for (const { title, description } of items.all(workspace)) add(title.trim(), description.trim().slice(0, 500))
  for (const [first, second] of await coClicks(events, workspace, consent.exceptions(workspace, 'training')))
    add(words.get(first), words.get(second))
  for (const [query, item] of await searches({ events, vault }, workspace, consent.exceptions(workspace, 'training')))
    add(query.trim().slice(0, 200), words.get(item))
  await writeLines(join(folder, 'pairs.jsonl'), pairs)
  return { folder, texts: words.size, pairs: pairs.length, version: newestOwn(config.dataDir, workspace) + 1 }
}

type Exceptions = ReturnType<Attune['consent']['exceptions']>
const person = personAfterMerges

async function coClicks(
  events: Pick<Attune['events'], 'columns'>,
  workspace: string,
  exceptions: Exceptions,
): Promise<[string, string][]> {
  const { sql, ids } = agreedSql(exceptions, '$2')
  const [firsts = [], seconds = []] = await events.columns(
    `SELECT before, item_id FROM (
       SELECT i.item_id, i.ts, lag(i.item_id) OVER (PARTITION BY ${person} ORDER BY i.ts, i.rowid) AS before
       FROM ${withMerges('interactions')}
       WHERE i.workspace = $1 AND ${sql} AND i.kind IN ('view', 'click', 'cart', 'order', 'like', 'wishlist', 'rating')
     ) WHERE before IS NOT NULL AND before <> item_id ORDER BY ts DESC LIMIT ${mostCoClicks}`,
    [workspace, ids],
  )
  return firsts.map((first, row) => [first as string, seconds[row] as string])
}

/** What was searched for is personal and stands sealed; of who was erased it cannot be opened any more. */
async function searches(
  { events, vault }: Pick<CorpusSource, 'events' | 'vault'>,
  workspace: string,
  exceptions: Exceptions,
): Promise<[string, string][]> {
  const { sql, ids } = agreedSql(exceptions, '$2')
  const rows = await events.query<{ person_id: string; sealed: string; item_id: string }>(
    `WITH asked AS (
       SELECT ${person} AS who, i.person_id, i.ts, i.sealed
       FROM ${withMerges('events')}
       WHERE i.workspace = $1 AND ${sql} AND i.sealed IS NOT NULL AND i.event IN (SELECT unnest(from_json($3, '["VARCHAR"]')))
     ), taken AS (
       SELECT ${person} AS who, i.ts, i.item_id
       FROM ${withMerges('interactions')} WHERE i.workspace = $1 AND i.kind IN ('click', 'view', 'cart', 'order')
     )
     SELECT a.person_id, a.sealed, t.item_id FROM asked a JOIN taken t
       ON t.who = a.who AND t.ts >= a.ts AND t.ts < a.ts + INTERVAL ${searchMinutes} MINUTE
     ORDER BY a.ts DESC LIMIT ${mostSearches}`,
    [workspace, ids, JSON.stringify(searchEvents)],
  )
  return rows.flatMap(({ person_id, sealed, item_id }): [string, string][] => {
    const opened = vault.open(workspace, person_id, sealed)
    const { properties } = (opened === undefined ? {} : JSON.parse(opened)) as { properties?: { query?: unknown } }
    // Whoever searches for a number or a name tells of people: that teaches an encoder nothing.
    return typeof properties?.query === 'string' ? [[redact(properties.query).text, item_id]] : []
  })
}

async function writeLines(file: string, rows: readonly object[]): Promise<void> {
  const handle = await open(`${file}.tmp`, 'w', 0o600)
  try {
    const atOnce = 1_000
    for (let from = 0; from < rows.length; from += atOnce)
      await handle.write(
        rows
          .slice(from, from + atOnce)
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(''),
      )
  } finally {
    await handle.close()
  }
  await rename(`${file}.tmp`, file)
}
