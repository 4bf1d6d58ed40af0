import type { ItemInput } from '../../api/schemas/items.ts'
import { createEventTableBuilder, type EventTable } from '../event-table.ts'
import type { DatasetReader, NcfData } from './dataset.ts'
import { filmItem } from './film-item.ts'
import { readLines } from './read-lines.ts'

/** For the progress only. */
const publishedRows = 1_000_209
const files = ['chrono.train.csv', 'chrono.test.csv'] as const

/**
 * MovieLens 1M (Harper and Konstan 2015) as interactions in time order, with the NCF files of He et al. 2017. The set has
 * neither ratings nor times; each row is taken for a film that was watched to its end. Ages, genders, occupations and zip
 * codes are in the set and are not read.
 */
export const movielens1m: DatasetReader = {
  name: 'movielens-1m',
  aliases: ['ml-1m'],
  files: [...files, 'movies.dat'],
  async read(folder, { onProgress }) {
    const table = await watched(folder, onProgress)
    return { name: 'movielens-1m', items: await films(folder), table, refused: [], read: table.size, notes: [] }
  },
  evaluation: (folder) => ({
    order: 'sequence',
    table: () => watched(folder),
    items: () => films(folder),
    ncf: () => ncf(folder),
  }),
}

async function films(folder: string): Promise<ItemInput[]> {
  const items: ItemInput[] = []
  for await (const line of readLines(folder, 'movies.dat', 'latin-1')) {
    const [id = '', title = '', genres = ''] = line.split('::')
    items.push(filmItem(id, title, genres.split('|')))
  }
  return items
}

/** Lines such as `1-6041-6042-6043,3186-3711`: the original user and film first, codes after them. */
async function watched(folder: string, onProgress?: (done: number, total: number) => void): Promise<EventTable> {
  const builder = createEventTableBuilder(files)
  for (const [file, name] of files.entries()) {
    let line = 0
    for await (const text of readLines(folder, name, 'latin-1')) {
      line += 1
      const comma = text.indexOf(',')
      builder.add({
        file,
        line,
        userId: text.slice(0, text.indexOf('-')),
        itemId: text.slice(comma + 1, text.indexOf('-', comma)),
        event: 'Content Completed',
      })
      if (line % 50_000 === 0) onProgress?.(builder.size, publishedRows)
    }
  }
  return builder.build('none')
}

/** The files of He et al. in their own numbers; the training part was rebuilt (see the set's README). */
async function ncf(folder: string): Promise<NcfData> {
  const builder = createEventTableBuilder(['ncf.train.reconstructed.tsv'])
  let line = 0
  for await (const text of readLines(folder, 'ncf.train.reconstructed.tsv', 'latin-1')) {
    line += 1
    const tab = text.indexOf('\t')
    builder.add({
      line,
      userId: text.slice(0, tab),
      itemId: text.slice(tab + 1, text.indexOf('\t', tab + 1)),
      event: 'Content Completed',
    })
  }
  const cases: { person: string; item: string; negatives: string[] }[] = []
  for await (const text of readLines(folder, 'ncf.test.negative', 'latin-1')) {
    const [pair = '', ...negatives] = text.split('\t')
    const [person = '', item = ''] = pair.slice(1, -1).split(',')
    cases.push({ person, item, negatives })
  }
  return { train: builder.build('none'), cases }
}
