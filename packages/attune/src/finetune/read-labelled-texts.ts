import { attuneError } from '../errors.ts'
import { openRecords } from '../import/files/open-records.ts'
import type { QuarantinedReason } from '../import/import-report.ts'
import { quarantinedReasons } from '../import/quarantined-reasons.ts'
import type { Refusal } from '../import/refusal.ts'
import { tellingRefused } from '../import/telling-refused.ts'

export interface LabelledTextFile {
  readonly texts: readonly string[]
  readonly labels: readonly string[]
  /** Rows that were left out, and why. */
  readonly leftOut: readonly QuarantinedReason[]
}

/**
 * The texts of a file and the labels beside them; CSV, TSV, JSON lines or Parquet, gzip too. Rows without either are left out.
 *
 * @throws AttuneError `missing-column`, `no-texts`, and those of `openRecords`
 */
export async function readLabelledTexts(
  path: string,
  columns: { readonly text: string; readonly label: string },
): Promise<LabelledTextFile> {
  const wanted = [columns.text, columns.label]
  const refused: Refusal[] = []
  const source = await openRecords(path, { wanted, onRefused: (one) => refused.push(one) })
  const [textPlace, labelPlace] = wanted.map((column) => {
    const place = source.columns.indexOf(column)
    if (place >= 0) return place
    throw attuneError(
      'missing-column',
      `${source.name} has no column “${column}”. It has ${source.columns.join(', ')}.`,
      {
        details: { column, columns: source.columns.slice(0, 50) },
      },
    )
  }) as [number, number]
  const texts: string[] = []
  const labels: string[] = []
  for await (const batch of source.batches)
    for (const { fields, line } of batch) {
      const [text, label] = [textPlace, labelPlace].map((place) => String(fields[place] ?? '').trim()) as [
        string,
        string,
      ]
      if (text !== '' && label !== '') {
        texts.push(text)
        labels.push(label)
        continue
      }
      const field = text === '' ? columns.text : columns.label
      refused.push({
        file: source.name,
        line,
        reason: 'missing-field',
        field,
        message: `${field} is empty`,
        payload: null,
      })
    }
  const leftOut = quarantinedReasons(refused)
  return tellingRefused(leftOut, () => {
    if (texts.length === 0) throw attuneError('no-texts', `${source.name} has no row with both a text and a label.`)
    return { texts, labels, leftOut }
  })
}
