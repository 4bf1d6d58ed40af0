import { emptyValue, type RowFile, readRows } from '../finetune/read-rows.ts'
import { type Attribute, parseAttributes } from './attributes.ts'

export interface AttributeText {
  readonly attributes: readonly Attribute[]
  readonly text: string
}

/**
 * The texts of a file and the attributes beside them; CSV, TSV, JSON lines or Parquet, gzip too. A column may hold one value or
 * a list of attributes (`parseAttributes`). Rows without a text or any attribute are left out.
 *
 * @throws AttuneError those of `readRows`
 */
export function readAttributeTexts(
  path: string,
  columns: { readonly attributes: readonly string[]; readonly text: string },
): Promise<RowFile<AttributeText>> {
  const places = Object.fromEntries([...columns.attributes.entries(), ['text', columns.text]])
  return readRows<AttributeText>(path, places, (values) => {
    const cell = (name: string | number): string => String(values[name] ?? '').trim()
    const text = cell('text')
    const attributes = columns.attributes.flatMap((column, i) => parseAttributes(cell(i), column))
    if (text === '') return { bad: 'text', why: emptyValue }
    if (attributes.length === 0) return { bad: columns.attributes.join(', '), why: emptyValue }
    return { attributes, text }
  })
}
