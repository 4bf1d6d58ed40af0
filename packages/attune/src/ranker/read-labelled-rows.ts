import type { FeatureRow } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { openRecords } from '../import/files/open-records.ts'
import type { QuarantinedReason } from '../import/import-report.ts'
import { quarantinedReasons } from '../import/quarantined-reasons.ts'
import type { Refusal } from '../import/refusal.ts'
import { tellingRefused } from '../import/telling-refused.ts'
import { truthOf } from './label.ts'
import { isLibfm, readLibfm } from './read-libfm.ts'

export interface LabelledRowFile {
  readonly name: string
  /** Without that of the label. */
  readonly columns: readonly string[]
  readonly rows: readonly FeatureRow[]
  /** Columns that are ids by the format of the file, whatever they look like: those of libfm. */
  readonly ids: readonly string[]
  /** 0 or 1 for each row. */
  readonly truths: Float32Array
  /** Rows that were left out, and why. */
  readonly leftOut: readonly QuarantinedReason[]
}

/**
 * The rows of a file with a label of 0 or 1: CSV, TSV, JSON lines, Parquet or libfm, gzip too. Rows without a label are left out.
 *
 * @param label column of the label; libfm has it first in each line, whatever it is called
 * @param header false for a CSV or TSV whose columns are called 1, 2, 3, …
 * @throws AttuneError `missing-column`, `bad-label`, `one-class`, `no-rows`, and those of `openRecords` and `readLibfm`
 */
export async function readLabelledRows(
  path: string,
  { label, header }: { readonly label: string; readonly header?: boolean | undefined },
): Promise<LabelledRowFile> {
  const refused: Refusal[] = []
  const source = isLibfm(path)
    ? await readLibfm(path, label)
    : await openRecords(path, { wanted: [label], header, onRefused: (one) => refused.push(one) })
  const place = source.columns.indexOf(label)
  if (place < 0)
    throw attuneError(
      'missing-column',
      `${source.name} has no column “${label}”. It has ${source.columns.join(', ')}.`,
      {
        details: { column: label, columns: source.columns.slice(0, 50) },
      },
    )
  const rows: FeatureRow[] = []
  const truths: number[] = []
  const wrong = new Map<string, number>()
  for await (const batch of source.batches)
    for (const { fields, line } of batch) {
      const text = String(fields[place] ?? '').trim()
      if (text === '') {
        const message = `${label} is empty`
        refused.push({ file: source.name, line, reason: 'missing-field', field: label, message, payload: null })
        continue
      }
      const truth = truthOf(text)
      if (truth === undefined) wrong.set(text, (wrong.get(text) ?? 0) + 1)
      else {
        truths.push(truth)
        rows.push(Object.fromEntries(source.columns.map((column, i) => [column, fields[i]])))
      }
    }
  const leftOut = quarantinedReasons(refused)
  return tellingRefused(leftOut, () => {
    if (wrong.size > 0) throw badLabel(source.name, label, wrong)
    if (rows.length === 0) throw attuneError('no-rows', `${source.name} has no row with a label.`)
    const columns = source.columns.filter((column) => column !== label)
    const ids = isLibfm(path) ? columns : []
    return { name: source.name, columns, ids, rows, truths: Float32Array.from(truths), leftOut }
  })
}

function badLabel(file: string, label: string, wrong: ReadonlyMap<string, number>) {
  const first = [...wrong].slice(0, 5).map(([text, count]) => `${text.slice(0, 40)} (${count} ×)`)
  const more = wrong.size > 5 ? ` and ${wrong.size - 5} more` : ''
  return attuneError(
    'bad-label',
    `Column “${label}” of ${file} must be 0 or 1 (or false and true); it has ${first.join(', ')}${more}.`,
    { details: { field: 'label', column: label } },
  )
}
