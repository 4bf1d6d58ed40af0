/**
 * Moves labels apart so that none overlaps the next, as little as possible, within [top, bottom].
 * Takes and returns y positions in the order given.
 */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  [top, bottom]: readonly [number, number],
): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] as number) - (wanted[b] as number))
  const sorted = order.map((i) => wanted[i] as number)
  // Blocks of touching labels sit around the mean of what they wanted (pool-adjacent-violators).
  const blocks: { sum: number; count: number }[] = []
  const middle = (block: { sum: number; count: number }) => {
    const half = ((block.count - 1) * gap) / 2
    return Math.min(bottom - half, Math.max(top + half, block.sum / block.count))
  }
  for (const y of sorted) {
    blocks.push({ sum: y, count: 1 })
    for (;;) {
      const last = blocks.at(-1)
      const before = blocks.at(-2)
      if (!last || !before) break
      const room = middle(last) - middle(before) - ((last.count + before.count) / 2) * gap
      if (room >= -1e-9) break
      blocks.splice(-2, 2, { sum: last.sum + before.sum, count: last.count + before.count })
    }
  }
  const placed = blocks.flatMap((block) =>
    Array.from({ length: block.count }, (_, k) => middle(block) + (k - (block.count - 1) / 2) * gap),
  )
  const result = new Array<number>(wanted.length)
  order.forEach((i, k) => {
    result[i] = placed[k] as number
  })
  return result
}
