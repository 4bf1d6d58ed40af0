import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecommendError } from './errors.ts'
import { hashInteractions } from './hash-interactions.ts'
import { denseIdMap, idMapOf, sortIds } from './id-map.ts'
import { countsByItem, countsByPerson, historyOf, interactionsFrom, interactionsFromDense } from './interactions.ts'

const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof RecommendError) return error.code
    throw error
  }
  return 'no error'
}

test('a row holds one person in time order, repeats kept, equal times in the order given', () => {
  const matrix = interactionsFrom({
    persons: ['ann', 'bob', 'ann', 'ann', 'ann'],
    items: ['tea', 'tea', 'jam', 'tea', 'egg'],
    weights: [1, 2, 3, 4, 5],
    times: [30, 5, 10, 10, 10],
  })
  expect(matrix.items.ids).toEqual(['egg', 'jam', 'tea'])
  expect(matrix.persons.ids).toEqual(['ann', 'bob'])
  const ann = historyOf(matrix, 0)
  expect([...ann.items].map((item) => matrix.items.ids[item])).toEqual(['jam', 'tea', 'egg', 'tea'])
  expect([...ann.weights]).toEqual([3, 4, 5, 1])
  expect([...ann.times]).toEqual([10, 10, 10, 30])
  expect([...historyOf(matrix, 1).items]).toEqual([2])
  expect([...countsByItem(matrix)]).toEqual([1, 1, 3])
  expect([...countsByPerson(matrix)]).toEqual([4, 1])
})

test('a person outside the matrix has an empty history', () => {
  const matrix = interactionsFrom({ persons: ['ann'], items: ['tea'] })
  expect(historyOf(matrix, 1).items.length).toBe(0)
  expect(historyOf(matrix, -1).items.length).toBe(0)
})

test('numbers are ids too, and items are numbered in numeric order', () => {
  const matrix = interactionsFrom({ persons: Int32Array.of(7, 7, 3), items: Int32Array.of(10, 9, 100) })
  expect(matrix.items.ids).toEqual(['9', '10', '100'])
  expect([...historyOf(matrix, 0).items]).toEqual([1, 0])
  expect(matrix.persons.ids).toEqual(['7', '3'])
})

test('ids sort as numbers only when all are numbers', () => {
  expect(sortIds(['10', '9', '007', '7'])).toEqual(['007', '7', '9', '10'])
  expect(sortIds(['10', '9', 'a', '茶'])).toEqual(['10', '9', 'a', '茶'])
})

test('no row is lost and none is invented', () => {
  const row = fc.record({
    person: fc.constantFrom('a', 'b', 'c', '__proto__'),
    item: fc.constantFrom('x', 'y', 'constructor', '…'),
    weight: fc.integer({ min: -3, max: 9 }),
    time: fc.integer({ min: 0, max: 4 }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const matrix = interactionsFrom({
        persons: rows.map((r) => r.person),
        items: rows.map((r) => r.item),
        weights: rows.map((r) => r.weight),
        times: rows.map((r) => r.time),
      })
      const found = matrix.persons.ids.flatMap((person, p) => {
        const { items, weights, times } = historyOf(matrix, p)
        return [...items].map((item, at) => ({
          person,
          item: matrix.items.ids[item],
          weight: weights[at],
          time: times[at],
        }))
      })
      // A stable sort of the rows by person (first appearance), then time, is what the matrix must be.
      const first = [...new Set(rows.map((r) => r.person))]
      const expected = [...rows].sort((a, b) => first.indexOf(a.person) - first.indexOf(b.person) || a.time - b.time)
      expect(found).toEqual(expected)
    }),
  )
})

test('columns of unequal length and numbers that are not finite are refused by name and row', () => {
  const persons = ['ann', 'bob']
  expect(codeOf(() => interactionsFrom({ persons, items: ['tea'] }))).toBe('columns-differ')
  expect(codeOf(() => interactionsFrom({ persons, items: ['tea', 'jam'], times: [1] }))).toBe('columns-differ')
  expect(() => interactionsFrom({ persons, items: persons, weights: [1, Number.NaN] })).toThrow('weights, row 1')
  expect(() => interactionsFrom({ persons, items: persons, times: [1, Infinity] })).toThrow('times, row 1')
})

test('dense ids outside their map are refused', () => {
  const columns = { personIds: denseIdMap(2), itemIds: denseIdMap(3), items: Int32Array.of(0, 2) }
  expect(codeOf(() => interactionsFromDense({ ...columns, persons: Int32Array.of(0, 2) }))).toBe('bad-index')
  expect(codeOf(() => interactionsFromDense({ ...columns, persons: Int32Array.of(-1, 0) }))).toBe('bad-index')
  expect([...interactionsFromDense({ ...columns, persons: Int32Array.of(1, 1) }).indptr]).toEqual([0, 0, 2])
})

test('an id map has every id once', () => {
  expect(idMapOf(['b', 'a']).indexOf.get('a')).toBe(1)
  expect(codeOf(() => idMapOf(['a', 'a']))).toBe('bad-value')
})

test('the hash tells data apart, and is the same for the same data', () => {
  const columns = { persons: ['a', 'b'], items: ['x', 'y'], weights: [1, 2], times: [1, 2] }
  const hash = hashInteractions(interactionsFrom(columns))
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(hashInteractions(interactionsFrom({ ...columns }))).toBe(hash)
  const others = [
    { ...columns, weights: [1, 3] },
    { ...columns, times: [1, 3] },
    { ...columns, items: ['x', 'z'] },
    { ...columns, items: ['y', 'x'] },
    { ...columns, persons: ['a', 'a'] },
  ]
  const hashes = others.map((other) => hashInteractions(interactionsFrom(other)))
  expect(new Set([hash, ...hashes]).size).toBe(6)
})
