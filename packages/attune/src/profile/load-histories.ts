import type { EventStore } from '../store/event-store-types.ts'
import { loadShown } from './load-shown.ts'
import { popularHalfLifeMs, popularReference } from './popular-items.ts'
import { exposureKind, type WorkspaceHistories } from './workspace-histories.ts'

/** Rows read at once: what one pause of the event loop can bear. */
const rowsAtOnce = 200_000

export interface LoadHistoriesOptions {
  readonly events: Pick<EventStore, 'query' | 'columns'>
  readonly weightOf: (kind: string, amount: number) => number
  /** Newest interactions of a person that are kept. */
  readonly limit: number
  /** Only these persons: after a merge was taken back. */
  readonly only?: { readonly workspace: string; readonly personIds: readonly string[] } | undefined
  readonly open: (workspace: string) => WorkspaceHistories
}

/** Reads the newest interactions of persons into memory, and what they were shown last. */
export async function loadHistories(options: LoadHistoriesOptions): Promise<void> {
  await (options.only ? loadPersons(options, options.only) : loadEverybody(options))
  await loadShown(options)
}

async function loadPersons(
  { events, limit, open }: LoadHistoriesOptions,
  { workspace, personIds }: { workspace: string; personIds: readonly string[] },
): Promise<void> {
  const places = personIds.map((_, index) => `$${index + 3}`).join(', ')
  const [persons = [], items = [], kinds = [], amounts = [], times = []] = await events.columns(
    `SELECT person_id, item_id, kind, CAST(amount AS DOUBLE), CAST(epoch_ms(ts) AS DOUBLE)
     FROM interactions WHERE workspace = $1 AND kind <> $2 AND person_id IN (${places})
     QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY ts DESC) <= ${limit} ORDER BY ts`,
    [workspace, exposureKind, ...personIds],
  )
  const histories = open(workspace)
  for (let row = 0; row < persons.length; row++) {
    const amount = amounts[row] as number
    histories.remember(persons[row] as string, items[row] as string, kinds[row] as string, amount, times[row] as number)
  }
}

async function loadEverybody({ events, limit, open }: LoadHistoriesOptions): Promise<void> {
  const [{ count } = { count: 0 }] = await events.query<{ count: number }>(
    'SELECT CAST(count(*) AS DOUBLE) AS count FROM interactions',
  )
  const slices = Math.ceil(count / rowsAtOnce)
  for (let slice = 0; slice < slices; slice++) {
    const [workspaces = [], persons = [], items = [], kinds = [], amounts = [], times = []] = await events.columns(
      `SELECT workspace, person_id, item_id, kind, CAST(amount AS DOUBLE), CAST(epoch_ms(ts) AS DOUBLE)
       FROM interactions WHERE kind <> $1 AND hash(person_id) % ${slices} = ${slice}
       QUALIFY row_number() OVER (PARTITION BY workspace, person_id ORDER BY ts DESC) <= ${limit}
       ORDER BY ts`,
      [exposureKind],
    )
    for (let row = 0; row < persons.length; row++) {
      const amount = amounts[row] as number
      const histories = open(workspaces[row] as string)
      histories.remember(
        persons[row] as string,
        items[row] as string,
        kinds[row] as string,
        amount,
        times[row] as number,
      )
    }
  }
  // Persons who did nothing with an item are known too.
  const [workspaces = [], persons = []] = await events.columns('SELECT DISTINCT workspace, person_id FROM events')
  for (let row = 0; row < persons.length; row++) open(workspaces[row] as string).meet(persons[row] as string)
}

/**
 * Reads what is popular and how often items were shown into memory.
 *
 * @returns number of the last row that was counted (`rowid`; −1 where there is none), told by the same statement: rows
 *   that the store takes in meanwhile are counted or not, and only their numbers tell
 */
export async function loadPopular({
  events,
  weightOf,
  open,
}: Omit<LoadHistoriesOptions, 'limit' | 'only'>): Promise<number> {
  const [workspaces = [], items = [], kinds = [], amounts = [], sums = []] = await events.columns(
    `SELECT workspace, item_id, kind, CAST(amount AS DOUBLE),
            sum(CASE WHEN kind = $1 THEN 1 ELSE pow(2, (epoch_ms(ts) - ${popularReference}) / ${popularHalfLifeMs}.0) END)
     FROM interactions GROUP BY ALL
     UNION ALL SELECT NULL, NULL, NULL, NULL, CAST(max(rowid) AS DOUBLE) FROM interactions`,
    [exposureKind],
  )
  const scores = new Map<string, (readonly [string, number])[]>()
  let last = -1
  for (let row = 0; row < items.length; row++) {
    const workspace = workspaces[row] as string | null
    if (workspace === null) {
      last = (sums[row] as number | null) ?? -1
      continue
    }
    if (kinds[row] === exposureKind) {
      open(workspace).addExposures(items[row] as string, sums[row] as number)
      continue
    }
    const list = scores.get(workspace) ?? []
    scores.set(workspace, list)
    list.push([items[row] as string, weightOf(kinds[row] as string, amounts[row] as number) * (sums[row] as number)])
  }
  for (const [workspace, list] of scores) open(workspace).loadPopular(list)
  return last
}

/** `workspace\nmessageId` of the interactions after the row of this number. */
export async function interactionsAfter(
  events: Pick<EventStore, 'columns'>,
  row: number,
): Promise<ReadonlySet<string>> {
  const [names = []] = await events.columns(
    'SELECT DISTINCT workspace || chr(10) || message_id FROM interactions WHERE rowid > $1',
    [row],
  )
  return new Set(names as string[])
}
