import { createHash } from 'node:crypto'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import { attuneError } from '../errors.ts'
import { allOf, readRows, textOf } from '../finetune/read-rows.ts'

/** A text that can be labelled. */
export interface SourceText {
  /**
   * `item:` and the item's id, `text:` and a digest of the text (the same text is the same in every file), `said:` and a digest
   * of the message in which somebody said it, or `search:` and a digest of what many searched for.
   */
  readonly id: string
  readonly text: string
}

export const textId = (text: string): string => `text:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`

/**
 * The texts of a file, each once; rows without one are left out.
 *
 * @throws AttuneError those of `readRows`
 */
export async function textsOfFile(path: string, column: string): Promise<readonly SourceText[]> {
  const { rows } = await readRows(path, { text: column }, (values) => allOf({ text: textOf(values, 'text') }))
  const texts = new Map(rows.map(({ text }) => [textId(text), text]))
  return [...texts].map(([id, text]) => ({ id, text }))
}

/** A file with texts and the labels that they have. */
export async function labelledOfFile(
  path: string,
  columns: { readonly text: string; readonly label: string },
): Promise<readonly (SourceText & { readonly label: string })[]> {
  const { rows } = await readRows(path, columns, (values) =>
    allOf({ text: textOf(values, 'text'), label: textOf(values, 'label') }),
  )
  return rows.map(({ text, label }) => ({ id: textId(text), text, label }))
}

/**
 * Titles and descriptions of the items, in the order of their ids.
 *
 * @throws AttuneError `no-texts` when no item has one
 */
export function textsOfItems(items: ItemCatalogue, workspace: string): readonly SourceText[] {
  const texts = [...items.all(workspace)].flatMap(({ id, title, description }) => {
    const text = [title, description].filter(Boolean).join('\n').trim()
    return text === '' ? [] : [{ id: `item:${id}`, text }]
  })
  if (texts.length === 0)
    throw attuneError(
      'no-texts',
      'No item has a title or a description: import items first, or name a file with --from.',
    )
  return texts.sort((a, b) => (a.id < b.id ? -1 : 1))
}
