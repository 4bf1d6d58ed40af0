import { historyOf, interactionsFrom, randomOf } from '@attune/recommend'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdOutLast } from './hold-out-last.ts'

const rowsOf = (text: string): [string, string][] =>
  text
    .trim()
    .split(/\s+/)
    .map((row) => row.split(':') as [string, string])
const matrixOf = (rows: readonly [string, string][]) =>
  interactionsFrom({
    persons: rows.map(([person]) => person),
    items: rows.map(([, item]) => item),
    times: rows.map((_, index) => index * 1000),
  })
const idsOf = (matrix: ReturnType<typeof matrixOf>, items: Int32Array): string =>
  Array.from(items, (item) => matrix.items.ids[item]).join('')
const everybody = { maxPersons: 100, rng: randomOf(1) }

test('the item discovered last is hidden with everything after it; returns to known items are no discoveries', () => {
  const matrix = matrixOf(rowsOf('ann:a ann:b ann:a ann:c ann:b bob:a bob:a'))
  const { train, cases } = holdOutLast(matrix, everybody)
  expect(
    cases.map(({ person, history, targets, time }) => [
      person,
      idsOf(matrix, history.items),
      idsOf(matrix, targets),
      time,
    ]),
  ).toEqual([[0, 'aba', 'c', 3000]])
  expect(idsOf(matrix, historyOf(train, 0).items)).toBe('aba')
  // Bob has one item only: he is trained on, and not asked.
  expect(idsOf(matrix, historyOf(train, 1).items)).toBe('aa')
})

test('of many persons a sample is asked, and only its interactions are hidden', () => {
  const rows = Array.from({ length: 50 }, (_, person): [string, string][] => [
    [`p${person}`, 'a'],
    [`p${person}`, 'b'],
  ]).flat()
  const { train, cases } = holdOutLast(matrixOf(rows), { maxPersons: 7, rng: randomOf(3) })
  expect(new Set(cases.map(({ person }) => person)).size).toBe(7)
  expect(train.indices.length).toBe(100 - 7)
})

test('a target is never in its history, nor after its time in the training data of its person', () => {
  const row = fc.tuple(fc.constantFrom('p', 'q', 'r'), fc.constantFrom('a', 'b', 'c', 'd'))
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const matrix = matrixOf(rows)
      const { train, cases } = holdOutLast(matrix, everybody)
      for (const { person, history, targets, time } of cases) {
        expect(history.items).not.toContain(targets[0])
        expect(history.items.length).toBeGreaterThan(0)
        expect([...historyOf(train, person).items]).toEqual([...history.items])
        expect(Math.max(...historyOf(train, person).times)).toBeLessThan(time)
      }
      const distinct = matrix.persons.ids.filter((_, person) => new Set(historyOf(matrix, person).items).size > 1)
      expect(cases).toHaveLength(distinct.length)
    }),
  )
})
