import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rfmGroups, rfmScores } from './rfm.ts'

test('ten customers fall into fifths, the most recent and biggest on top', () => {
  const tenth = Array.from({ length: 10 }, (_, i) => i)
  const scores = rfmScores({ sinceLast: tenth, purchases: tenth.map((i) => 10 - i), total: tenth.map((i) => 100 - i) })
  expect(scores.map(({ recency }) => recency)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
  expect(scores.map(({ frequency }) => frequency)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
  expect(scores[0]!.group).toBe('champions')
  expect(scores[9]!.group).toBe('lost')
})

test('who is equal gets equal scores', () => {
  const scores = rfmScores({ sinceLast: [3, 3, 3, 3], purchases: [1, 1, 1, 9], total: [5, 5, 5, 5] })
  expect(scores.map(({ recency }) => recency)).toEqual([3, 3, 3, 3])
  expect(scores.map(({ frequency }) => frequency)).toEqual([2, 2, 2, 5])
})

test('a big customer who fell silent is not just lost, and a new one is new', () => {
  const people = { sinceLast: [90, 1, 2, 30, 50], purchases: [40, 1, 20, 6, 9], total: [9000, 10, 700, 90, 300] }
  const groups = rfmScores(people).map(({ group }) => group)
  expect(groups[0]).toBe('cannot-lose')
  expect(groups[1]).toBe('new')
  expect(groups[2]).toBe('champions')
})

test('each customer is in one known group, whatever the numbers', () => {
  const one = fc.tuple(fc.nat(400), fc.nat(50), fc.nat(10_000))
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 60 }), (people) => {
      const scores = rfmScores({
        sinceLast: people.map(([since]) => since),
        purchases: people.map(([, count]) => count),
        total: people.map(([, , sum]) => sum),
      })
      for (const { recency, frequency, monetary, group } of scores) {
        for (const score of [recency, frequency, monetary]) expect([1, 2, 3, 4, 5]).toContain(score)
        expect(rfmGroups).toContain(group)
      }
    }),
  )
})

test('what cannot be scored is refused', () => {
  expect(() => rfmScores({ sinceLast: [], purchases: [], total: [] })).toThrow(/at least one/)
  expect(() => rfmScores({ sinceLast: [1], purchases: [1, 2], total: [1] })).toThrow(/each customer/)
  expect(() => rfmScores({ sinceLast: [Number.NaN], purchases: [1], total: [1] })).toThrow(/finite/)
})
