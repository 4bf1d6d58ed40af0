import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions, interactionsFrom } from '../interactions.ts'
import { givenNegatives } from './given-negatives.ts'
import { kFoldByPerson } from './k-fold-by-person.ts'
import { type LeaveOneOutOptions, leaveOneOut } from './leave-one-out.ts'
import type { Split } from './split.ts'
import { splitByTime } from './split-by-time.ts'

/** ann: 0 1 2 3 at times 10 20 30 40; bob: 4 0 at 15 35; cat: 1 at 50. */
const matrix = interactionsFrom({
  persons: ['ann', 'ann', 'ann', 'ann', 'bob', 'bob', 'cat'],
  items: ['0', '1', '2', '3', '4', '0', '1'],
  times: [10, 20, 30, 40, 15, 35, 50],
})
const rows = (train: Interactions) => train.persons.ids.map((_, person) => [...historyOf(train, person).items])
const asked = (split: Split) =>
  split.folds.flatMap(({ cases }) => cases.map((c) => [c.person, [...c.history.items], [...c.targets]]))

test('leave one out: who is trained on and asked with what', () => {
  const of = (options: LeaveOneOutOptions) => {
    const split = leaveOneOut(matrix, options)
    return { train: rows(split.folds[0]!.train), asked: asked(split) }
  }
  expect(of({})).toEqual({
    train: [[0, 1, 2], [4], [1]],
    asked: [
      [0, [0, 1, 2], [3]],
      [1, [4], [0]],
    ],
  })
  expect(of({ matrix: 'before-previous' })).toEqual({
    train: [[0, 1], [], [1]],
    asked: [
      [0, [0, 1, 2], [3]],
      [1, [4], [0]],
    ],
  })
  expect(of({ target: 'last-but-one' })).toEqual({ train: [[0, 1], [4, 0], [1]], asked: [[0, [0, 1], [2]]] })
  expect(of({ query: 'before-previous' })).toEqual({ train: [[0, 1, 2], [4, 0], [1]], asked: [[0, [0, 1], [3]]] })
})

test('by time: one moment for all, strangers are not asked', () => {
  const split = splitByTime(matrix, { cut: 30 })
  expect(rows(split.folds[0]!.train)).toEqual([[0, 1], [4], []])
  expect(asked(split)).toEqual([
    [0, [0, 1], [2, 3]],
    [1, [4], [0]],
  ])
  // The times are 10 15 20 30 35 40 50; the earliest three of seven are trained on.
  expect(rows(splitByTime(matrix, { trainShare: 3 / 7 + 0.01 }).folds[0]!.train)).toEqual([[0, 1], [4], []])
})

test('k folds: each person is asked once, by a model that has not seen them', () => {
  const people = Array.from({ length: 23 }, (_, p) =>
    Array.from({ length: 1 + (p % 6) }, (_, at) => [`p${p}`, `i${at}`]),
  )
  const flat = people.flat()
  const data = interactionsFrom({ persons: flat.map(([p]) => p!), items: flat.map(([, i]) => i!) })
  const split = kFoldByPerson(data, { k: 4, queryShare: 0.5 })
  const persons = split.folds.flatMap(({ cases }) => cases.map((c) => c.person))
  expect(persons.sort((a, b) => a - b)).toEqual(people.flatMap((p, at) => (p.length >= 2 ? [at] : [])))
  const sizes = split.folds.map(({ cases }) => cases.length)
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  for (const { train, cases } of split.folds) {
    for (const { person, history, targets } of cases) {
      expect(historyOf(train, person).items.length).toBe(0)
      const all = [...historyOf(data, person).items]
      expect([...history.items, ...targets]).toEqual(all)
      expect(history.items.length).toBe(Math.min(all.length - 1, Math.max(1, Math.round(all.length / 2))))
    }
    const trained = rows(train).filter((row) => row.length > 0).length
    expect(trained).toBe(23 - cases.length)
  }
  expect(asked(kFoldByPerson(data, { k: 4 }))).toEqual(asked(kFoldByPerson(data, { k: 4 })))
  expect(asked(kFoldByPerson(data, { k: 4, seed: 2 }))).not.toEqual(asked(kFoldByPerson(data, { k: 4 })))
})

test('no split shows the model or the query a target that comes later', () => {
  const row = fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 6 }), fc.nat({ max: 20 }))
  fc.assert(
    fc.property(fc.array(row, { minLength: 12, maxLength: 50 }), (given) => {
      const data = interactionsFrom({
        persons: Int32Array.from(given, ([person]) => person),
        items: Int32Array.from(given, ([, item]) => item),
        times: given.map(([, , time]) => time),
      })
      const splits = [
        () => leaveOneOut(data),
        () => splitByTime(data, { cut: 10 }),
        () => kFoldByPerson(data, { k: 2 }),
      ]
      for (const make of splits) {
        let split: Split
        try {
          split = make()
        } catch (error) {
          if (error instanceof RecommendError && error.code === 'no-cases') continue
          throw error
        }
        for (const { train, cases } of split.folds) {
          for (const { person, history, targets } of cases) {
            const all = [...historyOf(data, person).items]
            const query = [...history.items]
            expect(all.slice(0, query.length)).toEqual(query)
            expect([...historyOf(train, person).items]).toEqual(split.protocol === 'kfold' ? [] : query)
            expect(targets.length).toBeGreaterThan(0)
            expect([...new Set(all.slice(query.length))]).toEqual([...targets])
          }
        }
      }
    }),
  )
})

test('given negatives: the target is a candidate once, even when the list names it', () => {
  const tests = [{ person: 1, target: 2, negatives: Int32Array.of(3, 2, 1, 3) }]
  const [one] = givenNegatives(matrix, tests).folds[0]!.cases
  expect([...one!.candidates!]).toEqual([3, 1])
  expect([...one!.targets]).toEqual([2])
  expect([...one!.history.items]).toEqual([4, 0])
  const outside = () => givenNegatives(matrix, [{ person: 0, target: 0, negatives: Int32Array.of(5) }])
  expect(outside).toThrow('Test row 0')
})

test('says why nothing can be split', () => {
  const still = interactionsFrom({ persons: ['a', 'b'], items: ['x', 'y'] })
  expect(() => leaveOneOut(still)).toThrow('2 interactions')
  expect(() => splitByTime(still, { trainShare: 0.5 })).toThrow('Use leave-one-out')
  expect(() => splitByTime(still, { trainShare: 1 })).toThrow('trainShare')
  expect(() => splitByTime(matrix, { cut: 0 })).toThrow('both before and after')
  expect(() => kFoldByPerson(still)).toThrow('5 folds')
  expect(() => kFoldByPerson(matrix, { k: 1 })).toThrow('k must')
  expect(() => kFoldByPerson(matrix, { queryShare: 0 })).toThrow('queryShare')
  expect(() => givenNegatives(still, [])).toThrow('no rows')
})
