import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draw } from './draw.ts'
import { normal, pick, poisson, sfc32 } from './sfc32.ts'

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('a stream repeats for its seed and differs for others', () => {
  const take = (seed: number, stream: number): number[] => {
    const rng = sfc32(seed, stream)
    return Array.from({ length: 5 }, rng)
  }
  expect(take(7, 1)).toEqual(take(7, 1))
  expect(take(7, 1)).not.toEqual(take(7, 2))
  expect(take(7, 1)).not.toEqual(take(8, 1))
})

test('keyed draws are uniform: 16 bins pass a χ² test, neighbours do not correlate', () => {
  const size = 40_000
  const bins = new Array<number>(16).fill(0)
  let product = 0
  for (let i = 0; i < size; i++) {
    const u = draw(3, 'click', i % 200, Math.floor(i / 200), 17)
    bins[Math.floor(u * 16)]! += 1
    product += (u - 0.5) * (draw(3, 'click', (i % 200) + 1, Math.floor(i / 200), 17) - 0.5)
  }
  const chi2 = bins.reduce((sum, count) => sum + (count - size / 16) ** 2 / (size / 16), 0)
  // 99.9 % quantile of χ² with 15 degrees of freedom: 37.7.
  expect(chi2).toBeLessThan(37.7)
  expect(Math.abs((12 * product) / size)).toBeLessThan(4 / Math.sqrt(size))
})

test('a draw depends on each of its keys', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e4), fc.nat(1e3), fc.nat(1e3), (seed, a, b, c) => {
      const u = draw(seed, 'click', a, b, c)
      expect(u).toBeGreaterThan(0)
      expect(u).toBeLessThan(1)
      expect(draw(seed, 'click', a, b, c)).toBe(u)
      for (const other of [
        draw(seed + 1, 'click', a, b, c),
        draw(seed, 'cart', a, b, c),
        draw(seed, 'click', a + 1, b, c),
        draw(seed, 'click', a, b + 1, c),
        draw(seed, 'click', a, b, c + 1),
      ])
        expect(other).not.toBe(u)
    }),
  )
})

test('normal, Poisson and weighted picks have the moments they should', () => {
  const rng = sfc32(11)
  const normals = Array.from({ length: 20_000 }, () => normal(rng))
  expect(mean(normals)).toBeCloseTo(0, 1)
  expect(mean(normals.map((value) => value ** 2))).toBeCloseTo(1, 1)
  const counts = Array.from({ length: 20_000 }, () => poisson(rng, 2.5))
  expect(Math.abs(mean(counts) - 2.5)).toBeLessThan(0.05)
  expect(Math.abs(mean(counts.map((value) => (value - 2.5) ** 2)) - 2.5)).toBeLessThan(0.15)
  const share = mean(Array.from({ length: 20_000 }, () => (pick(rng, ['a', 'b'], [1, 3]) === 'b' ? 1 : 0)))
  expect(Math.abs(share - 0.75)).toBeLessThan(0.015)
})
