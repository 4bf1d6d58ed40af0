import type { ItemInput } from '../../api/schemas/items.ts'
import { createEventTableBuilder, type EventTable } from '../event-table.ts'
import type { DatasetReader } from './dataset.ts'
import { filmItem } from './film-item.ts'
import { readLines } from './read-lines.ts'

/** MovieLens 100K (Harper and Konstan 2015): ratings with times. Ages, genders, occupations and zip codes are not read. */
export const movielens100k: DatasetReader = {
  name: 'movielens-100k',
  aliases: ['ml-100k'],
  files: ['u.data', 'u.item', 'u.genre'],
  async read(folder) {
    const table = await ratings(folder)
    return { name: 'movielens-100k', items: await films(folder), table, refused: [], read: table.size, notes: [] }
  },
  evaluation: (folder) => ({ order: 'times', table: () => ratings(folder), items: () => films(folder) }),
}

async function films(folder: string): Promise<ItemInput[]> {
  const genres: string[] = []
  for await (const line of readLines(folder, 'u.genre')) if (line.includes('|')) genres.push(line.split('|')[0] ?? '')
  const items: ItemInput[] = []
  for await (const line of readLines(folder, 'u.item', 'latin-1')) {
    const [id = '', title = '', , , , ...flags] = line.split('|')
    items.push(
      filmItem(
        id,
        title,
        genres.filter((_, index) => flags[index] === '1'),
      ),
    )
  }
  return items
}

async function ratings(folder: string): Promise<EventTable> {
  const builder = createEventTableBuilder(['u.data'])
  let line = 0
  for await (const text of readLines(folder, 'u.data', 'latin-1')) {
    line += 1
    const [userId = '', itemId = '', rating, seconds] = text.split('\t')
    builder.add({ line, userId, itemId, event: 'Product Rated', rating: Number(rating), time: Number(seconds) * 1000 })
  }
  return builder.build('given')
}
