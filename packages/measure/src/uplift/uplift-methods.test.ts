import { describe, expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import type { BaseLearner } from './base-learner.ts'
import { evaluateUplift } from './evaluate-uplift.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { linearLearner } from './linear-learner.ts'
import { portableUplift } from './portable-uplift.fixture.ts'
import { averageEffect } from './refute.ts'
import { tLearner } from './t-learner.ts'
import type { UpliftData } from './uplift-data.ts'
import { fitUpliftForest, openUpliftForest, type SavedUpliftForest } from './uplift-forest.ts'
import { upliftMethod, upliftMethods } from './uplift-methods.ts'

const rng = () => seededRng(3)

/** Four kinds of units with the effects 0, .4, 0, −.3; treatment and outcome are likelier where the first feature is 1. */
function fourKinds(
  rows: number,
  seed: number,
  chanceOf: (kind: number) => number = (kind) => (kind % 2 === 1 ? 0.7 : 0.3),
): UpliftData & { readonly truth: Float64Array } {
  const draw = seededRng(seed)
  const effects = [0, 0.4, 0, -0.3]
  const kinds = Int32Array.from({ length: rows }, () => Math.floor(draw() * 4))
  const chances = Float64Array.from(kinds, chanceOf)
  const treated = Uint8Array.from(chances, (chance) => Number(draw() < chance))
  const outcome = Float64Array.from(kinds, (kind, i) =>
    Number(draw() < 0.35 + 0.15 * (kind % 2) + (effects[kind] as number) * (treated[i] as number)),
  )
  const x = featureRows(Array.from(kinds, (kind) => [kind % 2, kind >> 1, (kind % 2) * (kind >> 1)]))
  return {
    x,
    treated,
    outcome,
    propensity: chances,
    truth: Float64Array.from(kinds, (kind) => effects[kind] as number),
  }
}

const meanOf = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length
const distance = (a: Float64Array, b: Float64Array): number => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))

describe.each(upliftMethods.map((method) => [method.name, method] as const))('%s', (_, method) => {
  test('finds the effect of each kind of unit, in outcomes of yes and no', async () => {
    const data = fourKinds(10_000, 7)
    const parts = await method.fit(data, linearLearner({ l2: 0.01 }), { rng: rng(), folds: 2 })
    expect(distance(await method.predict(parts, data.x), data.truth)).toBeLessThan(0.1)
  })

  test('orders the portable units about as well as their true effect does', async () => {
    const { x, treated, outcome } = portableUplift(4000)
    const data = { x: featureRows(Array.from(x, (value) => [value])), treated, outcome, propensity: 0.5 }
    const parts = await method.fit(data, linearLearner(), { rng: rng(), folds: 2 })
    const scores = await method.predict(parts, data.x)
    const qini = (by: Float64Array) =>
      evaluateUplift({ treated, outcome, scores: by }, { samples: 1 }).scikitUplift.qini!.value
    expect(qini(scores)).toBeCloseTo(qini(x), 2)
  })

  test('the same seed gives the same model', async () => {
    const data = fourKinds(500, 8)
    const once = async () => method.predict(await method.fit(data, linearLearner(), { rng: rng(), folds: 2 }), data.x)
    expect(await once()).toEqual(await once())
  })
})

test.each(upliftMethods.filter(({ name }) => name !== 'class-transformation').map(({ name }) => name))(
  '%s works on amounts too',
  async (name) => {
    const { x, treated, propensity, truth } = fourKinds(8000, 9)
    const draw = seededRng(4)
    const outcome = truth.map((effect, i) => 5 + 10 * effect * treated[i]! + draw())
    const data = { x, treated, outcome, propensity: propensity! }
    const method = upliftMethod(name)
    const parts = await method.fit(data, linearLearner({ l2: 0.01 }), { rng: rng(), folds: 2 })
    expect(
      distance(
        await method.predict(parts, x),
        truth.map((effect) => 10 * effect),
      ),
    ).toBeLessThan(0.3)
  },
)

test('doubly robust averages are right where either the outcomes or the propensities are modelled well', async () => {
  const { propensity, truth, ...data } = fourKinds(20_000, 11)
  const blind: BaseLearner = {
    name: 'blind',
    fit: ({ y }) => ({ predict: ({ rows }: FeatureRows) => new Float64Array(rows).fill(meanOf(y)), saved: null }),
  }
  const average = meanOf(truth)
  const naive =
    meanOf(data.outcome.filter((_, i) => data.treated[i] === 1)) -
    meanOf(data.outcome.filter((_, i) => data.treated[i] === 0))
  expect(Math.abs(naive - average)).toBeGreaterThan(0.03)
  for (const interval of [
    await averageEffect(data, linearLearner(), { rng: rng() }),
    await averageEffect({ ...data, propensity: propensity! }, blind, { rng: rng() }),
  ]) {
    expect(interval.low).toBeLessThan(average)
    expect(interval.high).toBeGreaterThan(average)
    expect(interval.high - interval.low).toBeLessThan(0.05)
  }
})

describe.each(['kl', 'euclidean', 'chi-squared'] as const)('trees by %s', (criterion) => {
  test.each([false, true])('find the kinds of units, honest: %s', async (honest) => {
    const data = fourKinds(16_000, 7, () => 0.5)
    const one = fitUpliftForest(data, { rng: rng(), trees: 1, criterion, honest, strength: 1, maxDepth: 3 })
    expect(distance(await one.predict(data.x), data.truth)).toBeLessThan(0.08)
    const forest = fitUpliftForest(data, { rng: rng(), trees: 10, criterion, honest, strength: 1, featureShare: 1 })
    expect(distance(await forest.predict(data.x), data.truth)).toBeLessThan(0.08)
    const again = openUpliftForest(JSON.parse(JSON.stringify(forest.saved)) as SavedUpliftForest)
    expect(await again.predict(data.x)).toEqual(await forest.predict(data.x))
  })
})

test('an honest tree says nothing of noise that a dishonest one believes', async () => {
  const draw = seededRng(2)
  const rows = 1000
  const x = featureRows(Array.from({ length: rows }, () => Array.from({ length: 20 }, () => draw())))
  const treated = Uint8Array.from({ length: rows }, () => Number(draw() < 0.5))
  const outcome = Float64Array.from({ length: rows }, () => Number(draw() < 0.5))
  const spread = async (honest: boolean) => {
    const grown = fitUpliftForest({ x, treated, outcome }, { rng: rng(), trees: 1, honest, minUnits: 20, strength: 0 })
    const said = await grown.predict(x)
    return evaluateUplift({ treated, outcome, scores: said }, { samples: 1 }).scikitUplift.qini!.value
  }
  expect(await spread(true)).toBeLessThan((await spread(false)) / 2)
})

test('bad input is refused with what to do', async () => {
  const data = fourKinds(100, 1)
  const refused = (code: string) => expect.objectContaining({ code })
  const options = { rng: rng() }
  await expect(tLearner.fit({ ...data, treated: new Uint8Array(100) }, linearLearner(), options)).rejects.toThrow(
    refused('one-arm'),
  )
  await expect(tLearner.fit({ ...data, propensity: 1 }, linearLearner(), options)).rejects.toThrow(
    refused('out-of-range'),
  )
  const amounts = { ...data, outcome: data.outcome.map((value) => value * 3) }
  await expect(upliftMethod('class-transformation').fit(amounts, linearLearner(), options)).rejects.toThrow(
    refused('not-binary'),
  )
  expect(() => fitUpliftForest(amounts, options)).toThrow(refused('not-binary'))
  expect(() => fitUpliftForest(data, { ...options, trees: 0 })).toThrow(refused('out-of-range'))
  expect(() => upliftMethod('z')).toThrow(refused('unknown-method'))
  const single = { ...data, treated: Uint8Array.from({ length: 100 }, (_, i) => Number(i === 0)) }
  await expect(upliftMethod('dr').fit(single, linearLearner(), options)).rejects.toThrow(refused('too-few'))
})
