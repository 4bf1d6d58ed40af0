import { createEventTableBuilder, type EventTable } from '../event-table.ts'
import type { DatasetReader } from './dataset.ts'
import { readLines } from './read-lines.ts'

const parts = [
  { name: 'view_ecommerce.tsv', event: 'Product Viewed' },
  { name: 'add_to_cart_ecommerce.tsv', event: 'Product Added' },
  { name: 'purchase_ecommerce.tsv', event: 'Order Completed' },
] as const

/** RetailRocket as reduced by CaseRecommender: what visitors viewed, put in the cart and bought, without times. */
export const retailrocket: DatasetReader = {
  name: 'retailrocket',
  aliases: ['retailrocket-small'],
  files: parts.map(({ name }) => name),
  async read(folder) {
    const table = await events(folder)
    const items = table.itemIds.map((id) => ({ id, title: `Product ${id}` }))
    const notes = ['The items of this set have no names: their titles are their numbers.']
    return { name: 'retailrocket', items, table, refused: [], read: table.size, notes }
  },
  evaluation: (folder) => ({ order: 'none', table: () => events(folder) }),
}

async function events(folder: string): Promise<EventTable> {
  const builder = createEventTableBuilder(parts.map(({ name }) => name))
  for (const [file, { name, event }] of parts.entries()) {
    let line = 0
    for await (const text of readLines(folder, name, 'latin-1')) {
      line += 1
      if (line === 1) continue
      const [anonymousId = '', itemId = ''] = text.split('\t')
      builder.add({ file, line, anonymousId, itemId, event })
    }
  }
  return builder.build('none')
}
