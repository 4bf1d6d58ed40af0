import { expect, test } from 'vitest'
import { bubbleTowards, placeBubbles } from './place-bubbles.ts'

const many = Array.from({ length: 40 }, (_, n) => ({ x: Math.sin(n) / 4, y: Math.cos(3 * n) / 4, size: 400 / (n + 1) }))

test.each([
  [900, 520],
  [340, 420],
])('bubbles stay in a frame of %d × %d and do not cover each other', (width, height) => {
  const bubbles = placeBubbles(many, width, height)
  for (const [i, a] of bubbles.entries()) {
    expect(a.cx - a.r).toBeGreaterThanOrEqual(-1e-6)
    expect(a.cx + a.r).toBeLessThanOrEqual(width + 1e-6)
    expect(a.cy + a.r).toBeLessThanOrEqual(height + 1e-6)
    for (const b of bubbles.slice(i + 1))
      expect(Math.hypot(a.cx - b.cx, a.cy - b.cy)).toBeGreaterThan(0.9 * (a.r + b.r))
  }
})

test('four times the people are twice as wide, and where there is room nothing moves', () => {
  const [a, b] = placeBubbles(
    [
      { x: -1, y: 1, size: 400 },
      { x: 1, y: -1, size: 100 },
    ],
    800,
    400,
  )
  expect(a!.r / b!.r).toBeCloseTo(2)
  expect([a!.cx, a!.cy, b!.cx, b!.cy]).toEqual([a!.r, a!.r, 800 - b!.r, 400 - b!.r])
})

test('arrow keys lead to the nearest that way, and nowhere where there is none', () => {
  const at = (cx: number, cy: number) => ({ cx, cy, r: 5 })
  const bubbles = [at(100, 100), at(150, 110), at(300, 100), at(100, 20), at(0, 300)]
  expect(bubbleTowards(bubbles, 0, 1, 0)).toBe(1)
  expect(bubbleTowards(bubbles, 1, 1, 0)).toBe(2)
  expect(bubbleTowards(bubbles, 0, 0, -1)).toBe(3)
  expect(bubbleTowards(bubbles, 0, 0, 1)).toBe(4)
  expect(bubbleTowards(bubbles, 2, 1, 0)).toBe(2)
})
