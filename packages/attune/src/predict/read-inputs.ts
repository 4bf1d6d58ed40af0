import type { FeatureRow } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { decodeLines } from '../import/files/decode-lines.ts'
import { type FileRecord, openRecords } from '../import/files/open-records.ts'
import type { QuarantinedReason } from '../import/import-report.ts'
import { quarantinedReasons } from '../import/quarantined-reasons.ts'
import type { Refusal } from '../import/refusal.ts'
import { isLibfm, readLibfm } from '../ranker/read-libfm.ts'

/** A line of what is asked about. */
export interface Line {
  /** From 1; in a table the line of the file, for Parquet the row. */
  readonly line: number
  /** Values by column, as they are. */
  readonly values: FeatureRow
}

export interface Lines {
  readonly batches: AsyncIterable<readonly Line[]>
  /** Share that was read, from 0 to 1. */
  readonly done: () => number
  /** Lines that could not be read, and why; complete when all batches were taken. */
  readonly leftOut: () => readonly QuarantinedReason[]
}

/** Texts as they were given on the command line; their column is `text`. */
export function givenLines(texts: readonly string[]): Lines {
  async function* batches(): AsyncIterable<readonly Line[]> {
    yield texts.map((text, i) => ({ line: i + 1, values: { text } }))
  }
  return { batches: batches(), done: () => 0, leftOut: () => [] }
}

/** A text a line, as of standard input; their column is `text`. */
export function streamedLines(stream: AsyncIterable<Buffer>): Lines {
  async function* batches(): AsyncIterable<readonly Line[]> {
    let line = 0
    for await (const whole of decodeLines(stream, 'auto').texts) {
      const texts = whole.split('\n')
      if (texts.at(-1) === '') texts.pop()
      yield texts.map((text) => ({ line: ++line, values: { text: text.replace(/\r$/, '') } }))
    }
  }
  return { batches: batches(), done: () => 0, leftOut: () => [] }
}

/**
 * Columns of a file: CSV, TSV, JSON lines or Parquet, gzip too; libfm too where a label is named.
 *
 * @param header false for a CSV or TSV whose columns are called 1, 2, 3, …
 * @param label what the first of each line of libfm is; it is not asked for
 * @throws AttuneError `missing-column` naming all that are, and those of `openRecords` and `readLibfm`
 */
export async function fileLines(
  path: string,
  wanted: readonly string[],
  { header, label }: { readonly header?: boolean | undefined; readonly label?: string } = {},
): Promise<Lines> {
  const refused: Refusal[] = []
  const onRefused = (one: Refusal): number => refused.push(one)
  const source =
    label !== undefined && isLibfm(path)
      ? { ...(await readLibfm(path, label)), total: 0, done: () => 0 }
      : await openRecords(path, { wanted, header, onRefused })
  const { name, columns, total, done } = source
  const missing = wanted.filter((column) => !columns.includes(column))
  if (missing.length > 0)
    throw attuneError(
      'missing-column',
      `${name} has no column ${missing.map((column) => `“${column}”`).join(', ')}. It has ${columns.join(', ')}.`,
      { details: { column: missing[0] ?? '', columns: columns.slice(0, 50) } },
    )
  const places = wanted.map((column) => [column, columns.indexOf(column)] as const)
  const lineOf = ({ line, fields }: FileRecord): Line => ({
    line,
    values: Object.fromEntries(places.map(([column, place]) => [column, fields[place]])),
  })
  async function* batches(): AsyncIterable<readonly Line[]> {
    for await (const batch of source.batches) yield batch.map(lineOf)
  }
  return {
    batches: batches(),
    done: () => (total > 0 ? done() / total : 0),
    leftOut: () => quarantinedReasons(refused),
  }
}

/** Batches of another size: of `size` each, but for the last. */
export async function* inBatches<T>(batches: AsyncIterable<readonly T[]>, size: number): AsyncIterable<readonly T[]> {
  let held: T[] = []
  for await (const batch of batches)
    for (const one of batch) {
      held.push(one)
      if (held.length < size) continue
      yield held
      held = []
    }
  if (held.length > 0) yield held
}
