import type { Attune } from '../attune.ts'
import { findDataset } from './find-dataset.ts'
import { importEvents } from './import-events.ts'
import { importItems } from './import-items.ts'
import type { ImportProgress, ImportReport } from './import-report.ts'
import { quarantinedReasons } from './quarantined-reasons.ts'
import { recordImport } from './record-import.ts'

export interface ImportDatasetOptions {
  /** Default: that of the configuration. */
  readonly workspace?: string | undefined
  /** Where to look for a data set that is given by name. */
  readonly from?: string | undefined
  readonly cwd?: string | undefined
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** False when the process ends after the import, and its memory need not learn of it. Default true. */
  readonly live?: boolean | undefined
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
}

/**
 * Imports a published data set, items and events, from its folder or by its name.
 *
 * @example
 * const report = await importDataset(attune, '../shared/data/movielens-1m', { onProgress: ({ stage }) => console.error(stage) })
 * @throws AttuneError `unknown-dataset`, `dataset-not-found`
 */
export async function importDataset(
  attune: Attune,
  nameOrFolder: string,
  {
    workspace = attune.config.workspace,
    from,
    cwd = process.cwd(),
    env = process.env,
    live,
    onProgress,
  }: ImportDatasetOptions = {},
): Promise<ImportReport> {
  const started = performance.now()
  const { reader, folder } = findDataset(nameOrFolder, { from, cwd, env })
  const progress = (stage: ImportProgress['stage']) => (done: number, total: number) =>
    onProgress?.({ stage, done, total })
  const dataset = await reader.read(folder, { onProgress: progress('reading') })
  const items = await importItems(attune, workspace, dataset.items, progress('items'))
  const source = `import:${reader.name}`
  const events = await importEvents(attune, {
    workspace,
    source,
    table: dataset.table,
    refused: dataset.refused,
    // These sets are what they are: published counts hold with every amount.
    rules: { outliers: false, ...dataset.rules },
    live,
    onProgress,
  })
  const notes = [...dataset.notes, ...(await othersNote(attune, workspace, source))]
  if (dataset.table.times !== 'given') {
    notes.push(
      'The set has no times: they were made from the order of the rows, spread over the last 90 days (order-only).',
    )
  }
  const report: ImportReport = {
    source,
    as: 'events',
    read: dataset.read,
    stored: events.storedRecords,
    events: events.events,
    interactions: events.interactions,
    duplicates: { inSource: events.inSource, alreadyStored: events.alreadyStored },
    quarantined: quarantinedReasons(events.refused),
    persons: dataset.table.persons.length,
    items: { stored: items.stored, refused: items.refused.length },
    unknownEvents: events.unknownEvents,
    times: dataset.table.times === 'given' ? 'given' : 'order-only',
    from: events.from === null ? null : new Date(events.from).toISOString(),
    to: events.to === null ? null : new Date(events.to).toISOString(),
    columns: null,
    notes,
    seconds: (performance.now() - started) / 1000,
  }
  recordImport(attune, workspace, report)
  return report
}

/** Ids such as 1, 2, 3 mean something else in every set. */
async function othersNote(attune: Attune, workspace: string, source: string): Promise<readonly string[]> {
  const others = await attune.events.query<{ source: string }>(
    'SELECT DISTINCT source FROM events WHERE workspace = $1 AND source <> $2 ORDER BY source LIMIT 4',
    [workspace, source],
  )
  if (others.length === 0) return []
  const names = others.map((other) => other.source).join(', ')
  return [
    `This workspace also holds events of ${names}: ids that are alike are taken for the same. Keep sets apart with --workspace.`,
  ]
}
