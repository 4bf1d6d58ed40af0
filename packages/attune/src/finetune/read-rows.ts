import { attuneError } from '../errors.ts'
import { openRecords } from '../import/files/open-records.ts'
import type { QuarantinedReason } from '../import/import-report.ts'
import { quarantinedReasons } from '../import/quarantined-reasons.ts'
import type { Refusal } from '../import/refusal.ts'
import { tellingRefused } from '../import/telling-refused.ts'

/** Rows of a file that something is learnt from. */
export interface RowFile<Row> {
  readonly rows: readonly Row[]
  /** Rows that were left out, and why. */
  readonly leftOut: readonly QuarantinedReason[]
}

/** Values of a row, by what they are for. */
export type RowValues = Readonly<Record<string, unknown>>

/** Why a row cannot be used. */
export interface BadRow {
  /** What the value was for. */
  readonly bad: string
  readonly why: string
}

/**
 * Rows of files: CSV, TSV, JSON lines or Parquet, gzip too. Rows that lack what they need are left out.
 *
 * @param paths one file, or several with the same columns
 * @param columns column of each value, by what it is for
 * @param parse what a row means; or why it means nothing
 * @throws AttuneError `missing-column`, `no-texts`, and those of `openRecords`
 */
export async function readRows<Row>(
  paths: string | readonly string[],
  columns: Readonly<Record<string, string>>,
  parse: (values: RowValues) => Row | BadRow,
): Promise<RowFile<Row>> {
  const refused: Refusal[] = []
  const wanted = Object.values(columns)
  const names: string[] = []
  const rows: Row[] = []
  for (const path of [paths].flat()) {
    const source = await openRecords(path, { wanted, onRefused: (one) => refused.push(one) })
    names.push(source.name)
    const places = Object.entries(columns).map(([name, column]): [string, number] => {
      const place = source.columns.indexOf(column)
      if (place >= 0) return [name, place]
      throw attuneError(
        'missing-column',
        `${source.name} has no column “${column}”. It has ${source.columns.join(', ')}.`,
        { details: { column, columns: source.columns.slice(0, 50) } },
      )
    })
    for await (const batch of source.batches)
      for (const { fields, line } of batch) {
        const row = parse(Object.fromEntries(places.map(([name, place]) => [name, fields[place]])))
        if (!isBad(row)) {
          rows.push(row)
          continue
        }
        const field = columns[row.bad] ?? row.bad
        const reason = row.why === emptyValue ? 'missing-field' : 'impossible-value'
        refused.push({ file: source.name, line, reason, field, message: `${field} ${row.why}`, payload: null })
      }
  }
  const leftOut = quarantinedReasons(refused)
  return tellingRefused(leftOut, () => {
    if (rows.length === 0)
      throw attuneError(
        'no-texts',
        `There is no row with ${wanted.map((one) => `“${one}”`).join(' and ')} in ${names.join(', ')}.`,
      )
    return { rows, leftOut }
  })
}

/** Why a row is bad that has nothing where something is needed. */
export const emptyValue = 'is empty'

const isBad = (row: unknown): row is BadRow => typeof row === 'object' && row !== null && 'bad' in row && 'why' in row

/** A text without the space around it, or why there is none. */
export function textOf(values: RowValues, name: string): string | BadRow {
  const text = String(values[name] ?? '').trim()
  return text === '' ? { bad: name, why: emptyValue } : text
}

/** A number, or why there is none. */
export function numberOf(values: RowValues, name: string): number | BadRow {
  const text = textOf(values, name)
  if (typeof text !== 'string') return text
  const value = Number(text)
  return Number.isFinite(value) ? value : { bad: name, why: 'is no number' }
}

/** The values, or the first reason why one is missing. */
export function allOf<T extends Readonly<Record<string, unknown>>>(
  values: T,
): { readonly [K in keyof T]: Exclude<T[K], BadRow> } | BadRow {
  const bad = Object.values(values).find(isBad)
  return bad ?? (values as { readonly [K in keyof T]: Exclude<T[K], BadRow> })
}
