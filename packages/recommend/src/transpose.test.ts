import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseIdMap } from './id-map.ts'
import { interactionsFromDense } from './interactions.ts'
import { transpose } from './transpose.ts'

test('lists every occurrence of every item, as looking for it row by row does', () => {
  const row = fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 4 }))
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const matrix = interactionsFromDense({
        persons: Int32Array.from(rows, ([person]) => person),
        items: Int32Array.from(rows, ([, item]) => item),
        personIds: denseIdMap(7),
        itemIds: denseIdMap(5),
      })
      const { indptr, persons, positions } = transpose(matrix, 5)
      for (let item = 0; item < 5; item++) {
        const expected: [number, number][] = []
        for (let person = 0; person < 7; person++) {
          for (let at = matrix.indptr[person]!; at < matrix.indptr[person + 1]!; at++) {
            if (matrix.indices[at] === item) expected.push([person, at])
          }
        }
        const found: [number, number][] = []
        for (let slot = indptr[item]!; slot < indptr[item + 1]!; slot++) found.push([persons[slot]!, positions[slot]!])
        expect(found).toEqual(expected)
      }
    }),
  )
})
