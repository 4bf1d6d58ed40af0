import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { ItemText } from '@attune/recommend'
import type { Item } from '../api/schemas/items.ts'

/** Items written before serving has its turn. */
const itemsAtOnce = 500

type Said = Pick<Item, 'id' | 'title' | 'description' | 'categories' | 'tags' | 'brand'>
interface Written extends Said {
  /** Base64 of little-endian floats, where an encoder made some of it. */
  readonly vector?: string
}

export type VectorOfItem = (item: Item) => Float32Array | undefined

/**
 * Writes what the catalogue says about its items for the training thread, one JSON document a line; items that are not
 * available too, for they may have been taken.
 *
 * @param vectorOf where an encoder has made vectors
 * @returns how many items were written
 */
export async function exportItemTexts(items: Iterable<Item>, file: string, vectorOf?: VectorOfItem): Promise<number> {
  const handle = await open(file, 'w', 0o600)
  let lines: string[] = []
  let count = 0
  try {
    for (const item of items) {
      const { id, title, description, categories, tags, brand } = item
      const found = vectorOf?.(item)
      const vector = found && {
        vector: Buffer.from(found.buffer, found.byteOffset, found.byteLength).toString('base64'),
      }
      lines.push(JSON.stringify({ id, title, description, categories, tags, brand, ...vector } satisfies Written))
      count++
      if (lines.length < itemsAtOnce) continue
      const full = lines
      lines = []
      await handle.write(`${full.join('\n')}\n`)
    }
    if (lines.length > 0) await handle.write(`${lines.join('\n')}\n`)
  } finally {
    await handle.close()
  }
  return count
}

/** An item as recommenders read it. Brand and tags become terms of their own: `brand`, then the name in lower case. */
export function itemTextOf(
  { title, description, categories, tags, brand }: Omit<Said, 'id'>,
  vector?: Float32Array,
): ItemText {
  const tokens = [
    ...tags.map((tag) => `tag ${tag.toLowerCase()}`),
    ...(brand === null ? [] : [`brand ${brand.toLowerCase()}`]),
  ]
  return { title, description, categories, tokens, ...(vector && { vector }) }
}

/** Reads the file of `exportItemTexts`. */
export async function readItemTexts(file: string): Promise<ReadonlyMap<string, ItemText>> {
  const texts = new Map<string, ItemText>()
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const { vector, ...item } = JSON.parse(line) as Written
    const bytes = vector === undefined ? undefined : Buffer.from(vector, 'base64')
    texts.set(item.id, itemTextOf(item, bytes && new Float32Array(new Uint8Array(bytes).buffer)))
  }
  return texts
}
