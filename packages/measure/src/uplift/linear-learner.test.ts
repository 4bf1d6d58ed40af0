import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { featureRows, takeFeatureRows } from './feature-rows.ts'
import { linearLearner, openLinear, type SavedLinear } from './linear-learner.ts'
import { portableUplift } from './portable-uplift.fixture.ts'

const rng = seededRng(1)
const { x, scores, treated, outcome } = portableUplift()
const rows = featureRows(Array.from(x, (value, i) => [value, scores[i]!, treated[i]!]))
const weights = Float64Array.from(x, (_, i) => 1 + (i % 3))
const first = takeFeatureRows(rows, [0, 1, 2])

test('probabilities are those of scikit-learn’s penalised logistic regression', async () => {
  const learner = linearLearner({ l2: 2 })
  const plain = await learner.fit({ x: rows, y: outcome, target: 'probability', rng })
  const weighted = await learner.fit({ x: rows, y: outcome, weights, target: 'probability', rng })
  for (const [model, expected] of [
    [plain, [0.1339546, 0.15351329, 0.20814474]],
    [weighted, [0.12583712, 0.14539516, 0.21568193]],
  ] as const)
    for (const [i, value] of (await model.predict(first)).entries()) expect(value).toBeCloseTo(expected[i]!, 6)
})

test('values are those of its weighted ridge regression', async () => {
  const model = await linearLearner({ l2: 2 }).fit({ x: rows, y: outcome, weights, target: 'value', rng })
  for (const [i, value] of (await model.predict(first)).entries())
    expect(value).toBeCloseTo([0.13227165, 0.15446738, 0.21855067][i]!, 6)
})

test('a line without noise is found, and a feature that never varies changes nothing', async () => {
  const line = featureRows([0, 1, 2, 3, 4].map((value) => [value, 7]))
  const model = await linearLearner({ l2: 0 }).fit({ x: line, y: Float64Array.of(1, 3, 5, 7, 9), target: 'value', rng })
  expect([...(await model.predict(featureRows([[10, 7]])))]).toEqual([expect.closeTo(21, 6)])
  const again = openLinear(JSON.parse(JSON.stringify(model.saved)) as SavedLinear)
  expect(await again.predict(line)).toEqual(await model.predict(line))
})

test('outcomes that a feature tells apart without fail still give chances inside 0 and 1', async () => {
  const apart = featureRows([[0], [1], [10], [11]])
  const model = await linearLearner().fit({ x: apart, y: Float64Array.of(0, 0, 1, 1), target: 'probability', rng })
  const chances = await model.predict(apart)
  expect(Math.min(...chances)).toBeGreaterThan(0)
  expect(Math.max(...chances)).toBeLessThan(1)
  expect(chances[3]).toBeGreaterThan(0.7)
})

test('all outcomes alike, features of another number, and senseless penalties', async () => {
  const same = await linearLearner().fit({ x: rows, y: new Float64Array(2000).fill(1), target: 'probability', rng })
  expect((await same.predict(first))[0]).toBeGreaterThan(0.999)
  expect(() => same.predict(featureRows([[1]]))).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  expect(() => linearLearner({ l2: -1 })).toThrow(expect.objectContaining({ code: 'out-of-range' }))
})
