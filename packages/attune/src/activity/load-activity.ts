import { setImmediate as turn } from 'node:timers/promises'
import type { EventStore } from '../store/event-store-types.ts'
import type { ActivityNames } from './activity-names.ts'
import type { Reading } from './create-reading.ts'
import type { ActivityOfWorkspace } from './create-workspace-activity.ts'
import { signalPaths } from './device-and-channel.ts'
import {
  exposureKind,
  fillEntries,
  newEventEntries,
  type Part,
  partWithoutInteraction,
  valueOfEvent,
} from './event-entries.ts'

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
  for (let slice = 0; slice < slices; slice++)
    await takeIn(
      options,
      await options.events.columns(statement(slices === 1 ? 'true' : `hash(person_id) % ${slices} = ${slice}`), [
        options.since,
      ]),
      true,
    )
}

/** Reads what these persons did, at once: what is told in between would be seen twice. */
export async function loadActivityOf(
  options: LoadActivityOptions,
  workspace: string,
  personIds: readonly string[],
): Promise<void> {
  const places = personIds.map((_, index) => `$${index + 3}`).join(', ')
  await takeIn(
    options,
    await options.events.columns(statement(`workspace = $2 AND person_id IN (${places})`), [
      options.since,
      workspace,
      ...personIds,
    ]),
    false,
  )
}

const signals = `to_json(json_extract_string(context, [${signalPaths.map((path) => `'$.${path.join('.')}'`).join(', ')}]))`

/** Imports write past the collector, which never tells of them. */
const statement = (wanted: string): string => `
  WITH e AS (
    SELECT workspace, message_id, person_id, ts, rowid AS row, type, event, item_id, value, currency, source, received_at,
      CASE WHEN context = '{}' THEN NULL ELSE CAST(${signals} AS VARCHAR) END AS signals
    FROM events WHERE ${wanted}
  ), i AS (
    SELECT workspace, message_id, kind, item_id, amount, value, currency
    FROM interactions WHERE kind <> '${exposureKind}' AND ${wanted}
    UNION ALL
    SELECT DISTINCT workspace, message_id, kind, NULL, 1.0, NULL, NULL
    FROM interactions WHERE kind = '${exposureKind}' AND ${wanted}
  )
  SELECT e.workspace, e.person_id, CAST(epoch_us(e.ts) AS DOUBLE) / 1000, CAST(e.row AS DOUBLE),
    CASE WHEN e.type = 'track' THEN coalesce(e.event, e.type) ELSE e.type END,
    e.item_id, e.value, e.currency, e.signals, i.kind, i.item_id, CAST(i.amount AS DOUBLE), i.value, i.currency,
    CASE WHEN e.received_at >= make_timestamp($1 * 1000) AND e.source NOT LIKE 'import:%' THEN e.message_id END
  FROM e LEFT JOIN i ON i.workspace = e.workspace AND i.message_id = e.message_id
  ORDER BY e.workspace, e.person_id, e.ts, e.row`

async function takeIn(
  { open, reading }: Pick<LoadActivityOptions, 'open' | 'reading'>,
  columns: readonly unknown[][],
  inTurns: boolean,
): Promise<void> {
  const [
    workspaces,
    persons,
    times,
    rows,
    names,
    ids,
    values,
    currencies,
    told,
    kinds,
    items,
    amounts,
    money,
    coins,
    messages,
  ] = columns as readonly unknown[][] as readonly [
    string[],
    string[],
    number[],
    number[],
    string[],
    (string | null)[],
    (number | null)[],
    (string | null)[],
    (string | null)[],
    (string | null)[],
    (string | null)[],
    (number | null)[],
    (number | null)[],
    (string | null)[],
    (string | null)[],
  ]
  if (persons === undefined) return
  const scratch = newEventEntries()
  const parts: Part[] = []
  let taken = 0
  for (let from = 0; from < persons.length; ) {
    const workspace = workspaces[from] as string
    const personId = persons[from] as string
    let to = from + 1
    while (to < persons.length && persons[to] === personId && workspaces[to] === workspace) to++
    const { activity, names: numbers } = open(workspace)
    let slot: number | undefined
    for (let row = from; row < to; ) {
      const first = row
      parts.length = 0
      let wasShown = false
      do {
        const kind = kinds[row] as string | null
        if (kind === exposureKind) wasShown = true
        else if (kind !== null)
          parts.push({
            kind,
            itemId: items[row] as string | null,
            amount: amounts[row] as number,
            value: money[row] ?? Number.NaN,
            currency: coins[row] as string | null,
          })
        row++
      } while (row < to && rows[row] === rows[first])
      if (!reading.read(workspace, personId, messages[first] as string | null)) continue
      const event = {
        itemId: ids[first] as string | null,
        value: values[first] as number | null,
        currency: currencies[first] as string | null,
      }
      if (parts.length === 0) parts.push(partWithoutInteraction(event, wasShown))
      else valueOfEvent(parts, event)
      if (slot === undefined) {
        slot = activity.meet(personId)
        activity.reserve(slot, activity.countOf(slot) + to - from)
      }
      const one = { time: times[first] as number, name: names[first] as string, signals: told[first] as string | null }
      activity.insert(personId, fillEntries(scratch, numbers, one, parts))
    }
    taken += to - from
    from = to
    if (!inTurns || taken < rowsAtATime) continue
    taken = 0
    await turn()
  }
}
