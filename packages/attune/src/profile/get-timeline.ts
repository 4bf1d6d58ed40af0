import type { Timeline } from '../api/schemas/people.ts'
import type { Attune } from '../attune.ts'
import { type SqlParameters, sqlParameters } from '../report/sql-parameters.ts'
import type { DecidedItem } from '../store/rows.ts'
import { type Cursor, readCursor, writeCursor } from './cursor.ts'

export type TimelineSource = Pick<Attune, 'events' | 'items'>

export interface TimelineQuery {
  readonly limit: number
  readonly cursor?: string | undefined
  /** `orders`: only orders and refunds; `ours`: only decisions. */
  readonly only: 'all' | 'orders' | 'ours'
}

type Entry = Timeline['entries'][number]

interface Row {
  readonly at: number
  readonly id: string
  readonly by: 'they' | 'we'
  readonly type: string
  readonly event: string | null
  readonly item_id: string | null
  readonly items: string | null
  readonly value: number | null
  readonly currency: string | null
  readonly placement: string | null
  readonly variation: string | null
  readonly model: string | null
  readonly decision_id: string | null
}

interface Fact {
  readonly message_id: string
  readonly kind: string
  readonly item_id: string
  readonly position: number | null
}

/** What a person did (events) and what was decided for them, newest first. */
export async function getTimeline(
  source: TimelineSource,
  workspace: string,
  aliases: readonly string[],
  { limit, cursor, only }: TimelineQuery,
): Promise<Timeline> {
  const parameters = sqlParameters()
  const sql = timelineSql(parameters, { workspace, aliases, only, after: readCursor(cursor), limit: limit + 1 })
  const rows = await source.events.query<Row>(sql, parameters.values)
  const page = rows.slice(0, limit)
  const facts = await readFacts(source, workspace, page)
  const last = page.at(-1)
  return {
    entries: page.map((row) => entryOf(source, workspace, row, facts.get(row.id) ?? [])),
    next: rows.length > limit && last ? writeCursor(last) : null,
  }
}

interface TimelineSqlOptions {
  readonly workspace: string
  readonly aliases: readonly string[]
  readonly only: TimelineQuery['only']
  readonly after: Cursor | undefined
  readonly limit: number
}

function timelineSql(
  parameters: SqlParameters,
  { workspace, aliases, only, after, limit }: TimelineSqlOptions,
): string {
  const ws = parameters.add(workspace)
  const persons = `workspace = ${ws} AND person_id IN (${aliases.map((id) => parameters.add(id)).join(', ')})`
  const place = after
    ? ` AND (epoch_ms(ts), id) < (${parameters.add(Math.round(after.at))}::BIGINT, ${parameters.add(after.id)})`
    : ''
  const order = `ORDER BY epoch_ms(ts) DESC, id DESC LIMIT ${Math.trunc(limit)}`
  const orders =
    only === 'orders'
      ? ` AND id IN (SELECT message_id FROM interactions WHERE ${persons} AND kind IN ('order', 'refund'))`
      : ''
  const theirs = `SELECT epoch_ms(e.ts) AS at, e.id, 'they' AS by, e.type, e.event, e.item_id, NULL AS items, e.value, e.currency,
      d.placement, d.variation, d.model, e.decision_id
    FROM (SELECT *, message_id AS id FROM events WHERE ${persons}${place}${orders} ${order}) e
    LEFT JOIN decisions d ON d.workspace = e.workspace AND d.decision_id = e.decision_id`
  const ours = `SELECT epoch_ms(ts) AS at, id, 'we' AS by, 'decision' AS type, NULL AS event, NULL AS item_id, items, NULL AS value,
      NULL AS currency, placement, variation, model, decision_id
    FROM (SELECT *, decision_id AS id FROM decisions WHERE ${persons}${place} ${order})`
  const parts = only === 'ours' ? [ours] : only === 'orders' ? [theirs] : [theirs, ours]
  return `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY "at" DESC, id DESC LIMIT ${Math.trunc(limit)}`
}

/** Interactions of the events of a page, by message id. */
async function readFacts(
  { events }: TimelineSource,
  workspace: string,
  page: readonly Row[],
): Promise<ReadonlyMap<string, Fact[]>> {
  const theirs = page.filter(({ by }) => by === 'they')
  const facts = new Map<string, Fact[]>()
  if (theirs.length === 0) return facts
  const parameters = sqlParameters()
  const rows = await events.query<Fact>(
    `SELECT message_id, kind, item_id, position FROM interactions
     WHERE workspace = ${parameters.add(workspace)} AND ts >= ${parameters.time(Math.min(...theirs.map(({ at }) => at)))}
       AND message_id IN (SELECT unnest(from_json(${parameters.add(JSON.stringify(theirs.map(({ id }) => id)))}, '["VARCHAR"]')))
     ORDER BY message_id, position NULLS LAST, item_id`,
    parameters.values,
  )
  for (const row of rows) facts.set(row.message_id, [...(facts.get(row.message_id) ?? []), row])
  return facts
}

function entryOf({ items }: TimelineSource, workspace: string, row: Row, facts: readonly Fact[]): Entry {
  const ids =
    row.items !== null
      ? (JSON.parse(row.items) as readonly DecidedItem[]).map(({ itemId }) => itemId)
      : facts.length > 0
        ? facts.map(({ item_id }) => item_id)
        : row.item_id === null
          ? []
          : [row.item_id]
  return {
    at: new Date(row.at).toISOString(),
    by: row.by,
    // The kind of interaction where there is one (`view`, `order`), else the type of event (`identify`, `page`).
    kind: facts[0]?.kind ?? row.type,
    event: row.event,
    items: ids.map((id) => ({ id, title: items.get(workspace, id)?.title ?? null })),
    value: row.value,
    currency: row.currency,
    placement: row.placement,
    variation: row.variation,
    model: row.model,
    decisionId: row.decision_id,
    position: facts.length === 1 ? (facts[0]?.position ?? null) : null,
  }
}
