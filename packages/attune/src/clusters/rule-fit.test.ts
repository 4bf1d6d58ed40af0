import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ruleFit } from './rule-fit.ts'

test('precision and recall of a rule against its group, by hand', () => {
  // Group 0: a, b, c, d. The rule selects a, b, c and e: three of its four are right, and three of the group’s four are found.
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const fit = ruleFit(ids, [0, 0, 0, 0, 1, 1], 0, new Set(['a', 'b', 'c', 'e', 'a stranger to the groups']))
  expect(fit).toMatchObject({ selected: 4, both: 3, precision: { share: 0.75 }, recall: { share: 0.75 }, f1: 0.75 })
  // Wilson at 95 % of 3 in 4: (3/4 + z²/8 ∓ z √(3/64 + z²/64)) / (1 + z²/4) with z = 1.96.
  expect(fit.precision).toMatchObject({ low: 0.3006, high: 0.9544 })
})

test('a rule that selects nobody of the groups has found nothing, and nothing is certain of it', () => {
  expect(ruleFit(['a', 'b'], [0, 1], 0, new Set())).toEqual({
    selected: 0,
    both: 0,
    precision: { share: 0, low: 0, high: 1 },
    recall: expect.objectContaining({ share: 0 }),
    f1: 0,
  })
})

test('the whole group has recall 1 and precision 1, everybody has recall 1 and the group’s share as precision', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 40 }), (labels) => {
      const ids = labels.map((_, at) => `p${at}`)
      const group = labels[0] as number
      const own = ids.filter((_, at) => labels[at] === group)
      const exact = ruleFit(ids, labels, group, new Set(own))
      expect([exact.precision.share, exact.recall.share, exact.f1]).toEqual([1, 1, 1])
      const all = ruleFit(ids, labels, group, new Set(ids))
      expect(all.recall.share).toBe(1)
      expect(all.precision.share).toBeCloseTo(own.length / ids.length, 3)
    }),
  )
})
