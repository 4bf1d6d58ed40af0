import { type ItemInput, itemInputSchema } from '../api/schemas/items.ts'
import type { Attune } from '../attune.ts'
import type { ParsedItem } from '../collect/item-catalogue.ts'

/** Where an item came from, for the report. */
export interface ItemSource {
  readonly file: string
  /** Of item `index`. */
  readonly lineOf: (index: number) => number
}

export interface RefusedItem {
  readonly index: number
  readonly field: string
  readonly message: string
}

const atOnce = 5000

/** Checks and stores items; one that is wrong is refused alone. An item that is there already is replaced. */
export async function importItems(
  attune: Attune,
  workspace: string,
  items: readonly ItemInput[],
  onProgress?: (done: number, total: number) => void,
): Promise<{ readonly stored: number; readonly refused: readonly RefusedItem[] }> {
  const refused: RefusedItem[] = []
  let stored = 0
  for (let from = 0; from < items.length; from += atOnce) {
    const parsed: ParsedItem[] = []
    for (const [index, item] of items.slice(from, from + atOnce).entries()) {
      const result = itemInputSchema.safeParse(item)
      if (result.success) parsed.push(result.data)
      else {
        const issue = result.error.issues[0]
        refused.push({ index: from + index, field: issue?.path.join('.') ?? '', message: issue?.message ?? 'wrong' })
      }
    }
    await attune.items.put(workspace, parsed)
    stored += parsed.length
    onProgress?.(Math.min(items.length, from + atOnce), items.length)
  }
  return { stored, refused }
}
