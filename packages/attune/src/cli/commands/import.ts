import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Attune } from '../../attune.ts'
import { sourceNameSchema } from '../../collect/sources/declaration.ts'
import { attuneError } from '../../errors.ts'
import { checkFile } from '../../import/check-file.ts'
import { eventFields, itemFields, parseColumns } from '../../import/files/map-columns.ts'
import type { FileFormat } from '../../import/files/open-records.ts'
import { findDataset } from '../../import/find-dataset.ts'
import { importDataset } from '../../import/import-dataset.ts'
import { importEventFile, importItemFile } from '../../import/import-file.ts'
import type { ImportProgress, ImportReport } from '../../import/import-report.ts'
import { openLocal } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { type Progress, printJson, printTable, progress } from '../output.ts'

interface ImportOptions extends CommonOptions {
  readonly as: 'events' | 'items'
  readonly from?: string
  readonly columns?: string
  readonly format?: FileFormat
  readonly delimiter?: string
  readonly encoding?: string
  readonly header: boolean
  readonly event?: string
  readonly currency?: string
  readonly ratingScale?: number
  readonly keepOutliers?: boolean
  readonly source?: string
}

const stages: Readonly<Record<ImportProgress['stage'], string>> = {
  reading: 'Reading',
  items: 'Storing items',
  cleaning: 'Cleaning',
  storing: 'Storing',
}

/** One progress bar after the other, one a stage. */
function progressByStage(): { onProgress: (progress: ImportProgress) => void; stop: () => void } {
  let stage: ImportProgress['stage'] | undefined
  let bar: Progress | undefined
  return {
    onProgress({ stage: now, done, total }) {
      if (now !== stage) {
        bar?.stop()
        bar = progress({ title: stages[now], total })
        stage = now
      }
      bar?.update(done)
    },
    stop: () => bar?.stop(),
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

/** What the options say of a file: an error here must come before there is a data folder. */
function fileOf(options: ImportOptions) {
  const reading = {
    format: options.format,
    delimiter: options.delimiter,
    encoding: options.encoding,
    header: options.header ? undefined : false,
  }
  const { columns } = options
  return options.as === 'items'
    ? {
        as: 'items' as const,
        options: { ...reading, columns: columns === undefined ? undefined : parseColumns(columns, itemFields) },
      }
    : {
        as: 'events' as const,
        options: { ...reading, columns: columns === undefined ? undefined : parseColumns(columns, eventFields) },
      }
}

async function importAny(
  attune: Attune,
  source: string,
  file: ReturnType<typeof fileOf> | undefined,
  options: ImportOptions,
): Promise<ImportReport> {
  const bars = progressByStage()
  const common = { onProgress: bars.onProgress, live: false }
  try {
    if (file === undefined) return await importDataset(attune, source, { ...common, from: options.from })
    if (file.as === 'items') return await importItemFile(attune, source, { ...common, ...file.options })
    return await importEventFile(attune, source, {
      ...common,
      ...file.options,
      event: options.event,
      currency: options.currency,
      ratingScale: options.ratingScale,
      keepOutliers: options.keepOutliers,
      source: options.source,
    })
  } finally {
    bars.stop()
  }
}

/** The file that is meant, looked into, or undefined for a data set. Nothing wrong with it may make a data folder. */
async function lookInto(source: string, options: ImportOptions): Promise<ReturnType<typeof fileOf> | undefined> {
  if (isFile(resolve(source))) {
    const file = fileOf(options)
    await checkFile(resolve(source), file)
    return file
  }
  findDataset(source, { from: options.from, env: process.env, cwd: process.cwd() })
  if (options.source !== undefined)
    throw attuneError('not-a-file', `--source is for a file of events, and ${source} is none.`, {
      details: { field: 'source' },
    })
  if (options.columns === undefined) return undefined
  throw attuneError('not-a-file', `--columns is for a file, and ${source} is none.`, { details: { field: 'columns' } })
}

const whole = new Intl.NumberFormat('en')

function printReport(report: ImportReport): void {
  const count = (n: number) => whole.format(n)
  const rows: [string, string][] = [
    ['read', count(report.read)],
    ['stored', count(report.stored)],
    ['duplicates in the source', count(report.duplicates.inSource)],
    ['already stored before', count(report.duplicates.alreadyStored)],
    ['quarantined', count(report.quarantined.reduce((sum, { count: n }) => sum + n, 0))],
  ]
  if (report.as === 'events') {
    rows.push(['events', count(report.events)], ['interactions', count(report.interactions)])
    rows.push(['persons', count(report.persons)], ['items stored', count(report.items.stored)])
  }
  printTable([{ title: report.source }, { title: 'records', align: 'right' }], rows)
  if (report.quarantined.length > 0) {
    process.stdout.write('\n')
    printTable(
      [{ title: 'quarantined' }, { title: 'records', align: 'right' }, { title: 'first at' }, { title: 'what to do' }],
      report.quarantined.map(({ reason, count: n, examples, hint }) => {
        const [first] = examples
        return [reason, count(n), first ? `${first.file}:${first.line} ${first.message}` : '', hint?.en ?? '']
      }),
    )
  }
  const notes = [...report.notes]
  if (report.columns) {
    const mapping = Object.entries(report.columns).map(([field, column]) => `${field}=${column}`)
    notes.unshift(`Columns: ${mapping.join(', ')}.`)
  }
  for (const { name, count: n } of report.unknownEvents.slice(0, 5)) {
    notes.push(
      `“${name}” (${count(n)} events) has no known meaning: stored, but no interactions. Give it one in collect.events.`,
    )
  }
  if (notes.length > 0) process.stdout.write(`\n${notes.join('\n')}\n`)
  const rate = report.read >= 1000 ? ` (${count(Math.round(report.read / report.seconds))} records a second)` : ''
  process.stdout.write(`\nDone in ${report.seconds.toFixed(1)} s${rate}. Next: attune train\n`)
}

async function run(source: string, options: ImportOptions): Promise<void> {
  const file = await lookInto(source, options)
  const attune = await openLocal(options, { create: true })
  try {
    const report = await importAny(attune, source, file, options)
    if (options.json) printJson(report)
    else printReport(report)
  } finally {
    await attune.close()
  }
}

function sourceName(text: string): string {
  const name = sourceNameSchema.safeParse(text)
  if (!name.success) throw new InvalidArgumentError(name.error.issues[0]?.message ?? 'a name of a source')
  return name.data
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('a number above zero')
  return value
}

/** `attune import` */
export function importCommand(): Command {
  return command('import', 'import a data set, or a file of events or items')
    .argument(
      '<source>',
      'a file (CSV, TSV, JSON lines, Parquet; gzip too, or one in a zip), the folder of a data set, or its name',
    )
    .option('--from <dir>', 'folder that holds the data set, or folders of data sets')
    .addOption(
      new Option('--as <what>', 'what the lines of the file are').choices(['events', 'items']).default('events'),
    )
    .option(
      '--columns <mapping>',
      'field=column,… (user, item, event, rating, time, value, quantity, order, currency, message, anonymous; for items id, title, price, …)',
    )
    .addOption(
      new Option('--format <format>', 'default: by the name of the file').choices(['csv', 'tsv', 'jsonl', 'parquet']),
    )
    .option('--delimiter <text>', 'between columns (default: the one the first line uses)')
    .option('--encoding <name>', 'utf-8, latin-1, gb18030, … (default: UTF-8, and latin-1 for lines that are none)')
    .option('--no-header', 'the first line is data; columns are 1, 2, 3, …')
    .option(
      '--event <name>',
      'what happened, where no column says it (default: a rating, an order or a view, as the columns suggest)',
    )
    .option('--currency <code>', 'of all amounts, where no column says it')
    .option('--rating-scale <best>', 'the best rating of the file (default: 5)', positive)
    .option('--keep-outliers', 'store amounts however large')
    .option(
      '--source <name>',
      'of a file of events: the source they are of; what it does not declare is dropped (attune sources)',
      sourceName,
    )
    .action(action(run))
}
