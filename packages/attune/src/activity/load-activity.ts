import { setImmediate as turn } from 'node:timers/promises'
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
const rowsAtOnce = 200_000
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
  readonly columns: readonly (readonly (number | null)[])[]
  readonly messages: readonly (string | null)[]
  readonly people: ReadonlyMap<number, { readonly workspace: string; readonly personId: string }>
  readonly dictionary: Dictionary
}

/** Reads rows, then what they name; `new-names` where something was stored meanwhile that the dictionary lacks. */
async function readRows({ events, since }: LoadActivityOptions, wanted: Wanted, dictionary: Dictionary): Promise<Rows | 'new-names'> {
  for (let salt = dictionary.salt; ; salt++) {
    const columns = (await events.columns(
      statement(wanted.sql, salt, dictionary.salt, since),
      wanted.parameters,
    )) as readonly (number | null)[][]
    const [numbers = [], workspaces = [], ids = []] = await events.columns(
      `SELECT ${numberSql(person, salt)}, workspace, person_id
       FROM (SELECT DISTINCT workspace, person_id FROM events WHERE ${wanted.sql})`,
      wanted.parameters,
    )
    const people = new Map(
      numbers.map((number, row) => [
        number as number,
        { workspace: workspaces[row] as string, personId: ids[row] as string },
      ]),
    )
    if (people.size < numbers.length) continue
    for (const [at, column] of named)
      for (const number of columns[at] ?? [])
        if (number !== null && dictionary.textOf(column, number) === undefined) return 'new-names'
    const messages = (columns[columns.length - 1] ?? []) as unknown as (string | null)[]
    return { columns, messages, people, dictionary }
  }
}

const person = "workspace || chr(10) || person_id"
/** Places of the columns that name something. */
const named: readonly (readonly [number, NameColumn])[] = [
  [3, 'event'],
  [4, 'item'],
  [6, 'currency'],
  [7, 'signals'],
  [8, 'kind'],
  [9, 'item'],
  [12, 'currency'],
]

/** Of imports, which write past the collector, it never tells: only of the others the message id is asked for. */
const statement = (wanted: string, personSalt: number, salt: number, since: number): string => `
  WITH e AS (
    SELECT workspace, message_id, ts, rowid AS row, item_id, value, currency,
      ${numberSql(person, personSalt)} AS person, ${eventNameSql} AS name,
      CASE WHEN context <> '{}' THEN ${signalsSql} END AS signals,
      CASE WHEN received_at >= make_timestamp(${Math.round(since)}000) AND source NOT LIKE 'import:%' THEN message_id END AS late
    FROM events WHERE ${wanted}
  ), i AS (
    SELECT workspace, message_id, kind, item_id, amount, value, currency
    FROM interactions WHERE kind <> '${exposureKind}' AND ${wanted}
    UNION ALL
    SELECT DISTINCT workspace, message_id, kind, NULL, 1.0, NULL, NULL
    FROM interactions WHERE kind = '${exposureKind}' AND ${wanted}
  )
  SELECT e.person, CAST(epoch_us(e.ts) AS DOUBLE) / 1000, CAST(e.row AS DOUBLE), ${numberSql('e.name', salt)},
    ${numberSql('e.item_id', salt)}, e.value, ${numberSql('e.currency', salt)}, ${numberSql('e.signals', salt)},
    ${numberSql('i.kind', salt)}, ${numberSql('i.item_id', salt)}, CAST(i.amount AS DOUBLE), i.value,
    ${numberSql('i.currency', salt)}, e.late
  FROM e LEFT JOIN i ON i.workspace = e.workspace AND i.message_id = e.message_id
  ORDER BY e.person, e.ts, e.row`

async function takeIn(
  { open, reading }: Pick<LoadActivityOptions, 'open' | 'reading'>,
  { columns, messages, people, dictionary }: Rows,
  inTurns: boolean,
): Promise<void> {
  const [persons = [], times = [], rows = [], names = [], ids = [], values = [], currencies = [], told = []] = columns
  const [kinds = [], items = [], amounts = [], money = [], coins = []] = columns.slice(8)
  const text = (column: NameColumn, number: number | null | undefined): string | null =>
    number === null || number === undefined ? null : (dictionary.textOf(column, number) ?? null)
  const scratch = newEventEntries()
  const parts: Part[] = []
  let taken = 0
  for (let from = 0; from < persons.length; ) {
    let to = from + 1
    while (to < persons.length && persons[to] === persons[from]) to++
    const who = people.get(persons[from] as number)
    // Nobody: erased since the rows were read.
    if (who !== undefined) {
      const { workspace, personId } = who
      const { activity, names: numbers } = open(workspace)
      let slot: number | undefined
      for (let row = from; row < to; ) {
        const first = row
        parts.length = 0
        let wasShown = false
        do {
          const kind = text('kind', kinds[row])
          if (kind === exposureKind) wasShown = true
          else if (kind !== null)
            parts.push({
              kind,
              itemId: text('item', items[row]),
              amount: amounts[row] as number,
              value: money[row] ?? Number.NaN,
              currency: text('currency', coins[row]),
            })
          row++
        } while (row < to && rows[row] === rows[first])
        if (!reading.read(workspace, personId, messages[first] ?? null)) continue
        const event = {
          itemId: text('item', ids[first]),
          value: values[first] ?? null,
          currency: text('currency', currencies[first]),
        }
        if (parts.length === 0) parts.push(partWithoutInteraction(event, wasShown))
        else valueOfEvent(parts, event)
        if (slot === undefined) {
          slot = activity.meet(personId)
          activity.reserve(slot, activity.countOf(slot) + to - from)
        }
        const one = { time: times[first] as number, name: text('event', names[first]) ?? '', signals: text('signals', told[first]) }
        activity.insertAt(slot, fillEntries(scratch, numbers, one, parts))
      }
    }
    taken += to - from
    from = to
    if (!inTurns || taken < rowsAtATime) continue
    taken = 0
    await turn()
  }
}
