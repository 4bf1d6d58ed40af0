import { expect, test } from 'vitest'
import { drawBelow, drawKeys, scramble } from './draw.ts'

test('the scrambling step is that of MurmurHash3', () => {
  // murmur3_32 of the empty string is the step alone, of its seed: published for seeds 1 and 2³² − 1.
  expect(scramble(1)).toBe(0x514e28b7)
  expect(scramble(0xffffffff)).toBe(0x81f16f39)
  expect(scramble(0)).toBe(0)
})

test('draws are spread evenly, and alike in no two passes, draws or seeds', () => {
  const [units, sides] = [60_000, 6]
  const draws = (seed: number, pass: number, n: number) => {
    const keys = drawKeys(seed, pass)
    return Array.from({ length: units }, (_, unit) => drawBelow(keys, unit, n, sides))
  }
  const first = draws(1, 0, 0)
  for (const other of [draws(1, 0, 1), draws(1, 1, 0), draws(2, 0, 0)]) {
    const pairs = new Array<number>(sides * sides).fill(0)
    for (const [unit, side] of first.entries()) pairs[side * sides + other[unit]!]!++
    const expected = units / pairs.length
    const chiSquare = pairs.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 35 degrees of freedom: above 75 once in ten thousand times.
    expect(chiSquare).toBeLessThan(75)
  }
})

test('a draw stays below its count, also for the largest', () => {
  for (const count of [1, 2 ** 31 - 1]) {
    for (let unit = 0; unit < 1000; unit++) expect(drawBelow([0, 0], unit, 1, count)).toBeLessThan(count)
  }
})
