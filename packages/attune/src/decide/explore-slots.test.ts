import { randomOf } from '@attune/recommend'
import { expect, test } from 'vitest'
import { exploreSlots } from './explore-slots.ts'
import type { Candidate } from './find-candidates.ts'

const pool = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id }))
const seen = new Set(['f'])
const candidates: Candidate[] = ['a', 'b', 'c'].map((itemId, place) => ({ itemId, score: 3 - place, source: 'model' }))
const options = (epsilon: number, rng: () => number) => ({
  n: 3,
  epsilon,
  pool,
  eligible: pool.length - seen.size,
  isEligible: (id: string) => !seen.has(id),
  rng,
})

test('without exploration the candidates stand as they are, with propensity 1', () => {
  const slots = exploreSlots(
    candidates,
    options(0, () => 0),
  )
  expect(slots).toEqual(candidates.map((candidate) => ({ ...candidate, propensity: 1 })))
})

test('the propensities of all items for the first place add up to 1, and each is ε/m but for the best', () => {
  const propensities = new Map<string, number>()
  const rng = randomOf(1)
  for (let run = 0; run < 2000; run++) {
    const [first] = exploreSlots(candidates, options(0.5, rng))
    if (first) propensities.set(first.itemId, first.propensity)
  }
  expect(Object.fromEntries([...propensities].sort())).toEqual({ a: 0.6, b: 0.1, c: 0.1, d: 0.1, e: 0.1 })
})

const fresh = { share: 0.3, itemIds: ['b', 'e'] }

test.each([
  ['random places', 0.4, undefined],
  ['places for new items', 0, fresh],
  ['both', 0.25, fresh],
])('with %s items come as often as their propensities say, at every place', (_, epsilon, newOnes) => {
  const rng = randomOf(7)
  const runs = 40_000
  /** place and what stands before it → item → [times, propensity]. */
  const table = new Map<string, Map<string, { times: number; propensity: number }>>()
  for (let run = 0; run < runs; run++) {
    let before = ''
    for (const { itemId, propensity } of exploreSlots(candidates, { ...options(epsilon, rng), fresh: newOnes })) {
      const row = table.get(before) ?? new Map()
      table.set(before, row)
      const cell = row.get(itemId) ?? { times: 0, propensity }
      expect(cell.propensity).toBeCloseTo(propensity, 12)
      cell.times++
      row.set(itemId, cell)
      before += itemId
    }
  }
  for (const row of table.values()) {
    const total = [...row.values()].reduce((sum, { times }) => sum + times, 0)
    if (total < 3000) continue
    let chiSquare = 0
    for (const { times, propensity } of row.values())
      chiSquare += (times - total * propensity) ** 2 / (total * propensity)
    // 99.99 % quantile of χ² with 4 degrees of freedom: five eligible items at most.
    expect(chiSquare).toBeLessThan(23.5)
    expect([...row.values()].reduce((sum, { propensity }) => sum + propensity, 0)).toBeCloseTo(1, 12)
  }
  expect(table.size).toBeGreaterThan(newOnes && epsilon === 0 ? 5 : 10)
})

test('a new item has its share of the first place besides its share of the random ones, and says so', () => {
  const rng = randomOf(2)
  const seenAs = new Map<string, Set<string>>()
  const propensities = new Map<string, number>()
  for (let run = 0; run < 2000; run++) {
    const [first] = exploreSlots(candidates, { ...options(0.25, rng), fresh })
    if (!first) continue
    propensities.set(first.itemId, Number(first.propensity.toFixed(12)))
    seenAs.set(first.itemId, (seenAs.get(first.itemId) ?? new Set()).add(first.source))
  }
  // Five eligible items share a quarter, the two new ones .3, and the best has what is left.
  expect(Object.fromEntries([...propensities].sort())).toEqual({ a: 0.5, b: 0.2, c: 0.05, d: 0.05, e: 0.2 })
  expect([...(seenAs.get('e') ?? [])].sort()).toEqual(['explored', 'new'])
  expect([...(seenAs.get('d') ?? [])]).toEqual(['explored'])
})

test('when all new items are placed, the best have their places again', () => {
  // Always drawn: b, then e, and nothing new is left.
  const slots = exploreSlots(candidates, { ...options(0, () => 0), fresh: { share: 0.3, itemIds: ['b', 'e'] } })
  expect(slots.map(({ itemId, source, propensity }) => [itemId, source, propensity])).toEqual([
    ['b', 'new', 0.15],
    ['e', 'new', 0.3],
    ['a', 'model', 1],
  ])
})

test('an explored place never holds a seen item or one that is placed already', () => {
  const rng = randomOf(3)
  for (let run = 0; run < 2000; run++) {
    const ids = exploreSlots(candidates, { ...options(0.9, rng), n: 5 }).map(({ itemId }) => itemId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).not.toContain('f')
  }
})

test('where nothing is left to draw, the best candidate is certain', () => {
  const slots = exploreSlots(candidates, { ...options(0.5, () => 0), eligible: 0, isEligible: () => false })
  expect(slots.map(({ itemId, propensity }) => [itemId, propensity])).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 1],
  ])
})
