import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concentrationOf, decilesOf, distributionOf } from './distribution-of.ts'

test('concentration by hand: one of four has all, or all have the same', () => {
  expect(concentrationOf([0, 12, 0, 0]).gini).toBe(0.75)
  expect(concentrationOf([3, 3, 3, 3]).gini).toBeCloseTo(0, 12)
  expect(concentrationOf(new Array(60).fill(3))).toMatchObject({ topTenth: 0.1, topFifth: 0.2 })
  expect(concentrationOf([...new Array(10).fill(12), ...new Array(50).fill(0)])).toMatchObject({
    topTenth: 0.6,
    topFifth: 1,
  })
  expect(concentrationOf([0, 0])).toEqual({ gini: null, topTenth: null, topFifth: null, curve: [] })
})

test('the Gini coefficient is half the mean difference over the mean', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 }), (values) => {
      const sum = values.reduce((total, value) => total + value, 0)
      fc.pre(sum > 0)
      const differences = values.flatMap((a) => values.map((b) => Math.abs(a - b))).reduce((total, d) => total + d, 0)
      expect(concentrationOf(values).gini).toBeCloseTo(differences / (2 * values.length * sum), 9)
    }),
  )
})

test('tenths and bars hold everybody once, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
      const rows = values.map((value) => ({ value, purchases: 1 }))
      expect(decilesOf(rows).reduce((sum, { buyers }) => sum + buyers, 0)).toBe(values.length)
      const { histogram, quantiles } = distributionOf(values)
      expect(histogram.reduce((sum, { buyers }) => sum + buyers, 0)).toBe(values.length)
      expect(quantiles.map(({ value }) => value)).toEqual(quantiles.map(({ value }) => value).toSorted((a, b) => a - b))
    }),
  )
})

const amounts = fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.double({ min: 0, max: 1e6, noNaN: true })), {
  minLength: 10,
  maxLength: 130,
})

test('no part, bar, quantile or step of the curve is about fewer than five people', () => {
  fc.assert(
    fc.property(amounts, (values) => {
      const sorted = values.toSorted((a, b) => b - a)
      const parts = decilesOf(values.map((value) => ({ value, purchases: 1 })))
      expect(Math.min(...parts.map(({ buyers }) => buyers))).toBeGreaterThanOrEqual(5)
      const { histogram, quantiles } = distributionOf(values)
      expect(histogram.filter(({ buyers }) => buyers > 0 && buyers < 5)).toEqual([])
      expect(histogram.at(-1)!.to).toBeLessThanOrEqual(sorted[4]!)
      expect(histogram.slice(1).map(({ from }) => from)).toEqual(histogram.slice(0, -1).map(({ to }) => to))
      for (const { value } of quantiles) {
        expect(sorted.filter((one) => one >= value).length).toBeGreaterThan(5)
        expect(sorted.filter((one) => one <= value).length).toBeGreaterThan(5)
      }
      // Where parts end and where the curve has points are the same people.
      const { curve, topTenth } = concentrationOf(values)
      const ends = curve.map(({ at }) => Math.round(at * values.length))
      expect(Math.min(...ends.slice(1).map((end, at) => end - ends[at]!), values.length)).toBeGreaterThanOrEqual(5)
      if (topTenth !== null && parts[0]!.value > 0) expect(topTenth).toBeCloseTo(parts[0]!.share, 9)
    }),
  )
})

test('forty buyers are cut into eight parts, fifty into ten', () => {
  const of = (people: number) => decilesOf(Array.from({ length: people }, (_, value) => ({ value, purchases: 1 })))
  expect(of(40).map(({ buyers }) => buyers)).toEqual(new Array(8).fill(5))
  expect(of(50)).toHaveLength(10)
  expect(concentrationOf(Array.from({ length: 40 }, (_, value) => value))).toMatchObject({
    topTenth: null,
    topFifth: null,
  })
})

test('bars of few people are joined to their neighbours', () => {
  const { histogram } = distributionOf([...new Array(20).fill(1), 9, 9, ...new Array(8).fill(20)])
  expect(histogram.filter(({ buyers }) => buyers > 0)).toEqual([
    { from: 1, to: 2, buyers: 20 },
    { from: 9, to: 20, buyers: 10 },
  ])
})
