import { expect, test } from 'vitest'
import { bootstrapMeans } from './bootstrap.ts'
import { randomOf, shuffled } from './random.ts'

test('the interval of a share of n has the width that the normal approximation gives', () => {
  const table = Float64Array.from({ length: 1000 }, (_, row) => (row < 300 ? 1 : 0))
  const [interval] = bootstrapMeans(table, 1, { random: randomOf(7), resamples: 4000 })
  const half = 1.96 * Math.sqrt((0.3 * 0.7) / 1000)
  expect(interval?.value).toBeCloseTo(0.3, 12)
  expect(Math.abs(interval!.low - (0.3 - half))).toBeLessThan(0.003)
  expect(Math.abs(interval!.high - (0.3 + half))).toBeLessThan(0.003)
})

test('the interval holds the true mean about 95 times in 100', () => {
  const random = randomOf(11)
  let held = 0
  for (let trial = 0; trial < 400; trial++) {
    const table = Float64Array.from({ length: 80 }, () => (random() < 0.4 ? 1 : 0))
    const [interval] = bootstrapMeans(table, 1, { random, resamples: 300 })
    if (interval!.low <= 0.4 && 0.4 <= interval!.high) held++
  }
  // 95 % of 400 is 380; ± 4 standard deviations of a count at .93 is ± 20.
  expect(held).toBeGreaterThan(352)
  expect(held).toBeLessThan(398)
})

test('columns are resampled together, and gaps are left out of their column', () => {
  const table = Float64Array.of(1, 10, 2, Number.NaN, 3, 30, 4, 40)
  const [first, second] = bootstrapMeans(table, 2, { random: randomOf(1), resamples: 200 })
  expect(first?.value).toBe(2.5)
  expect(second?.value).toBeCloseTo(80 / 3, 12)
  const doubled = bootstrapMeans(Float64Array.of(1, 2, 2, 4, 3, 6), 2, { random: randomOf(1), resamples: 200 })
  expect(doubled[1]?.low).toBeCloseTo(2 * doubled[0]!.low, 12)
  expect(doubled[1]?.high).toBeCloseTo(2 * doubled[0]!.high, 12)
})

test('the same seed gives the same interval, and a column without numbers has none', () => {
  const table = Float64Array.from({ length: 50 }, (_, row) => row % 7)
  const of = (seed: number) => bootstrapMeans(table, 1, { random: randomOf(seed), resamples: 100 })
  expect(of(3)).toEqual(of(3))
  expect(of(3)).not.toEqual(of(4))
  expect(bootstrapMeans(Float64Array.of(Number.NaN), 1, { random: randomOf(1) })[0]).toEqual({
    value: Number.NaN,
    low: Number.NaN,
    high: Number.NaN,
  })
})

test('random numbers fill [0, 1) evenly, and a shuffle keeps what it is given', () => {
  const random = randomOf(5)
  const bins = new Int32Array(10)
  for (let draw = 0; draw < 100_000; draw++) bins[Math.floor(random() * 10)]! += 1
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  const values = Int32Array.from({ length: 100 }, (_, at) => at)
  const mixed = shuffled(values, random)
  expect(mixed).not.toEqual(values)
  expect(mixed.toSorted()).toEqual(values)
})
