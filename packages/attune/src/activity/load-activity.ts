import { setImmediate as turn } from 'node:timers/promises'
import { ownSource } from '../collect/sources/sources.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { ActivityNames } from './activity-names.ts'
import type { Reading } from './create-reading.ts'
import type { ActivityOfWorkspace } from './create-workspace-activity.ts'
import { signalsSql } from './device-and-channel.ts'
import {
  exposureKind,
  fillEntries,
  newEventEntries,
  type Part,
  partWithoutInteraction,
  valueOfEvent,
} from './event-entries.ts'
import { type Dictionary, eventNameSql, type NameColumn, numberSql, readDictionary } from './read-dictionary.ts'

/** Rows read at once: what one pause of the event loop, and the heap, can bear. */
const rowsAtOnce = 300_000
/** Rows taken in before the event loop has its turn. */
const rowsAtATime = 20_000

export interface OpenedActivity {
  readonly activity: ActivityOfWorkspace
  readonly names: ActivityNames
}

export interface LoadActivityOptions {
  readonly events: Pick<EventStore, 'query' | 'columns'>
  readonly open: (workspace: string) => OpenedActivity
  readonly reading: Reading
  /** Only what was received since then may be told by the collector too. */
  readonly since: number
}

/** Reads what everybody did into memory, person by person, in pieces. */
export async function loadActivity(options: LoadActivityOptions): Promise<void> {
  const [{ count } = { count: 0 }] = await options.events.query<{ count: number }>(
    'SELECT CAST(count(*) AS DOUBLE) AS count FROM events',
  )
  const slices = Math.ceil(count / rowsAtOnce)
  let dictionary = await readDictionary(options.events, { sql: 'true', parameters: [] })
  for (let slice = 0; slice < slices; ) {
    const sql = slices === 1 ? 'true' : `hash(person_id) % ${slices} = ${slice}`
    const rows = await readRows(options, { sql, parameters: [] }, dictionary)
    if (rows === 'new-names') dictionary = await readDictionary(options.events, { sql: 'true', parameters: [] })
    else {
      await takeIn(options, rows, true)
      slice++
    }
  }
}

/** Reads what these persons did, at once: what is told in between would be seen twice. */
export async function loadActivityOf(
  options: LoadActivityOptions,
  workspace: string,
  personIds: readonly string[],
): Promise<void> {
  const sql = `workspace = $1 AND person_id IN (${personIds.map((_, index) => `$${index + 2}`).join(', ')})`
  const wanted = { sql, parameters: [workspace, ...personIds] }
  for (;;) {
    const rows = await readRows(options, wanted, await readDictionary(options.events, wanted))
    if (rows !== 'new-names') return takeIn(options, rows, false)
  }
}

interface Wanted {
  readonly sql: string
  readonly parameters: readonly string[]
}

/** Rows in numbers, ordered by person and time, and the texts of the numbers. */
interface Rows {
  readonly columns: readonly (readonly number[])[]
  /** Message ids of what came lately. */
  readonly messages: readonly (string | null)[]
  /** Workspaces and person ids, at the rows of the first event of each person. */
  readonly workspaces: readonly (string | null)[]
  readonly people: readonly (string | null)[]
  readonly dictionary: Dictionary
}

/** Reads rows; `new-names` where something was stored meanwhile that the dictionary lacks. */
async function readRows(
  { events, since }: LoadActivityOptions,
  wanted: Wanted,
  dictionary: Dictionary,
): Promise<Rows | 'new-names'> {
  const all = await events.columns(statement(wanted.sql, dictionary.salt, since), wanted.parameters)
  const columns = all.slice(3) as number[][]
  for (const [at, column] of named) {
    const texts = dictionary.texts[column]
    for (const number of columns[at] ?? []) if (number !== -1 && !texts.has(number)) return 'new-names'
  }
  const [workspaces = [], people = [], messages = []] = all as (string | null)[][]
  return { columns, messages, workspaces, people, dictionary }
}

/** Places of the columns that name something. */
const named: readonly (readonly [number, NameColumn])[] = [
  [2, 'event'],
  [3, 'item'],
  [5, 'currency'],
  [6, 'signals'],
  [7, 'kind'],
  [8, 'item'],
  [11, 'currency'],
]

/**
 * Of imports, which write past the collector, it never tells: only of the others the message id is asked for. What the product
 * notes of people is nothing that they did.
 */
const statement = (wanted: string, salt: number, since: number): string => `
  WITH e AS (
    SELECT workspace, message_id, person_id, ts, rowid AS row, item_id, value, currency, ${eventNameSql} AS name,
      ${signalsSql} AS signals,
      CASE WHEN received_at >= make_timestamp(${Math.round(since)}000) AND source NOT LIKE 'import:%' THEN message_id END AS late
    FROM events WHERE ${wanted} AND source <> '${ownSource}'
  ), found AS MATERIALIZED (
    SELECT workspace, message_id, kind, item_id, amount, value, currency FROM interactions WHERE ${wanted}
  ), i AS (
    SELECT * FROM found WHERE kind <> '${exposureKind}'
    UNION ALL
    SELECT DISTINCT workspace, message_id, kind, NULL, 1.0, NULL, NULL FROM found WHERE kind = '${exposureKind}'
  )
  SELECT
    CASE WHEN place = 1 THEN e.workspace END, CASE WHEN place = 1 THEN e.person_id END,
    e.late, CAST(epoch_us(e.ts) AS DOUBLE) / 1000, CAST(e.row AS DOUBLE), ${numberSql('e.name', salt)},
    ${numberSql('e.item_id', salt)}, coalesce(e.value, 'NaN'::DOUBLE), ${numberSql('e.currency', salt)},
    ${numberSql('e.signals', salt)}, ${numberSql('i.kind', salt)}, ${numberSql('i.item_id', salt)},
    coalesce(i.amount, 1), coalesce(i.value, 'NaN'::DOUBLE), ${numberSql('i.currency', salt)}
  FROM (SELECT *, rank() OVER (PARTITION BY workspace, person_id ORDER BY ts, row) AS place FROM e) AS e
  LEFT JOIN i ON i.workspace = e.workspace AND i.message_id = e.message_id
  ORDER BY e.workspace, e.person_id, e.ts, e.row`

async function takeIn(
  { open, reading }: Pick<LoadActivityOptions, 'open' | 'reading'>,
  { columns, messages, workspaces, people, dictionary }: Rows,
  inTurns: boolean,
): Promise<void> {
  const [times = [], rows = [], names = [], ids = [], values = [], currencies = [], told = []] = columns
  const [kinds = [], items = [], amounts = [], money = [], coins = []] = columns.slice(7)
  const {
    event: eventTexts,
    kind: kindTexts,
    item: itemTexts,
    currency: currencyTexts,
    signals: signalTexts,
  } = dictionary.texts
  const text = (texts: ReadonlyMap<number, string>, number: number | undefined): string | null =>
    number === -1 || number === undefined ? null : (texts.get(number) ?? null)
  const scratch = newEventEntries()
  const parts: Part[] = []
  let taken = 0
  for (let from = 0; from < people.length; ) {
    let to = from + 1
    while (to < people.length && (people[to] === null || rows[to] === rows[to - 1])) to++
    const workspace = workspaces[from] as string
    const personId = people[from] as string
    const { activity, names: numbers } = open(workspace)
    let slot: number | undefined
    for (let row = from; row < to; ) {
      const first = row
      parts.length = 0
      let wasShown = false
      do {
        const kind = text(kindTexts, kinds[row])
        if (kind === exposureKind) wasShown = true
        else if (kind !== null)
          parts.push({
            kind,
            itemId: text(itemTexts, items[row]),
            amount: amounts[row] as number,
            value: money[row] as number,
            currency: text(currencyTexts, coins[row]),
          })
        row++
      } while (row < to && rows[row] === rows[first])
      if (!reading.read(workspace, personId, messages[first] ?? null)) continue
      const value = values[first] as number
      const event = {
        itemId: text(itemTexts, ids[first]),
        value: Number.isNaN(value) ? null : value,
        currency: text(currencyTexts, currencies[first]),
      }
      if (parts.length === 0) parts.push(partWithoutInteraction(event, wasShown))
      else valueOfEvent(parts, event)
      if (slot === undefined) {
        slot = activity.meet(personId)
        activity.reserve(slot, activity.countOf(slot) + to - from)
      }
      const signals = text(signalTexts, told[first])
      const one = { time: times[first] as number, name: text(eventTexts, names[first]) ?? '', signals }
      activity.insertAt(slot, fillEntries(scratch, numbers, one, parts))
    }
    taken += to - from
    from = to
    if (!inTurns || taken < rowsAtATime) continue
    taken = 0
    await turn()
  }
}
