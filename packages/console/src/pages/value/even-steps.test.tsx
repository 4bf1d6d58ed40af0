import { expect, test } from 'vitest'
import { evenSteps } from './even-steps.ts'

const step = (at: number, value: number) => ({ at, value, low: value - 0.1, high: value + 0.1 })

test('a curve of steps at even distances keeps each value until the next step', () => {
  const even = evenSteps([step(1, 0.9), step(2, 0.8), step(10, 0.5)], 5)
  expect(even.map(({ at, value }) => [at, value])).toEqual([
    [0, 1],
    [2, 0.8],
    [4, 0.8],
    [6, 0.8],
    [8, 0.8],
    [10, 0.5],
  ])
  expect(even[1]).toMatchObject({ low: 0.7000000000000001, high: 0.9 })
})

test('a short curve has a place a day, an empty one none', () => {
  expect(evenSteps([step(3, 0.5)]).map(({ at }) => at)).toEqual([0, 1, 2, 3])
  expect(evenSteps([])).toEqual([])
})
