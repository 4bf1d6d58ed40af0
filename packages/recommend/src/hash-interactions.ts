import { createHash } from 'node:crypto'
import type { Interactions } from './interactions.ts'

/**
 * SHA-256 of everything a model can learn from: ids, order, weights and times. The same data gives the same hash in
 * every process; a change of one weight gives another. Persons enter by their rows, not by their ids.
 *
 * @returns 64 hexadecimal digits
 */
export function hashInteractions(interactions: Interactions): string {
  const hash = createHash('sha256')
  for (const id of interactions.items.ids) hash.update(`${id.length}:${id}`)
  for (const array of [interactions.indptr, interactions.indices, interactions.values, interactions.times]) {
    hash.update(`${array.length};`)
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }
  return hash.digest('hex')
}
