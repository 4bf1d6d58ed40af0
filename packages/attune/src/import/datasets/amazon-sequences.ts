import type { ItemInput } from '../../api/schemas/items.ts'
import type { EventTable } from '../event-table.ts'
import type { DatasetReader } from './dataset.ts'
import { readLines, readText } from './read-lines.ts'
import { readSequences } from './read-sequences.ts'

/** Parts of the set, each a shop of its own whose ids mean nothing in the other. */
export const amazonParts = ['Beauty', 'Toys_and_Games'] as const

/**
 * One part of the Amazon sequences of S3-Rec (Zhou et al. 2020; data McAuley et al. 2015): purchases with a review, in order,
 * without times. Items have no names, only numbered attributes.
 */
export function amazonSequences(part: (typeof amazonParts)[number]): DatasetReader {
  const name = part === 'Beauty' ? 'amazon-sequences-beauty' : 'amazon-sequences-toys'
  return {
    name,
    aliases: part === 'Beauty' ? ['amazon-sequences', 'amazon-beauty'] : ['amazon-toys'],
    files: [`${part}.txt`, `${part}_item2attributes.json`],
    async read(folder) {
      const table = await sequences(folder, part)
      const other = part === 'Beauty' ? 'amazon-toys' : 'amazon-beauty'
      const notes = [
        'The items of this set have no names: their titles are their numbers.',
        `The other half of the set is a shop of its own: attune import ${other} --workspace another.`,
      ]
      return { name, items: await items(folder, part), table, refused: [], read: table.size, notes }
    },
    evaluation: (folder) => ({
      order: 'sequence',
      table: () => sequences(folder, part),
      items: () => items(folder, part),
    }),
  }
}

function sequences(folder: string, part: string): Promise<EventTable> {
  return readSequences(readLines(folder, `${part}.txt`, 'latin-1'), { file: `${part}.txt`, event: 'Order Completed' })
}

async function items(folder: string, part: string): Promise<ItemInput[]> {
  const attributes = JSON.parse(await readText(folder, `${part}_item2attributes.json`)) as Record<string, number[]>
  const label = part.replaceAll('_', ' ')
  return Object.entries(attributes).map(([id, codes]) => ({
    id,
    title: `${label} ${id}`,
    categories: [label],
    tags: codes.map((code) => `attribute-${code}`),
  }))
}
