import { drawBelow, drawKeys } from '../draw.ts'

/** Numbers in 0 … 1 (1 excluded) that a seed and a stream number fix. */
export function seededRandom(seed: number, stream: number): () => number {
  const keys = drawKeys(seed, stream)
  let drawn = 0
  return () => drawBelow(keys, 0, drawn++, 2 ** 32) / 2 ** 32
}

/** Writes `count` of the `total` numbers 0 … total − 1, drawn without replacement, ascending, then the others, ascending. */
export function drawInto(order: Int32Array, count: number, random: () => number): void {
  const total = order.length
  let taken = 0
  let left = count
  for (let at = 0; at < total; at++) {
    // Selection sampling (Knuth, The Art of Computer Programming 2, algorithm S).
    if (random() * (total - at) < count - taken) order[taken++] = at
    else order[left++] = at
  }
}
