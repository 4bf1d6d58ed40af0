import fc from 'fast-check'
import { expect, test } from 'vitest'
import { populationStability } from './population-stability.ts'

test('half and half that became seven to three is 0.2 ln 1.4 − 0.2 ln 0.6', () => {
  const found = populationStability([50, 50], [70, 30])
  expect(found?.index).toBeCloseTo(0.2 * Math.log(1.4) - 0.2 * Math.log(0.6), 12)
  // 0.16946 / (1/100 + 1/100) = 8.473 with one degree of freedom: normal tails beyond 2.911.
  expect(found?.p).toBeCloseTo(0.0036, 4)
})

test('a cell that is empty at one time counts as half a row, and one empty at both as nothing', () => {
  // Shares 1 and 0.5 / 10.5 against 0.5 each, after what is missing was filled up.
  const [r, c] = [
    [10 / 10.5, 0.5 / 10.5],
    [0.5, 0.5],
  ]
  const expected = r.reduce((sum, was, i) => sum + (c[i]! - was) * Math.log(c[i]! / was), 0)
  expect(populationStability([10, 0, 0], [5, 5, 0])?.index).toBeCloseTo(expected, 12)
})

test('nothing can be said of a time without rows', () => {
  expect(populationStability([], [3])).toBe(null)
  expect(populationStability([3, 4], [0, 0])).toBe(null)
  expect(populationStability([3], [9])).toEqual({ index: 0, p: 1 })
})

test('the index is not negative, the same both ways, and zero only where the shares are the same', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(counts, counts, fc.integer({ min: 2, max: 9 }), (a, b, times) => {
      const index = populationStability(a, b)!.index
      expect(index).toBeGreaterThanOrEqual(0)
      expect(populationStability(b, a)!.index).toBeCloseTo(index, 10)
      expect(
        populationStability(
          a,
          a.map((n) => n * times),
        )!.index,
      ).toBeCloseTo(0, 12)
    }),
  )
})
