import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPopularItems, decayed, popularHalfLifeMs, popularReference } from './popular-items.ts'

const ranking = (popular: ReturnType<typeof createPopularItems>): number[] =>
  [...popular.ranked()].map(({ item }) => item)

test('an interaction one half-life older counts half', () => {
  const popular = createPopularItems()
  popular.add(0, 1, popularReference)
  popular.add(1, 1, popularReference - popularHalfLifeMs)
  popular.add(2, 0.8, popularReference)
  expect([...popular.ranked()]).toEqual([
    { item: 0, share: 1 },
    { item: 2, share: 0.8 },
    { item: 1, share: 0.5 },
  ])
})

test('an item that falls to zero or below is not popular any more', () => {
  const popular = createPopularItems()
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
      const popular = createPopularItems()
      const sums = new Map<number, number>()
      for (const { item, weight, days } of adds) {
        const time = popularReference + days * 86_400_000
        popular.add(item, weight, time)
        sums.set(item, (sums.get(item) ?? 0) + decayed(weight, time))
      }
      const expected = [...sums].filter(([, sum]) => sum > 0).sort(([a, x], [b, y]) => y - x || a - b)
      expect(ranking(popular)).toEqual(expected.map(([item]) => item))
    }),
  )
})

test('items loaded at once and items added later stand in one order', () => {
  const popular = createPopularItems()
  popular.load([
    [7, 2],
    [2000, 3],
    [5, 0],
  ])
  popular.add(9, 2.5, popularReference)
  expect(ranking(popular)).toEqual([2000, 9, 7])
})
