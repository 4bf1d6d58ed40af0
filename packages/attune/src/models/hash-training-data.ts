import { createHash } from 'node:crypto'
import { hashInteractions, type Interactions, type ItemText } from '@attune/recommend'

/** SHA-256 of all that a training learns from: the interactions and, for models that read them, the texts of the items. */
export function hashTrainingData(
  interactions: Interactions,
  itemText: ((item: number) => ItemText | undefined) | undefined,
): string {
  const own = hashInteractions(interactions)
  if (!itemText) return own
  const hash = createHash('sha256').update(own)
  for (const item of interactions.items.ids.keys()) {
    const { vector, ...words } = itemText(item) ?? {}
    hash.update(`${JSON.stringify(words)}\n`)
    if (vector) hash.update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
  }
  return hash.digest('hex')
}
