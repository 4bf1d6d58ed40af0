import type { ItemInput } from '../../api/schemas/items.ts'
import { createEventTableBuilder, type EventTable } from '../event-table.ts'
import { decodeLines } from '../files/decode-lines.ts'
import { openBytes } from '../files/open-bytes.ts'
import { readCsv } from '../files/read-csv.ts'
import type { Refusal } from '../refusal.ts'
import type { DatasetReader, GivenCase } from './dataset.ts'
import { parsePythonList } from './parse-python-list.ts'
import { findFile, readText } from './read-lines.ts'

interface Example {
  readonly line: number
  readonly userId: string
  readonly history: readonly string[]
  readonly target: string
}

/**
 * Amazon Office Products (Ni et al. 2019, prepared by MiniOneRec): next-item examples with up to ten items before them.
 * The examples of one person overlap; a person's pairs (person, item) are stored once each, in the order of first sight.
 */
export const amazonOffice: DatasetReader = {
  name: 'amazon-office',
  aliases: [],
  files: ['items.json', 'valid.csv', 'test.csv'],
  async read(folder) {
    const refused: Refusal[] = []
    const parts = [await examples(folder, 'valid.csv', refused), await examples(folder, 'test.csv', refused)]
    const table = tableOf(['valid.csv', 'test.csv'], parts)
    return {
      name: 'amazon-office',
      items: await items(folder),
      table,
      refused,
      read: table.size + refused.length,
      notes: ['Overlapping histories were joined: a record is a person and an item, once each.'],
    }
  },
  evaluation: (folder) => ({
    order: 'sequence',
    table: async () => tableOf(['valid.csv'], [await examples(folder, 'valid.csv', [])]),
    items: () => items(folder),
    cases: async () =>
      (await examples(folder, 'test.csv', [])).map(({ history, target }): GivenCase => ({ history, target })),
  }),
}

async function examples(folder: string, name: string, refused: Refusal[]): Promise<Example[]> {
  const bytes = await openBytes(findFile(folder, name) ?? name)
  const texts = decodeLines(bytes.chunks, 'auto').texts
  const found: Example[] = []
  let columns: readonly string[] | undefined
  const onRefused = (refusal: Refusal) => refused.push(refusal)
  for await (const batch of readCsv(texts, { delimiter: ',', file: name, onRefused })) {
    for (const { line, fields } of batch) {
      if (columns === undefined) {
        columns = fields
        continue
      }
      const at = (column: string) => fields[columns?.indexOf(column) ?? -1] ?? ''
      const history = parsePythonList(at('history_item_id'))
      if (history) found.push({ line, userId: at('user_id'), history, target: at('item_id') })
      else {
        const message = 'history_item_id is no list.'
        refused.push({ file: name, line, reason: 'impossible-value', field: 'history_item_id', message, payload: null })
      }
    }
  }
  return found
}

function tableOf(files: readonly string[], parts: readonly (readonly Example[])[]): EventTable {
  const builder = createEventTableBuilder(files)
  const seen = new Set<string>()
  for (const [file, part] of parts.entries()) {
    for (const { line, userId, history, target } of part) {
      for (const itemId of [...history, target]) {
        const pair = `${userId}\n${itemId}`
        if (seen.has(pair)) continue
        seen.add(pair)
        builder.add({ file, line, userId, itemId, event: 'Order Completed' })
      }
    }
  }
  return builder.build('none')
}

async function items(folder: string): Promise<ItemInput[]> {
  const raw = JSON.parse(await readText(folder, 'items.json')) as Record<string, { title: string; description: string }>
  return Object.entries(raw).map(([id, { title, description }]) => ({
    id,
    title: title.slice(0, 1000) || id,
    description: (parsePythonList(description)?.join('\n') ?? description).slice(0, 20_000),
    categories: ['Office Products'],
    language: 'en',
  }))
}
