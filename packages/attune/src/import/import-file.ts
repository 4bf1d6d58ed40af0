import { basename, resolve } from 'node:path'
import type { Attune } from '../attune.ts'
import { openFileGate } from './file-gate.ts'
import { importEvents } from './import-events.ts'
import { importItems } from './import-items.ts'
import type { ImportProgress, ImportReport } from './import-report.ts'
import { quarantinedReasons } from './quarantined-reasons.ts'
import { type ReadEventFileOptions, readEventFile } from './read-event-file.ts'
import { type ReadItemFileOptions, readItemFile } from './read-item-file.ts'
import { recordImport } from './record-import.ts'
import { storeQuarantine } from './store-quarantine.ts'

interface CommonOptions {
  /** Default: that of the configuration. */
  readonly workspace?: string | undefined
  /** False when the process ends after the import, and its memory need not learn of it. Default true. */
  readonly live?: boolean | undefined
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
}

export interface ImportEventFileOptions
  extends CommonOptions,
    Omit<ReadEventFileOptions, 'latest' | 'earliest' | 'events' | 'gate' | 'onProgress'> {
  /** Store amounts however large. */
  readonly keepOutliers?: boolean | undefined
  /** The source that the events are of; what it declares and whom it may keep events of counts then. Default `import:FILE`. */
  readonly source?: string | undefined
}

/**
 * Imports a file of events: CSV, TSV, JSON lines or Parquet, gzip or plain. Importing it again, or another one that
 * overlaps it, adds only what is new.
 *
 * @throws AttuneError `file-not-found`, `missing-column`, `empty-file`, `unknown-format`
 */
export async function importEventFile(
  attune: Attune,
  path: string,
  options: ImportEventFileOptions = {},
): Promise<ImportReport> {
  const started = performance.now()
  const {
    workspace = attune.config.workspace,
    onProgress,
    live,
    keepOutliers = false,
    source: named,
    ...reading
  } = options
  const { collect } = attune.config
  const source = named ?? `import:${basename(path)}`
  const file = await readEventFile(resolve(path), {
    ...reading,
    gate: openFileGate(attune, workspace, source, named !== undefined),
    events: collect.events,
    latest: attune.clock() + collect.maxFutureMinutes * 60_000,
    earliest: Date.parse(collect.earliest),
    outliers: !keepOutliers,
    onProgress: (done, total) => onProgress?.({ stage: 'reading', done, total }),
  })
  const events = await importEvents(attune, {
    workspace,
    source,
    table: file.table,
    refused: file.refused,
    rules: { outliers: !keepOutliers },
    live,
    onProgress,
  })
  const timed = file.table.times === 'given'
  const note =
    'There is no column for the time: times were made from the order of the lines, spread over the last 90 days.'
  const report: ImportReport = {
    source,
    as: 'events',
    read: file.read,
    stored: events.storedRecords,
    events: events.events,
    interactions: events.interactions,
    duplicates: { inSource: events.inSource, alreadyStored: events.alreadyStored },
    quarantined: quarantinedReasons(events.refused),
    persons: file.table.persons.length,
    items: { stored: 0, refused: 0 },
    unknownEvents: events.unknownEvents,
    times: timed ? 'given' : 'order-only',
    from: events.from === null ? null : new Date(events.from).toISOString(),
    to: events.to === null ? null : new Date(events.to).toISOString(),
    columns: file.columns,
    notes: timed ? file.notes : [...file.notes, note],
    seconds: (performance.now() - started) / 1000,
  }
  recordImport(attune, workspace, report)
  return report
}

export type ImportItemFileOptions = CommonOptions & Omit<ReadItemFileOptions, 'onProgress'>

/**
 * Imports a file of items; what is there already is replaced.
 *
 * @throws AttuneError `file-not-found`, `missing-column`, `empty-file`, `unknown-format`
 */
export async function importItemFile(
  attune: Attune,
  path: string,
  { workspace = attune.config.workspace, onProgress, live: _, ...reading }: ImportItemFileOptions = {},
): Promise<ImportReport> {
  const started = performance.now()
  const file = await readItemFile(resolve(path), {
    ...reading,
    onProgress: (done, total) => onProgress?.({ stage: 'reading', done, total }),
  })
  const { stored } = await importItems(attune, workspace, file.items, (done, total) =>
    onProgress?.({ stage: 'items', done, total }),
  )
  const source = `import:${basename(path)}`
  await storeQuarantine(attune, { workspace, source, refused: file.refused })
  const report: ImportReport = {
    source,
    as: 'items',
    read: file.read,
    stored,
    events: 0,
    interactions: 0,
    duplicates: { inSource: file.duplicates, alreadyStored: 0 },
    quarantined: quarantinedReasons(file.refused),
    persons: 0,
    items: { stored, refused: file.refused.length },
    unknownEvents: [],
    times: null,
    from: null,
    to: null,
    columns: file.columns,
    notes: file.notes,
    seconds: (performance.now() - started) / 1000,
  }
  recordImport(attune, workspace, report)
  return report
}
