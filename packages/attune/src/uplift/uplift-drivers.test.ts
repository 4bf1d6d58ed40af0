import { featureRows, seededRng } from '@attune/measure'
import { expect, test } from 'vitest'
import { upliftDrivers } from './uplift-drivers.ts'

/** Predicts the first of the features. */
const first = (columns: number) => ({
  predict: ({ values, rows }: { values: Float64Array; rows: number }) =>
    Float64Array.from({ length: rows }, (_, row) => values[row * columns] as number),
  saved: {},
})
const number = (name: string) => ({ name, kind: 'number' as const, mean: 0, marksMissing: false })

test('a column that the order rests on changes it when shuffled; the others do not', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => [at % 2, at % 5, 1])
  const model = { method: 'forest', parts: { forest: first(3) }, plan: ['a', 'b', 'c'].map(number) }
  const drivers = await upliftDrivers(model, featureRows(rows), seededRng(1))
  expect(drivers.map(({ feature }) => feature)).toEqual(['a', 'b', 'c'])
  expect(drivers[0]!.change).toBeGreaterThan(0.2)
  expect(drivers[0]).toMatchObject({ low: 0, high: 1 })
  expect(drivers[1]!.change).toBe(0)
  // All alike: nobody is on either side.
  expect(drivers[2]).toEqual({ feature: 'c', change: 0, low: null, high: null })
})

test('where most have the largest value, they are the upper side', async () => {
  const model = { method: 'forest', parts: { forest: first(1) }, plan: [number('a')] }
  const [driver] = await upliftDrivers(model, featureRows([[0], [3], [3], [3]]), seededRng(1))
  expect(driver).toMatchObject({ low: 0, high: 3 })
})
