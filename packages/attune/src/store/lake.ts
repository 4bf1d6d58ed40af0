import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { attuneError } from '../errors.ts'
import type { EventStore } from './event-store-types.ts'
import { type EventTable, eventTables } from './event-tables.ts'
import { joinPersons, type LakeIdentities, readLakeFile, writeLakeFile } from './lake-identities.ts'
import { importLakePeople, writeLakePeople } from './lake-people.ts'
import { lakeTurn } from './lake-turns.ts'
import { sqlPattern, sqlText } from './sql-text.ts'

/** What was done with one table. */
export interface LakeTable {
  readonly table: EventTable
  /** Folders of one workspace and day. */
  readonly partitions: number
  /** Written, or newly stored. */
  readonly rows: number
}

/** The installation that a lake is of. */
export interface LakeSource extends LakeIdentities {
  readonly events: EventStore
}

export interface ExportLakeOptions extends LakeSource {
  /** The lake's folder; each table is a folder in it. */
  readonly dir: string
  /** Only this workspace; absent: all. */
  readonly workspace?: string
  readonly onProgress?: LakeProgress
}

/** Hears how many of the steps are done: beginning with none, ending with all. */
export type LakeProgress = (done: number, steps: number, note: string) => void

const silent: LakeProgress = () => {}

/** The time by which a table is cut into days (UTC). */
const dayOf: Readonly<Record<EventTable, string>> = {
  events: 'ts',
  interactions: 'ts',
  quarantine: 'received_at',
  decisions: 'ts',
}
const tableNames = Object.keys(eventTables) as EventTable[]
const columnsOf = (table: EventTable): string => eventTables[table].map(({ name }) => name).join(', ')

/**
 * Writes all event tables, as of one moment, as Parquet files `<dir>/<table>/workspace=…/day=…/*.parquet`. A day is written
 * beside the lake and put in its place by renaming, so that a reader finds a whole day, old or new. Writing again replaces.
 * `lake.json` holds which person ids are one person, and a fingerprint of the secret they were made with; `people.jsonl` who
 * they are, as sealed as in the state store.
 *
 * @throws AttuneError `query-failed` when a file cannot be written; `lake-of-another-installation` when the folder holds one
 */
export function exportLake(options: ExportLakeOptions): Promise<LakeTable[]> {
  // An erasure in the middle of it would find the old files only, and the new ones would bring the person back.
  return lakeTurn(options.events, () => writeLake(options))
}

async function writeLake({
  events,
  state,
  identity,
  dir,
  workspace,
  onProgress = silent,
}: ExportLakeOptions): Promise<LakeTable[]> {
  await readLakeFile(identity, dir)
  const writing = join(dir, `.writing-${randomUUID()}`)
  const where = workspace === undefined ? '' : `WHERE workspace = ${sqlText(workspace)}`
  const steps = 1 + tableNames.length
  onProgress(0, steps, 'writing')
  await mkdir(writing, { recursive: true })
  try {
    const copies = tableNames.map(
      (table) =>
        `COPY (SELECT ${columnsOf(table)}, ${dayOf[table]}::DATE AS day FROM ${table} ${where})
         TO ${sqlText(join(writing, table))} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (workspace, day))`,
    )
    await events.run(copies.join(';\n'))
    await writeLakePeople(state, dir, workspace)
    await writeLakeFile({ state, identity }, dir, workspace)
    const done: LakeTable[] = []
    for (const [index, table] of tableNames.entries()) {
      onProgress(1 + index, steps, `putting ${table} in place`)
      const partitions = await putInPlace(join(writing, table), join(dir, table), join(writing, 'old'))
      const [count] = await events.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} ${where}`)
      done.push({ table, partitions, rows: count?.n ?? 0 })
    }
    onProgress(steps, steps, 'done')
    return done
  } finally {
    await rm(writing, { recursive: true, force: true })
  }
}

/** Moves every `workspace=…/day=…` folder to its place, over the one that may be there. */
async function putInPlace(from: string, to: string, old: string): Promise<number> {
  let partitions = 0
  if (!existsSync(from)) return partitions
  for (const workspace of await readdir(from)) {
    await mkdir(join(to, workspace), { recursive: true })
    for (const day of await readdir(join(from, workspace))) {
      const place = join(to, workspace, day)
      if (existsSync(place)) await rename(place, `${old}-${randomUUID()}`)
      await rename(join(from, workspace, day), place)
      partitions += 1
    }
  }
  return partitions
}

/**
 * Stores what a lake has and the event store has not, in one transaction: events by their message id, interactions with
 * their event, decisions by their id, refused events where no equal row is there. Then joins the persons that are one in the
 * lake. Importing again changes nothing.
 *
 * @throws AttuneError `no-lake` when the folder holds no lake; `lake-of-another-installation` when its person ids were made
 * with another secret; `query-failed` when a file cannot be read
 */
export async function importLake(
  { events, state, identity }: LakeSource,
  dir: string,
  onProgress: LakeProgress = silent,
): Promise<LakeTable[]> {
  const partitions = new Map<EventTable, number>()
  for (const table of tableNames) {
    const days = await daysOf(join(dir, table))
    if (days > 0) partitions.set(table, days)
  }
  const lake = await readLakeFile(identity, dir)
  if (lake === undefined)
    throw attuneError('no-lake', `${dir} holds no lake: give a folder that “attune lake export” wrote.`, {
      status: 404,
    })
  onProgress(0, 3, 'reading')
  const before = await countRows(events)
  const statements = [...partitions.keys()].map((table) => insertNew(table, dir, partitions.has('events')))
  await events.run([newMessages(dir, partitions.has('events')), ...statements, 'DROP TABLE new_messages'].join(';\n'))
  onProgress(2, 3, 'learning message ids')
  await events.learnMessageIds()
  await importLakePeople(state, dir)
  await joinPersons({ state, identity }, lake.merges)
  onProgress(3, 3, 'done')
  const after = await countRows(events)
  return [...partitions].map(([table, count]) => ({
    table,
    partitions: count,
    rows: (after.get(table) ?? 0) - (before.get(table) ?? 0),
  }))
}

function insertNew(table: EventTable, dir: string, withEvents: boolean): string {
  const columns = columnsOf(table)
  const lake = fromLake(dir, table)
  switch (table) {
    case 'events':
      return `INSERT INTO events (${columns}) SELECT ${columns} FROM ${lake} SEMI JOIN new_messages USING (workspace, message_id)
        QUALIFY row_number() OVER (PARTITION BY workspace, message_id) = 1`
    case 'interactions':
      return withEvents
        ? `INSERT INTO interactions (${columns}) SELECT ${columns} FROM ${lake} SEMI JOIN new_messages USING (workspace, message_id)`
        : `INSERT INTO interactions (${columns}) SELECT ${columns} FROM ${lake} ANTI JOIN interactions USING (workspace, message_id)`
    case 'decisions':
      return `INSERT INTO decisions (${columns}) SELECT ${columns} FROM ${lake} ANTI JOIN decisions USING (workspace, decision_id)
        QUALIFY row_number() OVER (PARTITION BY workspace, decision_id) = 1`
    case 'quarantine':
      return `INSERT INTO quarantine (${columns}) SELECT ${columns} FROM ${lake} EXCEPT ALL SELECT ${columns} FROM quarantine`
  }
}

function newMessages(dir: string, withEvents: boolean): string {
  return withEvents
    ? `CREATE OR REPLACE TEMP TABLE new_messages AS
       SELECT DISTINCT workspace, message_id FROM ${fromLake(dir, 'events')} ANTI JOIN events USING (workspace, message_id)`
    : 'CREATE OR REPLACE TEMP TABLE new_messages (workspace VARCHAR, message_id VARCHAR)'
}

function fromLake(dir: string, table: EventTable): string {
  return `(SELECT ${columnsOf(table)} FROM read_parquet(${sqlPattern(join(dir, table), '/*/*/*.parquet')},
    hive_partitioning = true, hive_types = {workspace: VARCHAR, day: DATE}, union_by_name = true)) AS lake`
}

async function daysOf(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0
  let days = 0
  for (const workspace of await readdir(folder)) days += (await readdir(join(folder, workspace))).length
  return days
}

async function countRows(events: EventStore): Promise<Map<EventTable, number>> {
  const rows = await events.query<{ name: EventTable; n: number }>(
    tableNames.map((table) => `SELECT '${table}' AS name, count(*) AS n FROM ${table}`).join(' UNION ALL '),
  )
  return new Map(rows.map(({ name, n }) => [name, n]))
}

/** Rows of those of the tables that a lake can have. */
export async function countLakeRows(
  events: Pick<EventStore, 'query'>,
  dir: string,
  tables: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const table of tableNames.filter((name) => tables.includes(name))) {
    const isThere = (await daysOf(join(dir, table))) > 0
    const [row] = isThere ? await events.query<{ n: number }>(`SELECT count(*) AS n FROM ${fromLake(dir, table)}`) : []
    counts[table] = row?.n ?? 0
  }
  return counts
}
