import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilsonInterval } from './wilson-interval.ts'

test('the published example: 81 of 263 (Newcombe 1998, table I)', () => {
  const { low, high } = wilsonInterval(81, 263)
  expect(low).toBeCloseTo(0.2553, 4)
  expect(high).toBeCloseTo(0.3662, 4)
})

test('the published extremes: 0 of 20 and 1 of 29', () => {
  expect(wilsonInterval(0, 20)).toMatchObject({ value: 0, low: 0 })
  expect(wilsonInterval(0, 20).high).toBeCloseTo(0.1611, 4)
  expect(wilsonInterval(1, 29).low).toBeCloseTo(0.0061, 4)
  expect(wilsonInterval(1, 29).high).toBeCloseTo(0.1718, 4)
  expect(wilsonInterval(20, 20)).toMatchObject({ value: 1, high: 1 })
})

test('each end is the proportion that the score test just does not reject', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const successes = Math.round(share * n)
      const { value, low, high } = wilsonInterval(successes, n)
      for (const end of [low, high]) {
        if (end <= 0 || end >= 1) continue
        const z = (value - end) / Math.sqrt((end * (1 - end)) / n)
        expect(Math.abs(z)).toBeCloseTo(1.959963984540054, 6)
      }
      expect(low).toBeLessThanOrEqual(value)
      expect(high).toBeGreaterThanOrEqual(value)
    }),
  )
})

test('impossible counts are refused', () => {
  expect(() => wilsonInterval(0, 0)).toThrow(/trials/)
  expect(() => wilsonInterval(3, 2)).toThrow(/successes/)
  expect(() => wilsonInterval(1, 2, 1)).toThrow(/level/)
})
