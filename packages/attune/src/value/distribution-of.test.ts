import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concentrationOf, decilesOf, distributionOf } from './distribution-of.ts'

test('concentration by hand: one of four has all, or all have the same', () => {
  expect(concentrationOf([0, 12, 0, 0])).toMatchObject({ gini: 0.75, topFifth: 1 })
  expect(concentrationOf([3, 3, 3, 3]).gini).toBeCloseTo(0, 12)
  expect(concentrationOf([3, 3, 3, 3]).topFifth).toBeCloseTo(0.25, 12)
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
