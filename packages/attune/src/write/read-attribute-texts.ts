import { attuneError } from '../errors.ts'
import { openRecords } from '../import/files/open-records.ts'
import type { QuarantinedReason } from '../import/import-report.ts'
import { quarantinedReasons } from '../import/quarantined-reasons.ts'
import type { Refusal } from '../import/refusal.ts'
import { tellingRefused } from '../import/telling-refused.ts'
import { type Attribute, parseAttributes } from './attributes.ts'

export interface AttributeText {
  readonly attributes: readonly Attribute[]
  readonly text: string
}

export interface AttributeTextFile {
  readonly rows: readonly AttributeText[]
  /** Rows that were left out, and why. */
  readonly leftOut: readonly QuarantinedReason[]
}

/**
 * The texts of a file and the attributes beside them; CSV, TSV, JSON lines or Parquet, gzip too. A column may hold one value or
 * a list of attributes (`parseAttributes`). Rows without a text or any attribute are left out.
 *
 * @throws AttuneError `missing-column`, `no-texts`, and those of `openRecords`
 */
export async function readAttributeTexts(
  path: string,
  columns: { readonly attributes: readonly string[]; readonly text: string },
): Promise<AttributeTextFile> {
  const wanted = [...columns.attributes, columns.text]
  const refused: Refusal[] = []
  const source = await openRecords(path, { wanted, onRefused: (one) => refused.push(one) })
  const places = wanted.map((column) => {
    const place = source.columns.indexOf(column)
    if (place >= 0) return place
    throw attuneError(
      'missing-column',
      `${source.name} has no column “${column}”. It has ${source.columns.join(', ')}.`,
      { details: { column, columns: source.columns.slice(0, 50) } },
    )
  })
  const rows: AttributeText[] = []
  for await (const batch of source.batches)
    for (const { fields, line } of batch) {
      const cells = places.map((place) => String(fields[place] ?? '').trim())
      const text = cells.at(-1) ?? ''
      const attributes = columns.attributes.flatMap((column, i) => parseAttributes(cells[i] ?? '', column))
      if (text !== '' && attributes.length > 0) {
        rows.push({ attributes, text })
        continue
      }
      const field = text === '' ? columns.text : columns.attributes.join(', ')
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
    if (rows.length === 0) throw attuneError('no-texts', `${source.name} has no row with both a text and attributes.`)
    return { rows, leftOut }
  })
}
