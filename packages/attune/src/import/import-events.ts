import { hash, randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Attune } from '../attune.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import type { QuarantineRow } from '../store/rows.ts'
import { cleanEvents, type SetAside } from './clean/clean-events.ts'
import { shapeEvents } from './clean/shape-events.ts'
import { stageEvents } from './clean/stage-events.ts'
import { openStaging, type Staging, sqlText } from './clean/staging.ts'
import type { EventTable } from './event-table.ts'
import type { ImportProgress } from './import-report.ts'
import { withOrderTimes } from './order-times.ts'
import type { Refusal } from './refusal.ts'

export interface ImportEventsOptions {
  readonly workspace: string
  /** `import:events.csv` */
  readonly source: string
  readonly table: EventTable
  /** Set aside while reading. */
  readonly refused: readonly Refusal[]
  /** False for data sets whose amounts are known to be right. Default true. */
  readonly outliers?: boolean
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
}

export interface ImportedEvents {
  readonly storedRecords: number
  readonly events: number
  readonly interactions: number
  readonly inSource: number
  readonly alreadyStored: number
  /** The refusals of reading and cleaning together, without duplicates. */
  readonly refused: readonly Refusal[]
  readonly unknownEvents: readonly { readonly name: string; readonly count: number }[]
  readonly from: number | null
  readonly to: number | null
}

/**
 * Cleans the events of a table and stores those that are not there yet, in one transaction: a process that is killed leaves
 * all or none, and running again completes it without doubles.
 */
export async function importEvents(attune: Attune, options: ImportEventsOptions): Promise<ImportedEvents> {
  const { workspace, source, table: given, onProgress } = options
  const table = withOrderTimes(given, attune.clock())
  const folder = join(attune.config.dataDir, 'tmp', `import-${randomUUID()}`)
  mkdirSync(folder, { recursive: true })
  const staging = await openStaging(folder)
  try {
    const report = (stage: ImportProgress['stage'], done: number, total: number) => onProgress?.({ stage, done, total })
    report('cleaning', 0, 4)
    await stageEvents(staging, {
      table,
      meanings: eventMeanings(attune.config.collect.events),
      personIdOf: (ids) => attune.identity.personIdOf(workspace, ids),
    })
    report('cleaning', 1, 4)
    const aside = await cleanEvents(staging, {
      times: table.times,
      robotEventsPerMinute: attune.config.collect.robotEventsPerMinute,
      outliers: options.outliers ?? true,
    })
    report('cleaning', 2, 4)
    await shapeEvents(staging, { timed: table.times === 'given' })
    report('cleaning', 4, 4)
    const stored = await storeShaped(attune, staging, { workspace, source, folder, report })
    const setAside = aside.map((row) => refusalOf(table, row))
    const duplicates = setAside.filter(({ reason }) => reason === 'duplicate')
    const refused = [...options.refused, ...setAside.filter(({ reason }) => reason !== 'duplicate')]
    await storeQuarantine(attune, { workspace, source, refused: [...refused, ...duplicates] })
    report('storing', 1, 1)
    const unknown = await staging.rows<{ name: string; count: number }>(
      `SELECT name, count(*)::INTEGER AS count FROM kept JOIN event ON event.i = kept.event
       WHERE name IN (${unknownNames(attune, table)}) GROUP BY name ORDER BY count DESC, name`,
    )
    const [range] = await staging.rows<{ low: number | null; high: number | null }>(
      'SELECT min(time) AS low, max(time) AS high FROM kept',
    )
    return {
      ...stored,
      inSource: duplicates.length,
      refused,
      unknownEvents: unknown,
      from: range?.low ?? null,
      to: range?.high ?? null,
    }
  } finally {
    staging.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function storeShaped(
  attune: Attune,
  staging: Staging,
  o: { workspace: string; source: string; folder: string; report: (s: 'storing', done: number, total: number) => void },
) {
  const [eventFile, interactionFile] = ['event', 'interaction'].map((name) =>
    sqlText(join(o.folder, `${name}.parquet`)),
  )
  await staging.run(`COPY (SELECT * FROM new_event) TO ${eventFile} (FORMAT parquet)`)
  await staging.run(`COPY (SELECT * FROM new_interaction) TO ${interactionFile} (FORMAT parquet)`)
  o.report('storing', 1, 4)
  const workspace = sqlText(o.workspace)
  const known = `(SELECT message_id FROM events WHERE workspace = ${workspace})`
  const counts = 'SELECT count(*)::DOUBLE AS events, coalesce(sum(records), 0)::DOUBLE AS records FROM'
  const [all] = await staging.rows<Counts>(`${counts} new_event`)
  const [old] = await attune.events.query<Counts>(
    `${counts} read_parquet(${eventFile}) SEMI JOIN ${known} USING (message_id)`,
  )
  const [total, already] = [all ?? nothing, old ?? nothing]
  const fresh = already.events === 0 ? '' : `ANTI JOIN ${known} USING (message_id)`
  const [counted] = await attune.events.query<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM read_parquet(${interactionFile}) ${fresh}`,
  )
  o.report('storing', 2, 4)
  if (already.events < total.events) {
    const receivedAt = `make_timestamp(${Math.round(attune.clock() * 1000)})`
    await attune.events.run(`
      INSERT INTO interactions (workspace, message_id, person_id, item_id, kind, amount, value, currency, ts)
        SELECT ${workspace}, message_id, person_id, item_id, kind, amount, value, currency, ts FROM read_parquet(${interactionFile}) ${fresh};
      INSERT INTO events (workspace, message_id, type, event, user_id, anonymous_id, person_id, item_id, value, currency, properties, context, source, received_at, ts)
        SELECT ${workspace}, message_id, 'track', event, user_id, anonymous_id, person_id, item_id, value, currency, properties, context, ${sqlText(o.source)}, ${receivedAt}, ts
        FROM read_parquet(${eventFile}) ${fresh}`)
    await attune.events.learnMessageIds()
  }
  o.report('storing', 3, 4)
  return {
    events: total.events - already.events,
    storedRecords: total.records - already.records,
    alreadyStored: already.records,
    interactions: counted?.n ?? 0,
  }
}

interface Counts {
  readonly events: number
  readonly records: number
}

const nothing: Counts = { events: 0, records: 0 }

function refusalOf(table: EventTable, { row, reason, message }: SetAside): Refusal {
  const file = table.files[table.file[row] as number] ?? ''
  return { file, line: table.line[row] as number, reason, field: null, message, payload: null }
}

/** Writes what was set aside, once: the rows of an earlier import of the same are not written again. */
async function storeQuarantine(
  attune: Attune,
  o: { readonly workspace: string; readonly source: string; readonly refused: readonly Refusal[] },
): Promise<void> {
  if (o.refused.length === 0) return
  const [stored = []] = await attune.events.columns(
    'SELECT message_id FROM quarantine WHERE workspace = $1 AND source = $2',
    [o.workspace, o.source],
  )
  const known = new Set(stored)
  const receivedAt = attune.clock()
  let batch: QuarantineRow[] = []
  for (const refusal of o.refused) {
    const messageId = refusalId(refusal)
    if (known.has(messageId)) continue
    known.add(messageId)
    batch.push({
      workspace: o.workspace,
      receivedAt,
      source: o.source,
      reason: refusal.reason,
      field: `${refusal.file}:${refusal.line}`,
      message: refusal.message,
      messageId,
      payload: refusal.payload,
    })
    if (batch.length === 5000) {
      await attune.events.append({ quarantine: batch })
      batch = []
    }
  }
  await attune.events.append({ quarantine: batch })
}

function refusalId({ file, line, reason, payload }: Refusal): string {
  const digest = hash('md5', [file, line, reason, payload].join('\u001f'), 'hex')
  return `import-${digest.slice(0, 24)}`
}

function unknownNames(attune: Attune, table: EventTable): string {
  const meanings = eventMeanings(attune.config.collect.events)
  const names = table.eventNames.filter((name) => meanings(name) === undefined)
  return names.length === 0 ? `''` : names.map(sqlText).join(', ')
}
