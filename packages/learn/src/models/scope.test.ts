import { expect, test } from 'vitest'
import { createRandom } from '../train/random.ts'
import { fitScope, outOfScope, type Scope } from './scope.ts'

const none = new Float32Array(0)
const at = (scope: Scope, ...vector: readonly number[]): number =>
  outOfScope(scope, { logits: none, vector: Float32Array.from(vector) })
const ofLogits = (scope: Scope, ...logits: readonly number[]): number =>
  outOfScope(scope, { logits: Float32Array.from(logits), vector: none })

test('softmax and energy by hand', () => {
  expect(ofLogits({ kind: 'softmax' }, Math.log(6), Math.log(3), 0)).toBeCloseTo(1 - 0.6, 6)
  expect(ofLogits({ kind: 'energy' }, Math.log(6), Math.log(3), 0)).toBeCloseTo(-Math.log(10), 6)
  expect(ofLogits({ kind: 'energy' }, 1000, 0)).toBe(-1000)
})

test('the nearest text that was learnt decides, whatever the length of the vectors', () => {
  const vectors = [Float32Array.of(2, 0), Float32Array.of(0, 5), Float32Array.of(3, 0.3)]
  const nearest = fitScope('nearest', vectors, [0, 1, 0])
  expect(at(nearest, 7, 0)).toBeCloseTo(0, 6)
  expect(at(nearest, 1, 1)).toBeCloseTo(1 - (3.3 / Math.hypot(3, 0.3)) * Math.SQRT1_2, 6)
  const second = fitScope('nearest', vectors, [0, 1, 0], { neighbours: 2 })
  expect(at(second, 1, 1)).toBeCloseTo(1 - Math.SQRT1_2, 6)
})

test('the distance is measured in spreads: what is far along a narrow direction is farther', () => {
  const random = createRandom(1, 'scope')
  const labels = Array.from({ length: 4000 }, (_, i) => i % 2)
  // Two classes around (±10, 0), uniform: wide along the first axis, narrow along the second.
  const vectors = labels.map((label) =>
    Float32Array.of((label === 0 ? -10 : 10) + 6 * (random() - 0.5), 2 * (random() - 0.5)),
  )
  const distance = fitScope('distance', vectors, labels)
  expect(at(distance, 10, 0)).toBeLessThan(0.01)
  // Variances of 3 and 1/3, nine tenths of each and a tenth of their mean.
  const [wide, narrow] = [0.9 * 3 + 0.1 * (5 / 3), 0.9 / 3 + 0.1 * (5 / 3)]
  expect(at(distance, 13, 0) / (9 / wide)).toBeCloseTo(1, 1)
  expect(at(distance, 10, 3) / (9 / narrow)).toBeCloseTo(1, 1)
  expect(at(distance, -10, 3) / at(distance, 10, 3)).toBeCloseTo(1, 1)
})

test('labels without texts to learn from are refused', () => {
  expect(() => fitScope('distance', [], [])).toThrow(expect.objectContaining({ code: 'bad-value' }))
})

test('a class that no text has does not draw others to the origin', () => {
  const vectors = [Float32Array.of(6, 1), Float32Array.of(4, -1), Float32Array.of(-6, 1), Float32Array.of(-4, -1)]
  const scope = fitScope('distance', vectors, [0, 0, 2, 2])
  expect(at(scope, 5, 0)).toBeCloseTo(0, 6)
  // Covariance of 1 along both axes: none between them in the two classes together.
  expect(at(scope, 0, 0)).toBeCloseTo(25, 4)
})
