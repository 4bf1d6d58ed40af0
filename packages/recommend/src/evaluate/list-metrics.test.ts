import fc from 'fast-check'
import { expect, test } from 'vitest'
import { interactionsFrom } from '../interactions.ts'
import { exposureMetrics } from './exposure-metrics.ts'
import { coOccurrenceDistance, listMetrics } from './list-metrics.ts'

/** p is held by all four, q by two, r by one (twice), s by nobody that counts. */
const train = interactionsFrom({
  persons: ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'c', 'd'],
  items: ['p', 'p', 'p', 'p', 'q', 'q', 'r', 'r', 's'],
  weights: [1, 1, 1, 1, 1, 1, 1, 1, -1],
})

test('novelty is the mean of −log2 of the share of persons who have the item', () => {
  const { novelty } = listMetrics(train)
  expect(novelty(Int32Array.of(0), 10)).toBe(0)
  expect(novelty(Int32Array.of(1, 2), 10)).toBeCloseTo((1 + 2) / 2, 12)
  expect(novelty(Int32Array.of(1, 2), 1)).toBe(1)
  expect(novelty(Int32Array.of(3), 10)).toBe(2)
  expect(novelty(Int32Array.of(), 10)).toBeNaN()
})

test('diversity is the mean distance of pairs, one minus the cosine of who has the items', () => {
  const distance = coOccurrenceDistance(train)
  expect(distance(0, 1)).toBeCloseTo(1 - 2 / Math.sqrt(4 * 2), 12)
  expect(distance(1, 0)).toBe(distance(0, 1))
  expect(distance(0, 2)).toBeCloseTo(1 - 1 / Math.sqrt(4 * 1), 12)
  expect(distance(1, 2)).toBe(1)
  expect(distance(0, 3)).toBe(1)
  const { diversity } = listMetrics(train)
  const mean = (1 - 2 / Math.sqrt(8) + 0.5 + 1) / 3
  expect(diversity(Int32Array.of(2, 0, 1), 10)).toBeCloseTo(mean, 12)
  expect(diversity(Int32Array.of(1, 2, 0), 2)).toBe(1)
  expect(diversity(Int32Array.of(1), 10)).toBeNaN()
})

test('diversity takes a distance of the caller', () => {
  const { diversity } = listMetrics(train, (a, b) => Math.abs(a - b) / 10)
  expect(diversity(Int32Array.of(0, 3), 10)).toBeCloseTo(0.3, 12)
})

test('coverage, personalisation and Gini of four items in two lists, by hand', () => {
  // Lists {0, 1} and {0, 2}: counts 2, 1, 1, 0.
  const metrics = exposureMetrics(Int32Array.of(2, 1, 1, 0), 2, 2)
  expect(metrics.coverage).toBe(0.75)
  expect(metrics.personalisation).toBe(0.5)
  // Sorted 0, 1, 1, 2: Σ(2r − n − 1)x = −3·0 − 1·1 + 1·1 + 3·2 = 6; over n Σx = 16.
  expect(metrics.gini).toBe(6 / 16)
})

test('the same list for all is not personal; equal shares have no inequality', () => {
  expect(exposureMetrics(Int32Array.of(5, 5, 0), 5, 2).personalisation).toBe(0)
  expect(exposureMetrics(Int32Array.of(3, 3, 3), 9, 1).gini).toBe(0)
  expect(exposureMetrics(Int32Array.of(0, 0), 1, 2).gini).toBeNaN()
  expect(exposureMetrics(Int32Array.of(1, 0), 1, 1).personalisation).toBeNaN()
})

test('personalisation and Gini equal their definitions over all pairs', () => {
  const lists = fc.array(fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 4 }), { minLength: 2, maxLength: 9 })
  fc.assert(
    fc.property(lists, (given) => {
      const counts = new Int32Array(8)
      for (const item of given.flat()) counts[item]! += 1
      let distances = 0
      for (const [at, one] of given.entries()) {
        for (const other of given.slice(at + 1)) distances += 1 - one.filter((item) => other.includes(item)).length / 4
      }
      const metrics = exposureMetrics(counts, given.length, 4)
      expect(metrics.personalisation).toBeCloseTo(distances / ((given.length * (given.length - 1)) / 2), 10)
      let differences = 0
      for (const x of counts) for (const y of counts) differences += Math.abs(x - y)
      const mean = given.flat().length / 8
      if (mean > 0) expect(metrics.gini).toBeCloseTo(differences / (2 * 64 * mean), 10)
    }),
  )
})
