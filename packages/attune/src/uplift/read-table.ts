import { attuneError } from '../errors.ts'
import { openRecords } from '../import/files/open-records.ts'
import type { QuarantinedReason } from '../import/import-report.ts'
import { quarantinedReasons } from '../import/quarantined-reasons.ts'
import type { Refusal } from '../import/refusal.ts'
import type { TableRow } from './feature-plan.ts'

export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  /** Lines that could not be read, and why. */
  readonly leftOut: readonly QuarantinedReason[]
}

/**
 * A whole file with named columns: CSV, TSV, JSON lines or Parquet, gzip too.
 *
 * @throws AttuneError `missing-column`, `no-rows`, and those of `openRecords`
 */
export async function readTable(path: string, wanted: readonly string[]): Promise<Table> {
  const refused: Refusal[] = []
  const { name, columns, batches } = await openRecords(path, { wanted, onRefused: (one) => refused.push(one) })
  const missing = wanted.find((column) => !columns.includes(column))
  if (missing !== undefined)
    throw attuneError('missing-column', `${name} has no column “${missing}”. It has ${columns.join(', ')}.`, {
      details: { column: missing, columns: columns.slice(0, 50) },
    })
  const rows: TableRow[] = []
  for await (const batch of batches)
    for (const { fields } of batch) rows.push(Object.fromEntries(columns.map((column, i) => [column, fields[i]])))
  if (rows.length === 0) throw attuneError('no-rows', `${name} has no rows.`)
  return { name, columns, rows, leftOut: quarantinedReasons(refused) }
}
