import fc from 'fast-check'
import { expect, test } from 'vitest'
import { topItems } from './top-items.ts'

test('keeps the best, ties to the smaller item, as sorting everything does', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 })
  fc.assert(
    fc.property(scores, fc.integer({ min: 0, max: 12 }), fc.nat(), (values, n, seed) => {
      const pairs = values.map((score, item) => ({ item, score }))
      const offered = [...pairs].sort((a, b) => ((a.item * 7919 + seed) % 61) - ((b.item * 7919 + seed) % 61))
      const top = topItems(n)
      for (const { item, score } of offered) top.offer(item, score)
      const best = top.take()
      const expected = pairs.sort((a, b) => b.score - a.score || a.item - b.item).slice(0, n)
      expect([...best.items]).toEqual(expected.map(({ item }) => item))
      expect([...best.scores]).toEqual(expected.map(({ score }) => score))
    }),
  )
})

test('is empty again after taking, and grows when cleared for more', () => {
  const top = topItems(1)
  top.offer(4, 1)
  expect([...top.take().items]).toEqual([4])
  expect([...top.take().items]).toEqual([])
  top.clear(3)
  for (const item of [1, 2, 3, 4]) top.offer(item, item)
  expect(top.threshold).toBe(2)
  expect([...top.take().items]).toEqual([4, 3, 2])
})

test('scores that are equal as 32-bit floats are ties, however they were offered', () => {
  const top = topItems(1)
  for (const item of [2, 1, 3]) top.offer(item, 0.1)
  expect([...top.take().items]).toEqual([1])
})
