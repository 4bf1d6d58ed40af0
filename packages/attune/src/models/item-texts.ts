import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { ItemText } from '@attune/recommend'
import type { Item } from '../api/schemas/items.ts'

/** Items written before serving has its turn. */
const itemsAtOnce = 500

type Written = Pick<Item, 'id' | 'title' | 'description' | 'categories' | 'tags' | 'brand'>

/**
 * Writes what the catalogue says about its items for the training thread, one JSON document a line; items that are not
 * available too, for they may have been taken.
 *
 * @returns how many items were written
 */
export async function exportItemTexts(items: Iterable<Item>, file: string): Promise<number> {
  const handle = await open(file, 'w', 0o600)
  let lines: string[] = []
  let count = 0
  try {
    for (const { id, title, description, categories, tags, brand } of items) {
      lines.push(JSON.stringify({ id, title, description, categories, tags, brand } satisfies Written))
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

/** Reads the file of `exportItemTexts`. Brand and tags become terms of their own: `brand`, then the name in lower case. */
export async function readItemTexts(file: string): Promise<ReadonlyMap<string, ItemText>> {
  const texts = new Map<string, ItemText>()
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const { id, title, description, categories, tags, brand } = JSON.parse(line) as Written
    const tokens = [
      ...tags.map((tag) => `tag ${tag.toLowerCase()}`),
      ...(brand === null ? [] : [`brand ${brand.toLowerCase()}`]),
    ]
    texts.set(id, { title, description, categories, tokens })
  }
  return texts
}
