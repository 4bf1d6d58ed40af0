import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtInWeights, weightOf, weightSql } from './weights.ts'

test('the table is that of the documentation', () => {
  expect(
    ['view', 'click', 'cart', 'order', 'wishlist', 'like', 'dislike', 'share', 'read', 'exposure'].map((kind) =>
      weightOf(kind, 1),
    ),
  ).toEqual([0.1, 0.2, 0.5, 1, 0.4, 0.6, -0.5, 0.7, 0.3, 0]) // prettier-ignore
})

test('stars go from -1 to 1, and the quantity of an order does not count', () => {
  expect([0, 1, 2.5, 4, 5, 9].map((stars) => weightOf('rating', stars))).toEqual([-1, -0.6, 0, 0.6, 1, 1])
  expect(weightOf('order', 12)).toBe(1)
})

test('configured weights go over the built-in ones, 0 switches a kind off, and unknown kinds count as a click', () => {
  expect(weightOf('view', 1, { view: 0 })).toBe(0)
  expect(weightOf('rating', 5, { rating: 0.5 })).toBe(0.5)
  expect(weightOf('cook', 1, { cook: 0.9 })).toBe(0.9)
  expect(weightOf('cook', 1)).toBe(0.2)
  expect(weightOf('constructor', 1)).toBe(0.2)
})

test('SQL and TypeScript agree on every kind and amount', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run('CREATE TABLE interactions (kind VARCHAR, amount DOUBLE)')
  const kinds = fc.constantFrom(...Object.keys(builtInWeights), "o'clock", '好', '', 'constructor')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(kinds, fc.double({ min: -20, max: 20, noNaN: true })), { minLength: 1, maxLength: 30 }),
      fc.dictionary(kinds, fc.double({ min: -10, max: 10, noNaN: true }), { maxKeys: 4 }),
      async (rows, weights) => {
        await connection.run('DELETE FROM interactions')
        for (const row of rows) await connection.run('INSERT INTO interactions VALUES ($1, $2)', [...row])
        const reader = await connection.runAndReadAll(
          `SELECT kind, amount, ${weightSql(weights, 'i')} AS w FROM interactions i`,
        )
        for (const { kind, amount, w } of reader.getRowObjects() as { kind: string; amount: number; w: number }[])
          expect(w).toBeCloseTo(weightOf(kind, amount, weights), 12)
      },
    ),
    { numRuns: 25 },
  )
  connection.closeSync()
  instance.closeSync()
})
