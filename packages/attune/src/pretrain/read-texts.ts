import { attuneError } from '../errors.ts'
import { openRecords } from '../import/files/open-records.ts'
import type { QuarantinedReason } from '../import/import-report.ts'
import { quarantinedReasons } from '../import/quarantined-reasons.ts'
import type { Refusal } from '../import/refusal.ts'
import { tellingRefused } from '../import/telling-refused.ts'

export interface TextFiles {
  readonly texts: readonly string[]
  /** Rows that were left out, and why. */
  readonly leftOut: readonly QuarantinedReason[]
}

/**
 * One column of several files: CSV, TSV, JSON lines or Parquet, gzip too. Rows without a text are left out.
 *
 * @throws AttuneError `missing-column`, `no-texts`, and those of `openRecords`
 */
export async function readTexts(paths: readonly string[], column: string): Promise<TextFiles> {
  const texts: string[] = []
  const refused: Refusal[] = []
  for (const path of paths) {
    const source = await openRecords(path, { wanted: [column], onRefused: (one) => refused.push(one) })
    const place = source.columns.indexOf(column)
    if (place < 0)
      throw attuneError(
        'missing-column',
        `${source.name} has no column “${column}”. It has ${source.columns.join(', ')}.`,
        { details: { column, columns: source.columns.slice(0, 50) } },
      )
    for await (const batch of source.batches)
      for (const { fields, line } of batch) {
        const text = String(fields[place] ?? '').trim()
        if (text !== '') texts.push(text)
        else {
          const message = `${column} is empty`
          refused.push({ file: source.name, line, reason: 'missing-field', field: column, message, payload: null })
        }
      }
  }
  const leftOut = quarantinedReasons(refused)
  return tellingRefused(leftOut, () => {
    if (texts.length === 0) throw attuneError('no-texts', `There is no text in column “${column}”.`)
    return { texts, leftOut }
  })
}
