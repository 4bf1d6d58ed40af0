export interface BubbleInput {
  /** Where it belongs, −1 to 1. */
  readonly x: number
  readonly y: number
  readonly size: number
}

export interface Bubble {
  readonly cx: number
  readonly cy: number
  readonly r: number
}

const smallest = 6
const rounds = 120
/** Part of the frame that bubbles may fill: more could not be moved apart. */
const mostFilled = 0.35

/** Bubbles whose areas are in proportion to their sizes, moved apart as little as it takes, within the frame. */
export function placeBubbles(inputs: readonly BubbleInput[], width: number, height: number): readonly Bubble[] {
  const most = Math.max(1, ...inputs.map(({ size }) => size))
  const together = inputs.reduce((sum, { size }) => sum + Math.PI * (size / most), 0)
  const largest = Math.min(
    0.13 * Math.min(width, height),
    Math.sqrt((mostFilled * width * height) / Math.max(1, together)),
  )
  const placed = inputs.map(({ x, y, size }) => {
    const r = Math.max(smallest, largest * Math.sqrt(size / most))
    return { cx: ((x + 1) / 2) * (width - 2 * r) + r, cy: ((1 - y) / 2) * (height - 2 * r) + r, r }
  })
  for (let round = 0; round < rounds; round++) {
    let moved = false
    for (const [i, a] of placed.entries())
      for (const [j, b] of placed.entries()) {
        if (j <= i) continue
        const [dx, dy] = [b.cx - a.cx, b.cy - a.cy]
        const length = Math.hypot(dx, dy)
        const overlap = a.r + b.r + 2 - length
        if (overlap <= 0) continue
        moved = true
        const [ux, uy] = length > 1e-6 ? [dx / length, dy / length] : [Math.cos(i + j), Math.sin(i + j)]
        a.cx -= (ux * overlap) / 2
        a.cy -= (uy * overlap) / 2
        b.cx += (ux * overlap) / 2
        b.cy += (uy * overlap) / 2
      }
    for (const bubble of placed) {
      bubble.cx = Math.max(bubble.r, Math.min(width - bubble.r, bubble.cx))
      bubble.cy = Math.max(bubble.r, Math.min(height - bubble.r, bubble.cy))
    }
    if (!moved) break
  }
  return placed
}

/** The bubble that an arrow key leads to: the nearest one that lies more that way than to its side; else the one before. */
export function bubbleTowards(bubbles: readonly Bubble[], from: number, dx: -1 | 0 | 1, dy: -1 | 0 | 1): number {
  const here = bubbles[from]
  if (here === undefined) return 0
  let best = from
  let least = Number.POSITIVE_INFINITY
  for (const [at, { cx, cy }] of bubbles.entries()) {
    const along = (cx - here.cx) * dx + (cy - here.cy) * dy
    const aside = Math.abs((cx - here.cx) * dy) + Math.abs((cy - here.cy) * dx)
    if (at === from || along <= 0 || aside > along) continue
    if (along + aside < least) {
      best = at
      least = along + aside
    }
  }
  return best
}
