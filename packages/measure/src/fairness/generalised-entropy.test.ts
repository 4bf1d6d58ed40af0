import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benefitOfDecision, generalisedEntropy, theilIndex } from './generalised-entropy.ts'

test('by hand: benefits 1 1 1 2 0 have index .2, Theil .2772589', () => {
  // Mean 1; squares 1 + 1 + 1 + 4 + 0 = 7; (7/5 − 1) / 2 = .2. Theil: 2 ln 2 / 5.
  expect(generalisedEntropy([1, 1, 1, 2, 0]).total).toBeCloseTo(0.2, 12)
  expect(theilIndex([1, 1, 1, 2, 0]).total).toBeCloseTo((2 * Math.log(2)) / 5, 12)
  // Mean log deviation of 1 and 3: ln 2 − ln 3 / 2.
  expect(generalisedEntropy([1, 3], { alpha: 0 }).total).toBeCloseTo(Math.log(2) - Math.log(3) / 2, 12)
})

test('equal benefits are no inequality, and the unit does not matter', () => {
  for (const alpha of [0, 1, 2, -0.5, 3]) expect(generalisedEntropy([4, 4, 4], { alpha }).total).toBeCloseTo(0, 12)
  expect(generalisedEntropy([1, 5, 3]).total).toBeCloseTo(generalisedEntropy([100, 500, 300]).total, 12)
})

test('between groups every member counts with the mean of the group', () => {
  const { total, between, within } = generalisedEntropy([0, 2, 1, 3], { groups: ['a', 'a', 'b', 'b'] })
  expect(between).toBeCloseTo(generalisedEntropy([1, 1, 2, 2]).total, 12)
  expect(total - between).toBeCloseTo(within, 12)
})

test('the part within groups is never negative, and Theil splits into the weighted indices of the groups', () => {
  const benefits = fc.array(fc.record({ b: fc.integer({ min: 1, max: 20 }), g: fc.constantFrom('a', 'b', 'c') }), {
    minLength: 1,
    maxLength: 30,
  })
  fc.assert(
    fc.property(benefits, (rows) => {
      const values = rows.map(({ b }) => b)
      const { total, between, within } = theilIndex(
        values,
        rows.map(({ g }) => g),
      )
      expect(total).toBeGreaterThanOrEqual(between - 1e-12)
      const whole = values.reduce((a, b) => a + b, 0)
      let expected = 0
      for (const [, own] of Map.groupBy(rows, ({ g }) => g)) {
        const mine = own.map(({ b }) => b)
        expected += (mine.reduce((a, b) => a + b, 0) / whole) * theilIndex(mine).total
      }
      expect(within).toBeCloseTo(expected, 10)
    }),
  )
})

test('the benefit of a decision is 0, 1 or 2', () => {
  expect(benefitOfDecision(false, true)).toBe(0)
  expect(benefitOfDecision(true, true)).toBe(1)
  expect(benefitOfDecision(true, false)).toBe(2)
})

test('what has no index is refused', () => {
  expect(() => generalisedEntropy([])).toThrow(/at least one/)
  expect(() => generalisedEntropy([0, 0])).toThrow(/mean benefit/)
  expect(() => generalisedEntropy([0, 1], { alpha: 0 })).toThrow(/above 0/)
  expect(() => generalisedEntropy([1, -1])).toThrow(/not negative/)
  expect(() => generalisedEntropy([1], { groups: [] })).toThrow(/one group/)
})
