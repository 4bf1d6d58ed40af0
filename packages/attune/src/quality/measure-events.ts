import type { Attune } from '../attune.ts'
import { plainName } from '../collect/sources/admit-fields.ts'
import { ownSource } from '../collect/sources/sources.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { CheckName, Measured } from './quality-checks.ts'

interface EventRow {
  readonly source: string
  readonly event: string
  readonly n: number
  readonly named: number
  readonly valued: number
  readonly priced: number
}

/** Kinds of events that are told apart in a workspace. */
export const maxKinds = 500

/**
 * What events that arrived since then lack: the item that they are about, their value and currency; and how many came
 * again under a message id that was stored already.
 */
export async function measureEvents(
  { events, config }: Pick<Attune, 'events' | 'config'>,
  workspace: string,
  since: number,
): Promise<readonly Measured[]> {
  const parameters = sqlParameters()
  const ws = parameters.add(workspace)
  const from = parameters.time(since)
  // An order of several lines names its items in its interactions.
  const rows = await events.query<EventRow>(
    `SELECT source, event, count(*) AS n, count(*) FILTER (named) AS named, count(value) AS valued,
       count(*) FILTER (value IS NOT NULL AND currency IS NOT NULL) AS priced
     FROM (SELECT source, event, value, currency, item_id IS NOT NULL OR message_id IN
         (SELECT message_id FROM interactions WHERE workspace = ${ws}) AS named
       FROM events WHERE workspace = ${ws} AND received_at >= ${from} AND event IS NOT NULL AND type = 'track')
     GROUP BY source, event ORDER BY n DESC, source, event LIMIT ${maxKinds}`,
    parameters.values,
  )
  const meanings = eventMeanings(config.collect.events)
  const found: Measured[] = []
  const add = (check: CheckName, { source, event }: EventRow, have: number, rows: number): void => {
    found.push({ check, source, of: plainName(event), value: rows === 0 ? null : have / rows, rows })
  }
  for (const row of rows) {
    const meaning = meanings(row.event)
    if (meaning?.kind == null) continue
    add('event-item', row, row.named, row.n)
    if (!meaning.money) continue
    add('event-value', row, row.valued, row.n)
    add('event-currency', row, row.priced, row.valued)
  }
  return [...found, ...(await repeatedMessages(events, workspace, since))]
}

async function repeatedMessages(
  events: Attune['events'],
  workspace: string,
  since: number,
): Promise<readonly Measured[]> {
  const parameters = sqlParameters()
  const of = `workspace = ${parameters.add(workspace)} AND received_at >= ${parameters.time(since)}`
  const rows = await events.query<{ source: string; n: number; again: number }>(
    `SELECT source, sum(n)::DOUBLE AS n, sum(again)::DOUBLE AS again FROM (
       SELECT source, count(*) AS n, 0 AS again FROM events WHERE ${of} AND source <> '${ownSource}' GROUP BY source
       UNION ALL
       SELECT source, 0, count(*) FROM quarantine WHERE ${of} AND reason = 'duplicate' GROUP BY source)
     GROUP BY source ORDER BY source`,
    parameters.values,
  )
  return rows.map(({ source, n, again }) => ({
    check: 'repeated-message',
    source,
    of: null,
    value: again / (n + again),
    rows: n + again,
  }))
}
