import { notSeen } from '../ops/attention.ts'
import type { Feed } from '../runtime/open-session.ts'

export interface CacheShape {
  readonly layers: number
  readonly batch: number
  readonly keyHeads: number
  /** Numbers of a head. */
  readonly headWidth: number
  /** Tokens of a text at most. */
  readonly longest: number
}

/** Keys and values of the tokens that texts have so far: token t of a text in place t of its row. */
export interface KeyValueCache {
  /** Makes room for so many tokens of each text. */
  reserve(tokens: number): void
  /** @param row [keyHeads · headWidth], of one token */
  put(kind: 'keys' | 'values', layer: number, text: number, at: number, row: Float32Array): void
  /** @param lengths tokens of each text so far */
  feeds(lengths: readonly number[]): Record<string, Feed>
}

/** Room that a cache begins with; it doubles as texts grow. */
const smallest = 32

export function createCache({ layers, batch, keyHeads, headWidth, longest }: CacheShape): KeyValueCache {
  let room = Math.min(smallest, longest)
  const fresh = (): Float32Array => new Float32Array(batch * keyHeads * room * headWidth)
  const arrays = {
    keys: Array.from({ length: layers }, fresh),
    values: Array.from({ length: layers }, fresh),
  }
  const heads = batch * keyHeads

  function grow(old: Float32Array, before: number): Float32Array {
    const wider = fresh()
    const size = before * headWidth
    for (let head = 0; head < heads; head++)
      wider.set(old.subarray(head * size, (head + 1) * size), head * room * headWidth)
    return wider
  }

  return {
    reserve(tokens) {
      if (tokens <= room) return
      const before = room
      while (room < tokens) room *= 2
      room = Math.max(tokens, Math.min(room, longest))
      for (const kind of [arrays.keys, arrays.values])
        for (const [layer, old] of kind.entries()) kind[layer] = grow(old, before)
    },
    put(kind, layer, text, at, row) {
      const array = arrays[kind][layer] as Float32Array
      for (let head = 0; head < keyHeads; head++)
        array.set(
          row.subarray(head * headWidth, (head + 1) * headWidth),
          ((text * keyHeads + head) * room + at) * headWidth,
        )
    },
    feeds(lengths) {
      const bias = new Float32Array(batch * room).fill(notSeen)
      for (const [text, length] of lengths.entries()) bias.fill(0, text * room, text * room + length)
      const feeds: Record<string, Feed> = { 'past.bias': { data: bias, shape: [batch, 1, 1, room] } }
      const shape = [batch, keyHeads, room, headWidth]
      for (let layer = 0; layer < layers; layer++)
        for (const kind of ['keys', 'values'] as const)
          feeds[`past.${kind}.${layer}`] = { data: arrays[kind][layer] as Float32Array, shape }
      return feeds
    },
  }
}
