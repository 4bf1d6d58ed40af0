import type { Attune } from '../attune.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import { type CleaningRules, cleanEvents, defaultRules, type SetAside } from './clean/clean-events.ts'
import { type ShapedFiles, shapeEvents } from './clean/shape-events.ts'
import { stageEvents } from './clean/stage-events.ts'
import { openStaging, sqlText } from './clean/staging.ts'
import type { EventTable } from './event-table.ts'
import type { ImportProgress } from './import-report.ts'
import { withOrderTimes } from './order-times.ts'
import type { Refusal } from './refusal.ts'
import { storePersons } from './store-persons.ts'
import { storeQuarantine } from './store-quarantine.ts'
import { openWorkFolder } from './work-folder.ts'

export interface ImportEventsOptions {
  readonly workspace: string
  /** `import:events.csv`, or the name of a source */
  readonly source: string
  readonly table: EventTable
  /** Set aside while reading. */
  readonly refused: readonly Refusal[]
  /** Rules of cleaning to switch off. */
  readonly rules?: Partial<CleaningRules> | undefined
  /** False when the process ends after the import, and its memory need not learn of it. Default true. */
  readonly live?: boolean | undefined
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
 * all or none, and running again completes it without doubles. Before it, in one of their own, the lines that orders stored
 * earlier did not have; of an item that such an order has already, neither amount nor value is changed.
 */
export async function importEvents(attune: Attune, options: ImportEventsOptions): Promise<ImportedEvents> {
  const { workspace, source, table: given, onProgress } = options
  const table = withOrderTimes(given, attune.clock())
  const { folder, remove } = openWorkFolder(attune.config.dataDir)
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
      ...defaultRules,
      ...options.rules,
      times: table.times,
      robotEventsPerMinute: attune.config.collect.robotEventsPerMinute,
    })
    report('cleaning', 2, 4)
    const shaped = await shapeEvents(staging, { timed: table.times === 'given', folder })
    report('cleaning', 4, 4)
    storePersons(attune, workspace, table)
    const stored = await storeShaped(attune, shaped, {
      workspace,
      source,
      report: (done) => report('storing', done, 4),
    })
    const setAside = [...options.refused, ...aside.map((row) => refusalOf(table, row))]
    // Of who did not agree nothing is kept.
    await storeQuarantine(attune, {
      workspace,
      source,
      refused: setAside.filter(({ reason }) => reason !== 'no-consent'),
    })
    report('storing', 3, 4)
    if (options.live !== false) {
      await attune.events.learnMessageIds()
      await attune.histories.reload()
      await attune.activity.reload()
    }
    report('storing', 4, 4)
    const unknown = await staging.rows<{ name: string; count: number }>(
      `SELECT name, count(*)::INTEGER AS count FROM kept JOIN event ON event.i = kept.event
       WHERE unknown = 1 GROUP BY name ORDER BY count DESC, name`,
    )
    const [range] = await staging.rows<{ low: number | null; high: number | null }>(
      'SELECT min(time) AS low, max(time) AS high FROM kept',
    )
    return {
      ...stored,
      inSource: setAside.filter(({ reason }) => reason === 'duplicate').length,
      refused: setAside.filter(({ reason }) => reason !== 'duplicate'),
      unknownEvents: unknown,
      from: range?.low ?? null,
      to: range?.high ?? null,
    }
  } finally {
    staging.close()
    remove()
  }
}

async function storeShaped(
  attune: Attune,
  shaped: ShapedFiles,
  o: { readonly workspace: string; readonly source: string; readonly report: (done: number) => void },
) {
  const workspace = sqlText(o.workspace)
  const known = `(SELECT message_id FROM events WHERE workspace = ${workspace})`
  const [old] = await attune.events.query<Counts>(
    `SELECT count(*)::DOUBLE AS events, coalesce(sum(records), 0)::DOUBLE AS records FROM ${shaped.events} SEMI JOIN ${known} USING (message_id)`,
  )
  const already = old ?? { events: 0, records: 0 }
  // An order that is there already may come with lines that are not.
  const added = `(FROM ${shaped.orderLines} SEMI JOIN ${known} USING (message_id)
    ANTI JOIN (SELECT message_id, item_id, kind FROM interactions WHERE workspace = ${workspace}) USING (message_id, item_id, kind))`
  const [more = { lines: 0, records: 0 }] =
    already.events === 0
      ? []
      : await attune.events.query<{ lines: number; records: number }>(
          `SELECT count(*)::DOUBLE AS lines, coalesce(sum(records), 0)::DOUBLE AS records FROM ${added}`,
        )
  const fresh = already.events === 0 ? '' : `ANTI JOIN ${known} USING (message_id)`
  const [counted] = await attune.events.query<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM ${shaped.interactions} ${fresh}`,
  )
  o.report(1)
  if (more.lines > 0) await attune.events.run(addLines(workspace, added, sqlText(o.source)))
  if (already.events < shaped.eventCount) {
    const receivedAt = `make_timestamp(${Math.round(attune.clock() * 1000)})`
    await attune.events.run(`
      INSERT INTO interactions (workspace, message_id, person_id, item_id, kind, amount, value, currency, ts)
        SELECT ${workspace}, message_id, person_id, item_id, kind, amount, value, currency, ts FROM ${shaped.interactions} ${fresh};
      INSERT INTO events (workspace, message_id, type, event, person_id, item_id, value, currency, properties, context, source, received_at, ts)
        SELECT ${workspace}, message_id, 'track', event, person_id, item_id, value, currency, properties, context, ${sqlText(o.source)}, ${receivedAt}, ts
        FROM ${shaped.events} ${fresh}`)
  }
  o.report(2)
  return {
    events: shaped.eventCount - already.events,
    storedRecords: shaped.records - already.records + more.records,
    alreadyStored: already.records - more.records,
    interactions: (counted?.n ?? 0) + more.lines,
  }
}

/** Lines that join a stored order: its value grows by them, and it says so; its message id stays, so that it counts once. */
function addLines(workspace: string, lines: string, source: string): string {
  return `CREATE OR REPLACE TEMP TABLE added_lines AS ${lines};
    INSERT INTO interactions (workspace, message_id, person_id, item_id, kind, amount, value, currency, ts)
      SELECT ${workspace}, message_id, person_id, item_id, kind, amount, value, currency, ts FROM added_lines;
    UPDATE events SET item_id = NULL,
        value = CASE WHEN grown.value IS NULL THEN events.value ELSE coalesce(events.value, 0) + grown.value END,
        properties = CASE WHEN (events.source LIKE 'import:%' OR events.source = ${source}) AND ends_with(events.properties, '}]}')
            AND json_keys(events.properties)[-1] = 'products'
          THEN left(events.properties, -2) || ',' || grown.products || ']}' ELSE events.properties END
      FROM (SELECT message_id, sum(value) AS value, string_agg(products, ',') AS products FROM added_lines GROUP BY message_id) AS grown
      WHERE events.workspace = ${workspace} AND events.message_id = grown.message_id;
    DROP TABLE added_lines`
}

interface Counts {
  readonly events: number
  readonly records: number
}

function refusalOf(table: EventTable, { row, reason, message }: SetAside): Refusal {
  const file = table.files[table.file[row] as number] ?? ''
  return { file, line: table.line[row] as number, reason, field: null, message, payload: null }
}
