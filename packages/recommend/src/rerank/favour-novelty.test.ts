import { expect, test } from 'vitest'
import { favourNovelty } from './favour-novelty.ts'
import { listOf, randomCase } from './rerank.fixture.ts'

test('worked by hand: 8, 2 and 1 of 8 persons are 0, 2 and 3 bits', () => {
  // Scaled scores 1, .5, 0 and bits 0, 2/3, 1; with w = .6: .4, .6, .6 — the tie keeps its order.
  const result = favourNovelty(listOf(4, 3, 2), { popularity: [8, 2, 0], persons: 8, novelty: 0.6 })
  expect([...result.items]).toEqual([1, 2, 0])
  expect(result.scores[0]).toBeCloseTo(0.6, 6)
  expect(result.scores[2]).toBeCloseTo(0.4, 6)
  expect(result.moves).toEqual([
    { item: 1, from: 2, to: 1, reason: { kind: 'novel', bits: 2 } },
    { item: 2, from: 3, to: 2, reason: { kind: 'novel', bits: 3 } },
    { item: 0, from: 1, to: 3, reason: { kind: 'well-known', bits: 0 } },
  ])
})

test('without weight nothing moves; with all of it the least known come first', () => {
  const { list, rng } = randomCase(4, 30, 1)
  const popularity = Array.from(list.items, () => 1 + Math.floor(rng() * 1000))
  expect(favourNovelty(list, { popularity, persons: 1000, novelty: 0 }).moves).toEqual([])
  const known = [...favourNovelty(list, { popularity, persons: 1000, novelty: 1 }).items].map(
    (item) => popularity[item]!,
  )
  expect(known).toEqual([...known].sort((a, b) => a - b))
})

test('a popularity that is missing or impossible is refused', () => {
  expect(() => favourNovelty(listOf(1, 2), { popularity: [1], persons: 8, novelty: 0.5 })).toThrow(/0 to 8/)
  expect(() => favourNovelty(listOf(1), { popularity: [9], persons: 8, novelty: 0.5 })).toThrow(/0 to 8/)
})
