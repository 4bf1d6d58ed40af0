import { expect, test } from 'vitest'
import { learningRates } from './schedule.ts'

const all = (options: Parameters<typeof learningRates>[0]): number[] =>
  Array.from({ length: options.steps }, (_, i) => Number(learningRates(options)(i + 1).toFixed(6)))

test('constant', () => expect(all({ learningRate: 2, steps: 3, shape: 'constant' })).toEqual([2, 2, 2]))
test('linear: the last step is the last above zero', () =>
  expect(all({ learningRate: 4, steps: 4 })).toEqual([4, 3, 2, 1]))
test('a rise, then a fall', () =>
  expect(all({ learningRate: 4, steps: 6, warmUp: 2 })).toEqual([2, 4, 3.2, 2.4, 1.6, 0.8]))
test('a share of all steps as warm-up', () =>
  expect(all({ learningRate: 1, steps: 4, warmUp: 0.5, shape: 'constant' })).toEqual([0.5, 1, 1, 1]))
test('half a cosine', () => {
  const [first, , middle, , last] = all({ learningRate: 1, steps: 5, shape: 'cosine' })
  expect(first).toBe(1)
  expect(middle).toBeCloseTo((1 - Math.cos(Math.PI * 0.6)) / 2, 6)
  expect(last).toBeCloseTo((1 - Math.cos(Math.PI * 0.2)) / 2, 6)
})
test.each([
  { learningRate: 0, steps: 1 },
  { learningRate: 1, steps: 0 },
  { learningRate: 1, steps: 2, warmUp: 3 },
])('%j is refused', (options) =>
  expect(() => learningRates(options)).toThrow(expect.objectContaining({ code: 'bad-option' })),
)
