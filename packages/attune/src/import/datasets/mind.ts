import type { ItemInput } from '../../api/schemas/items.ts'
import { createEventTableBuilder, type EventTable } from '../event-table.ts'
import { parseTime } from '../files/parse-time.ts'
import type { Refusal } from '../refusal.ts'
import type { DatasetReader } from './dataset.ts'
import { readLines } from './read-lines.ts'

/** Before the first impression of a person, the clicks of the history are put one minute apart: their order is known, their times are not. */
const historyStepMs = 60_000

/**
 * MIND (Wu et al. 2020): news that people clicked. Clicks of an impression have its time; those of the history come before
 * the person's first impression, once. News shown and not clicked are not stored: they were decided by somebody else.
 */
export const mind: DatasetReader = {
  name: 'mind',
  aliases: ['mind-sample', 'mind-small'],
  files: ['behaviors.tsv', 'news.tsv'],
  async read(folder) {
    const { table, refused } = await clicks(folder)
    const items = await news(folder)
    const known = new Set(items.map(({ id }) => id))
    const unknown = table.itemIds.filter((id) => !known.has(id)).length
    const notes =
      unknown > 0
        ? [`${unknown} of ${table.itemIds.length} clicked news are not among the ${items.length} news of this sample.`]
        : []
    // The even beat of the histories was made here.
    return { name: 'mind', items, table, refused, read: table.size + refused.length, notes, rules: { robots: false } }
  },
  evaluation: (folder) => ({
    order: 'times',
    table: async () => (await clicks(folder)).table,
    items: () => news(folder),
  }),
}

async function clicks(folder: string): Promise<{ table: EventTable; refused: Refusal[] }> {
  const file = 'behaviors.tsv'
  const refused: Refusal[] = []
  const impressions: { line: number; userId: string; time: number; history: string; shown: string }[] = []
  let line = 0
  for await (const text of readLines(folder, file)) {
    line += 1
    const [, userId = '', when, history = '', shown = ''] = text.split('\t')
    const time = parseTime(when)
    if (userId !== '' && !Number.isNaN(time)) impressions.push({ line, userId, time, history, shown })
    else
      refused.push({
        file,
        line,
        reason: 'missing-field',
        field: 'user, time',
        message: 'There is no user or no time.',
        payload: null,
      })
  }
  impressions.sort((a, b) => a.time - b.time || a.line - b.line)
  const builder = createEventTableBuilder([file])
  const met = new Set<string>()
  for (const impression of impressions) {
    const { userId, time } = impression
    const add = (itemId: string, at: number) =>
      builder.add({ line: impression.line, userId, itemId, event: 'Article Clicked', time: at })
    if (!met.has(userId)) {
      met.add(userId)
      const before = impression.history.split(' ').filter((id) => id !== '')
      for (const [index, id] of before.entries()) add(id, time - (before.length - index) * historyStepMs)
    }
    for (const shown of impression.shown.split(' ')) if (shown.endsWith('-1')) add(shown.slice(0, -2), time)
  }
  return { table: builder.build('given'), refused }
}

async function news(folder: string): Promise<ItemInput[]> {
  const items: ItemInput[] = []
  for await (const text of readLines(folder, 'news.tsv')) {
    const [id = '', category = '', subcategory = '', title = '', abstract = '', url = ''] = text.split('\t')
    if (id === '') continue
    items.push({
      id,
      kind: 'article',
      title: title.slice(0, 1000) || id,
      description: abstract.slice(0, 20_000),
      categories: [category, subcategory].filter((name) => name !== ''),
      language: 'en',
      ...(url === '' ? {} : { url }),
    })
  }
  return items
}
