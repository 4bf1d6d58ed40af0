import { allOf, type RowFile, readRows, textOf } from './read-rows.ts'
import type { LabelledText } from './train-classifier.ts'

/**
 * The texts of a file and the label beside each. Rows without either are left out.
 *
 * @throws AttuneError those of `readRows`
 */
export const readLabelledTexts = (
  path: string,
  columns: { readonly text: string; readonly label: string },
): Promise<RowFile<LabelledText>> =>
  readRows(path, { ...columns }, (values) => allOf({ text: textOf(values, 'text'), label: textOf(values, 'label') }))
