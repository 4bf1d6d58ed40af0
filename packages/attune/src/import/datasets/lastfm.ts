import type { ItemInput } from '../../api/schemas/items.ts'
import { createEventTableBuilder, type EventTable } from '../event-table.ts'
import type { DatasetReader } from './dataset.ts'
import { readLines } from './read-lines.ts'

/**
 * HetRec 2011 Last.fm (Cantador et al. 2011): how often people listened to artists, most often first; no times. A count is
 * stored as the quantity of one event. Friendships are in the set and are not read.
 */
export const lastfm: DatasetReader = {
  name: 'lastfm',
  aliases: ['lastfm-2k', 'hetrec-lastfm'],
  files: ['user_artists.tsv', 'artists.dat'],
  async read(folder) {
    const table = await listened(folder)
    return { name: 'lastfm', items: await artists(folder), table, refused: [], read: table.size, notes: [] }
  },
  evaluation: (folder) => ({ order: 'none', table: () => listened(folder), items: () => artists(folder) }),
}

async function listened(folder: string): Promise<EventTable> {
  const builder = createEventTableBuilder(['user_artists.tsv'])
  let line = 0
  for await (const text of readLines(folder, 'user_artists.tsv', 'latin-1')) {
    line += 1
    const [userId = '', itemId = '', plays] = text.split('\t')
    // Editions that come with a header line.
    if (userId === 'userID') continue
    builder.add({ line, userId, itemId, event: 'Song Played', quantity: Number(plays) })
  }
  return builder.build('none')
}

async function artists(folder: string): Promise<ItemInput[]> {
  const items: ItemInput[] = []
  for await (const text of readLines(folder, 'artists.dat')) {
    const [id = '', name = '', url] = text.split('\t')
    if (id === 'id' || id === '') continue
    items.push({ id, kind: 'artist', title: name.slice(0, 1000) || id, ...(url ? { url } : {}) })
  }
  return items
}
