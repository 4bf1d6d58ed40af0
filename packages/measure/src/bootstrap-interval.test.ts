import { expect, test } from 'vitest'
import { bootstrapInterval, bootstrapRatio } from './bootstrap-interval.ts'
import { seededRng } from './random.ts'

test('the bootstrap of a mean agrees with the normal interval', () => {
  const rng = seededRng(9)
  const values = Float64Array.from({ length: 400 }, () => rng() * 10)
  const mean = values.reduce((a, b) => a + b) / 400
  const error = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / 400 / 400)
  const interval = bootstrapInterval(400, (drawn) => drawn.reduce((s, i) => s + values[i]!, 0) / 400, { samples: 4000 })
  expect(interval.value).toBeCloseTo(mean, 12)
  expect(interval.low).toBeCloseTo(mean - 1.96 * error, 1)
  expect(interval.high).toBeCloseTo(mean + 1.96 * error, 1)
})

test('a ratio of sums gives the very interval of the general bootstrap', () => {
  const rng = seededRng(2)
  const revenue = Float64Array.from({ length: 50 }, () => (rng() < 0.3 ? rng() * 100 : 0))
  const seen = Float64Array.from({ length: 50 }, () => Math.ceil(rng() * 9))
  const total = (values: Float64Array, drawn: Int32Array) => drawn.reduce((s, i) => s + values[i]!, 0)
  const general = bootstrapInterval(50, (drawn) => total(revenue, drawn) / total(seen, drawn), {
    samples: 300,
    seed: 4,
  })
  const fast = bootstrapRatio(revenue, seen, { samples: 300, seed: 4 })
  expect(fast.value).toBeCloseTo(general.value, 12)
  expect(fast.low).toBeCloseTo(general.low, 12)
  expect(fast.high).toBeCloseTo(general.high, 12)
})

test('equal seeds give equal intervals, other seeds others', () => {
  const values = Float64Array.of(1, 5, 2, 8, 4, 9)
  const ones = new Float64Array(6).fill(1)
  const run = (seed: number) => bootstrapRatio(values, ones, { samples: 200, seed })
  expect(run(1)).toEqual(run(1))
  expect([run(1).low, run(1).high]).not.toEqual([run(3).low, run(3).high])
})

test('one unit alone has no spread', () => {
  expect(bootstrapRatio(Float64Array.of(3), Float64Array.of(2))).toEqual({ value: 1.5, low: 1.5, high: 1.5 })
})

test('nothing to draw from is refused', () => {
  expect(() => bootstrapInterval(0, () => 0)).toThrow(/at least one unit/)
  expect(() => bootstrapRatio(Float64Array.of(1), Float64Array.of(0))).toThrow(/denominators/)
})

test('the generator is uniform: mean ½, variance 1/12, all sixteen bins alike', () => {
  const rng = seededRng(123)
  const bins = new Array<number>(16).fill(0)
  let sum = 0
  let squares = 0
  const n = 160_000
  for (let i = 0; i < n; i++) {
    const x = rng()
    sum += x
    squares += x * x
    bins[Math.floor(x * 16)]!++
  }
  expect(sum / n).toBeCloseTo(0.5, 2)
  expect(squares / n - (sum / n) ** 2).toBeCloseTo(1 / 12, 2)
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})
