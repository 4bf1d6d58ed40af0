import { basename } from 'node:path'
import { attuneError } from '../../errors.ts'
import type { Refusal } from '../refusal.ts'
import { decodeLines, type Encoding } from './decode-lines.ts'
import { openBytes } from './open-bytes.ts'
import { readCsv } from './read-csv.ts'
import { type JsonRecord, readJsonl, valueAt } from './read-jsonl.ts'
import { readParquet } from './read-parquet.ts'

export type FileFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet'

export interface FileRecord {
  /** From 1; for Parquet the number of the row. */
  readonly line: number
  /** In the order of the source's `columns`. */
  readonly fields: readonly unknown[]
}

export interface RecordSource {
  readonly name: string
  readonly format: FileFormat
  readonly columns: readonly string[]
  readonly hasHeader: boolean
  readonly batches: AsyncIterable<readonly FileRecord[]>
  /** Of the work: bytes of the file, rows for Parquet. */
  readonly total: number
  readonly done: () => number
  readonly notes: () => readonly string[]
}

export interface OpenRecordsOptions {
  readonly format?: FileFormat | undefined
  readonly delimiter?: string | undefined
  readonly encoding?: Encoding | undefined
  /** False: the first line is data already, and columns are named 1, 2, 3, … Default: a line that names the wanted columns is a header. */
  readonly header?: boolean | undefined
  /** Columns that must be there, for JSON lines where the first lines may lack them. */
  readonly wanted?: readonly string[] | undefined
  readonly onRefused: (refusal: Refusal) => void
}

/**
 * Opens a CSV, TSV, JSON-lines or Parquet file, gzip or plain, or a zip with one such (but Parquet), as records with named
 * columns.
 *
 * @throws AttuneError `file-not-found`, `empty-file`, `unknown-format`, `binary-file`, `line-too-long`, and those of `openBytes`
 */
export async function openRecords(path: string, options: OpenRecordsOptions): Promise<RecordSource> {
  const outside = options.format ?? (/\.zip$/i.test(path) ? undefined : formatOf(path))
  if (outside === 'parquet') return openParquet(path)
  const bytes = await openBytes(path)
  const format = outside ?? formatOf(bytes.name)
  const decoded = decodeLines(bytes.chunks, options.encoding ?? 'auto')
  const name = basename(path)
  const source = {
    name,
    format,
    total: bytes.size,
    done: bytes.position,
    notes: () => encodingNotes(decoded.latin1Lines()),
  }
  const texts = decoded.texts[Symbol.asyncIterator]()
  const first = await texts.next()
  if (first.done || first.value.trim() === '') throw attuneError('empty-file', `${name} is empty.`)
  const head = withLineFeeds(first.value)
  const announced = /^sep=(.)\n/.exec(head)?.[1]
  const all = (async function* () {
    // A spreadsheet's line “sep=;” says the delimiter and is no record; a blank line keeps the count of lines right.
    yield announced === undefined ? head : head.slice(head.indexOf('\n'))
    yield* { [Symbol.asyncIterator]: () => texts }
  })()

  if (format === 'jsonl') {
    const records = readJsonl(all, { file: name, onRefused: options.onRefused })[Symbol.asyncIterator]()
    const start = await records.next()
    const columns = start.done ? [] : keysOf(start.value.slice(0, 100), options.wanted ?? [])
    const picked = (batch: readonly JsonRecord[]) =>
      batch.map(({ line, value }) => ({ line, fields: columns.map((column) => valueAt(value, column)) }))
    async function* batches(): AsyncIterable<readonly FileRecord[]> {
      if (start.done) return
      yield picked(start.value)
      for await (const batch of { [Symbol.asyncIterator]: () => records }) yield picked(batch)
    }
    return { ...source, columns, hasHeader: true, batches: batches() }
  }

  const delimiter = options.delimiter ?? announced ?? (format === 'tsv' ? '\t' : guessDelimiter(head))
  const records = readCsv(all, { delimiter, file: name, onRefused: options.onRefused })[Symbol.asyncIterator]()
  const start = await records.next()
  const firstRecord = start.done ? undefined : start.value[0]
  if (!firstRecord) throw attuneError('empty-file', `${name} has no readable line.`)
  const hasHeader = options.header ?? looksLikeHeader(firstRecord.fields as readonly string[], options.wanted ?? [])
  const columns = hasHeader
    ? firstRecord.fields.map((field) => String(field).trim())
    : firstRecord.fields.map((_, index) => String(index + 1))
  async function* batches(): AsyncIterable<readonly FileRecord[]> {
    if (!start.done) yield hasHeader ? start.value.slice(1) : start.value
    yield* { [Symbol.asyncIterator]: () => records }
  }
  return { ...source, columns, hasHeader, batches: batches() }
}

async function openParquet(path: string): Promise<RecordSource> {
  const { columns, rowCount, batches } = await readParquet(path)
  let done = 0
  async function* numbered(): AsyncIterable<readonly FileRecord[]> {
    for await (const rows of batches) {
      const from = done
      done += rows.length
      yield rows.map((fields, index) => ({ line: from + index + 1, fields }))
    }
  }
  return {
    name: basename(path),
    format: 'parquet',
    columns,
    hasHeader: true,
    batches: numbered(),
    total: rowCount,
    done: () => done,
    notes: () => [],
  }
}

/** @throws AttuneError `unknown-format` for a name that says nothing */
export function formatOf(path: string): FileFormat {
  const name = path.toLowerCase().replace(/\.gz$/, '')
  if (name.endsWith('.parquet')) return 'parquet'
  if (/\.(jsonl|ndjson|jsonlines|json)$/.test(name)) return 'jsonl'
  if (/\.(tsv|tab)$/.test(name)) return 'tsv'
  if (/\.(csv|txt|dat|data|rating)$/.test(name)) return 'csv'
  throw attuneError('unknown-format', `Say what ${basename(path)} is: --format csv, tsv, jsonl or parquet.`, {
    details: { field: 'format' },
  })
}

function guessDelimiter(text: string): string {
  const line = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n')).replace(/"[^"]*"/g, '')
  let best = ','
  let most = 0
  for (const delimiter of [',', '\t', ';', '|', '::']) {
    const count = line.split(delimiter).length - 1
    if (count > most) [best, most] = [delimiter, count]
  }
  return best
}

/** Files of old systems end their lines with a carriage return alone; they come as one text, because no line feed cuts them. */
function withLineFeeds(text: string): string {
  if (text.includes('\n')) return text.startsWith('sep=') ? text.replace(/^(sep=.)\r\n/, '$1\n') : text
  return text.replaceAll('\r', '\n')
}

/**
 * Whether the first line names columns: one that is wanted is among them, or, where only places (1, 2, 3) are wanted, it
 * has no digit, which lines of data hardly lack.
 */
function looksLikeHeader(fields: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length === 0) return fields.some((field) => /\p{L}/u.test(field))
  if (wanted.some((name) => fields.includes(name))) return true
  return wanted.every((name) => /^\d+$/.test(name)) ? !fields.some((field) => /\d/.test(field)) : true
}

function keysOf(records: readonly JsonRecord[], wanted: readonly string[]): string[] {
  const keys = new Set<string>()
  for (const { value } of records) {
    for (const [key, inner] of Object.entries(value)) {
      keys.add(key)
      if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
        for (const below of Object.keys(inner)) keys.add(`${key}.${below}`)
      }
    }
  }
  const seen = [...keys]
  return seen.concat(
    wanted.filter((name) => !keys.has(name) && records.some(({ value }) => valueAt(value, name) !== undefined)),
  )
}

function encodingNotes(latin1Lines: number): string[] {
  if (latin1Lines === 0) return []
  return [
    `${latin1Lines} lines are no UTF-8 and were read as latin-1; name the encoding with --encoding if that is wrong.`,
  ]
}
