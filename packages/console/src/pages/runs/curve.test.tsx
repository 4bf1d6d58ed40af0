import { expect, test } from 'vitest'
import { digitsFor, smoothed, stepsOf, valuesAt } from './curve.ts'

const curve = [2, 4, 6].map((step) => ({ step, loss: 10 - step }))

test('a curve alone is drawn at its own steps, several at common ones up to the longest', () => {
  expect(stepsOf([curve], 100)).toEqual([2, 4, 6])
  expect(stepsOf([curve, [{ step: 10, loss: 1 }]], 5)).toEqual([2, 4, 6, 8, 10])
  expect(stepsOf([[], []], 5)).toEqual([])
})

test('a point stands for the steps up to it, and after the last there is nothing', () => {
  expect(valuesAt(curve, [8, 6, 4], [1, 2, 3, 6, 7])).toEqual([8, 8, 6, 4, null])
})

test('smoothing leaves what does not change, follows what does, and begins at the first value', () => {
  expect(smoothed([3, 3, 3]).map((value) => Number(value.toFixed(9)))).toEqual([3, 3, 3])
  const [first, ...rest] = smoothed([1, 0, 0, 0, 0], 3)
  expect(first).toBe(1)
  // By hand, half kept at each step: 1/3, 1/7, 1/15, 1/31.
  for (const [i, value] of rest.entries()) expect(value).toBeCloseTo(1 / (2 ** (i + 2) - 1), 12)
})

test('about three figures are told, of small rates too', () => {
  expect([123.4, 2.5, 0.0123, 0.00002, 0].map(digitsFor)).toEqual([0, 2, 4, 7, 0])
})
