import { createKernels } from '@attune/kernels'
import { type FeatureRows, seededRng } from '@attune/measure'
import { expect, test } from 'vitest'
import { baseLearner, openLearner } from './base-learners.ts'
import { type BaseLearnerName, baseLearnerNames } from './learner-names.ts'

const rows = 3000
const draw = seededRng(5)
const x: FeatureRows = { values: Float64Array.from({ length: rows * 2 }, () => draw() * 10), rows, columns: 2 }
const first = Float64Array.from({ length: rows }, (_, row) => x.values[row * 2]!)
const chances = first.map((value) => (value > 5 ? 0.8 : 0.2))
const outcome = chances.map((chance) => Number(draw() < chance))

async function fitted(name: BaseLearnerName, target: 'probability' | 'value', y: Float64Array, weights?: Float64Array) {
  await using kernels = await createKernels({ threads: 1 })
  return await baseLearner(name, kernels).fit({ x, y, target, rng: seededRng(1), ...(weights ? { weights } : {}) })
}
const distance = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, one, i) => sum + Math.abs(one - b[i]!), 0) / a.length

test.each([...baseLearnerNames])('%s learns chances, and says the same after it was saved as text', async (name) => {
  const model = await fitted(name, 'probability', outcome)
  const said = await model.predict(x)
  expect(Math.min(...said)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...said)).toBeLessThanOrEqual(1)
  // A line cannot make a step; the others can.
  expect(distance(said, chances)).toBeLessThan(name === 'linear' ? 0.15 : 0.06)
  const again = openLearner(JSON.parse(JSON.stringify(model.saved)))
  expect(await again.predict(x)).toEqual(said)
})

test.each([...baseLearnerNames])('%s learns amounts of any size', async (name) => {
  const amounts = first.map((value) => 1000 + 100 * value)
  expect(distance(await (await fitted(name, 'value', amounts)).predict(x), amounts)).toBeLessThan(25)
})

test.each([...baseLearnerNames])('%s heeds weights', async (name) => {
  // Two truths for everybody, one of which weighs three times as much.
  const y = Float64Array.from({ length: rows }, (_, row) => row % 2)
  const said = await (
    await fitted(
      name,
      'value',
      y,
      y.map((one) => (one === 1 ? 3 : 1)),
    )
  ).predict(x)
  expect(said.reduce((sum, one) => sum + one, 0) / rows).toBeCloseTo(0.75, 1)
})

test('what nobody saved is refused', () => {
  expect(() => openLearner({ kind: 'oracle' })).toThrow()
  expect(() => openLearner({ kind: 'trees', model: {} })).toThrow()
})
