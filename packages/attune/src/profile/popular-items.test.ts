import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPopularItems, decayed, popularHalfLifeMs, popularReference } from './popular-items.ts'

/** Ids in the order of numbers. */
const nameOf = (item: number): string => String(item).padStart(6, '0')

const ranking = (popular: ReturnType<typeof createPopularItems>): number[] =>
  [...popular.ranked()].map(({ item }) => item)

test('an interaction one half-life older counts half', () => {
  const popular = createPopularItems(nameOf)
  popular.add(0, 1, popularReference)
  popular.add(1, 1, popularReference - popularHalfLifeMs)
  popular.add(2, 0.8, popularReference)
  expect([...popular.ranked()]).toEqual([
    { item: 0, share: 1 },
    { item: 2, share: expect.closeTo(0.8, 6) },
    { item: 1, share: 0.5 },
  ])
})

test('an item that falls to zero or below is not popular any more', () => {
  const popular = createPopularItems(nameOf)
  popular.add(3, 1, popularReference)
  popular.add(4, 0.1, popularReference)
  popular.add(3, -1, popularReference)
  expect(ranking(popular)).toEqual([4])
})

test('the order is always that of the sums, whatever came when', () => {
  const add = fc.record({
    item: fc.nat(40),
    weight: fc.constantFrom(-0.5, 0.1, 0.5, 1),
    days: fc.integer({ min: -400, max: 400 }),
  })
  fc.assert(
    fc.property(fc.array(add, { maxLength: 120 }), (adds) => {
      const popular = createPopularItems(nameOf)
      const sums = new Map<number, number>()
      for (const { item, weight, days } of adds) {
        const time = popularReference + days * 86_400_000
        popular.add(item, weight, time)
        sums.set(item, (sums.get(item) ?? 0) + decayed(weight, time))
      }
      const expected = [...sums]
        .filter(([, sum]) => sum > 0)
        .sort(([a, x], [b, y]) => (Math.abs(y - x) < 1e-9 * y ? a - b : y - x))
      expect(ranking(popular)).toEqual(expected.map(([item]) => item))
    }),
  )
})

test('ties go to the smaller id, and sums in another order are ties', () => {
  const weights = [0.1, 0.2, 0.3, 0.7, 0.1]
  const popular = createPopularItems((item) => (item === 0 ? 'b' : 'a'))
  for (const weight of weights) popular.add(0, weight, popularReference)
  for (const weight of weights.toReversed()) popular.add(1, weight, popularReference)
  expect(weights.reduce((sum, weight) => sum + weight)).not.toBe(
    weights.toReversed().reduce((sum, weight) => sum + weight),
  )
  expect([...popular.ranked()]).toEqual([
    { item: 1, share: 1 },
    { item: 0, share: 1 },
  ])
})

test('items loaded at once and items added later stand in one order', () => {
  const popular = createPopularItems(nameOf)
  popular.load([
    [7, 2],
    [2000, 3],
    [5, 0],
  ])
  popular.add(9, 2.5, popularReference)
  expect(ranking(popular)).toEqual([2000, 9, 7])
})
