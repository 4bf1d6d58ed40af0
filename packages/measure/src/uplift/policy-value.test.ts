import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import type { BaseLearner } from './base-learner.ts'
import { checkBalance } from './check-balance.ts'
import { chooseTargets } from './choose-targets.ts'
import { armScores } from './effect-scores.ts'
import { featureRows } from './feature-rows.ts'
import { linearLearner } from './linear-learner.ts'
import { policyValue } from './policy-value.ts'
import { refute } from './refute.ts'

const zeros = (rows: number) => new Float64Array(rows)

/** Half are won by the treatment (.2 more), half are not; treated by coin. */
function halves(rows: number, seed: number) {
  const draw = seededRng(seed)
  const kind = Float64Array.from({ length: rows }, () => Number(draw() < 0.5))
  const treated = Uint8Array.from({ length: rows }, () => Number(draw() < 0.5))
  const outcome = Float64Array.from(kind, (one, i) => Number(draw() < 0.1 + 0.2 * one * treated[i]!))
  const noise = { control: zeros(rows), treatment: zeros(rows), propensity: zeros(rows).fill(0.5) }
  return {
    kind,
    treated,
    outcome,
    x: featureRows(Array.from(kind, (one) => [one, draw()])),
    arms: armScores({ treated, outcome }, noise),
  }
}

test('values of four units by hand', () => {
  // Chance of treatment one half: a treated outcome of 1 stands for 2.
  const data = { treated: Uint8Array.of(1, 0, 1, 0), outcome: Float64Array.of(1, 0, 0, 1) }
  const arms = armScores(data, { control: zeros(4), treatment: zeros(4), propensity: zeros(4).fill(0.5) })
  expect([...arms.treatment]).toEqual([2, 0, 0, 0])
  expect([...arms.control]).toEqual([0, 0, 0, 2])
  const { share, value, overNobody, overEverybody, overRandom, effectOfTreated } = policyValue(
    Float64Array.of(1, 1, 0, 0),
    arms,
  )
  expect(share).toBe(0.5)
  expect(value.value).toBeCloseTo((2 + 0 + 0 + 2) / 4, 12)
  expect(overNobody.value).toBeCloseTo(2 / 4, 12)
  expect(overEverybody.value).toBeCloseTo(1 - 2 / 4, 12)
  // Effects 2, 0, 0, −2 have a mean of 0: drawing by lot wins nothing.
  expect(overRandom.value).toBeCloseTo(0.5, 12)
  expect(effectOfTreated?.value).toBeCloseTo(1, 12)
  // Gains 2, 0, 0, 0: variance 1, so the interval reaches 1.96 · √(1 / 4) to both sides.
  expect(overNobody.high - overNobody.value).toBeCloseTo(1.959964 * 0.5, 5)
})

test('the interval of a policy covers its true value about as often as it says', () => {
  let covered = 0
  for (let run = 0; run < 200; run++) {
    const { kind, arms } = halves(500, run)
    const { low, high } = policyValue(kind, arms).overRandom
    // Treating the right half wins .1 a unit; as many by lot .05.
    if (low <= 0.05 && high >= 0.05) covered++
  }
  expect(covered).toBeGreaterThan(180)
  expect(covered).toBeLessThan(200)
})

test('models of the outcomes make the interval narrower and leave the value where it was', () => {
  const { kind, treated, outcome, arms } = halves(5000, 3)
  const models = {
    control: zeros(5000).fill(0.1),
    treatment: kind.map((one) => 0.1 + 0.2 * one),
    propensity: zeros(5000).fill(0.5),
  }
  const plain = policyValue(kind, arms).overNobody
  const robust = policyValue(kind, armScores({ treated, outcome }, models)).overNobody
  expect(robust.value).toBeCloseTo(0.1, 1)
  expect(robust.high - robust.low).toBeLessThan(plain.high - plain.low)
})

test('it pays to treat those who are won, when an order is worth more than five times the cost', () => {
  const { kind, arms } = halves(8000, 1)
  const draw = seededRng(9)
  const scores = kind.map((one) => one + 0.001 * draw())
  const { share, threshold, profit, profitOfEverybody, curve, warnings } = chooseTargets(scores, arms, {
    value: 10,
    cost: 1,
  })
  expect(share.value).toBeGreaterThan(0.4)
  expect(share.value).toBeLessThan(0.55)
  expect(share.low).toBeLessThanOrEqual(share.value)
  expect(threshold).toBeGreaterThan(0.5)
  // 10 · .2 − 1 for half of the units, −1 for the others.
  expect(profit.low).toBeLessThan(0.5)
  expect(profit.high).toBeGreaterThan(0.4)
  expect(profitOfEverybody.value).toBeCloseTo(0, 0)
  expect(curve).toHaveLength(101)
  expect(curve[0]).toEqual({ share: 0, profit: 0 })
  expect(curve[100]!.profit).toBeCloseTo(profitOfEverybody.value, 12)
  expect(warnings).toEqual([])
})

test('what a choice wins is told against everybody and against as many drawn by lot', () => {
  const { kind, arms } = halves(8000, 3)
  const found = chooseTargets(
    kind.map((one, i) => one + i / 1e6),
    arms,
    { value: 10, cost: 1 },
  )
  const { profit, profitOfEverybody, profitOfRandom, overEverybody, overRandom } = found
  expect(overEverybody.value).toBeCloseTo(profit.value - profitOfEverybody.value, 12)
  expect(overRandom.value).toBeCloseTo(profit.value - profitOfRandom.value, 12)
  // By lot about half are treated: half of the profit of everybody.
  expect(profitOfRandom.value / profitOfEverybody.value).toBeCloseTo(found.share.value, 1)
  expect(overRandom.low).toBeGreaterThan(0)
  expect(overEverybody.low).toBeGreaterThan(0)
})

test('where treating costs more than it brings, nobody is treated; where it is free, nearly everybody may be', () => {
  const { kind, arms } = halves(4000, 1)
  const dear = chooseTargets(kind, arms, { value: 10, cost: 5 })
  expect(dear).toMatchObject({
    share: { value: 0 },
    threshold: null,
    profit: { value: 0 },
    warnings: [{ code: 'treat-nobody' }],
  })
  const discounted = chooseTargets(kind, arms, { value: 10, cost: 0, costOfOutcome: 10 })
  expect(discounted.threshold).toBe(null)
  expect(chooseTargets(new Float64Array(4000), arms, { value: 10, cost: 0.1 }).warnings).toEqual([
    { code: 'treat-everybody' },
  ])
})

test('scores that say nothing promise no more than treating by lot, because other units judge the cut', () => {
  const { arms } = halves(4000, 2)
  let sum = 0
  for (let run = 0; run < 20; run++) {
    const draw = seededRng(run)
    const scores = Float64Array.from({ length: 4000 }, () => draw())
    const { profit } = chooseTargets(scores, arms, { value: 10, cost: 1, samples: 1, rng: draw })
    sum += profit.value
  }
  // On average a unit brings 10 · .1 − 1 = 0.
  expect(Math.abs(sum / 20)).toBeLessThan(0.12)
})

test('features and propensities of an experiment are in balance, those of a choice are not', () => {
  const { x, treated, outcome, kind } = halves(4000, 5)
  const names = ['kind', 'noise']
  const good = checkBalance({ x, treated, outcome, propensity: 0.5 }, names)
  expect(good.warnings).toEqual([])
  expect(good.overlap).toMatchObject({ outside: 0, treated: { low: 0.5, high: 0.5 } })
  const draw = seededRng(6)
  const chance = kind.map((one) => (one === 1 ? 0.8 : 0.3))
  const chosen = Uint8Array.from(chance, (one) => Number(draw() < one))
  const choice = checkBalance({ x, treated: chosen, outcome }, names)
  expect(choice.warnings).toEqual([{ code: 'imbalance', features: ['kind'] }])
  expect(choice.overlap).toBe(null)
  const weighed = checkBalance({ x, treated: chosen, outcome, propensity: chance }, names)
  expect(Math.abs(weighed.features[0]!.standardisedDifference!)).toBeGreaterThan(0.5)
  expect(Math.abs(weighed.features[0]!.weightedDifference!)).toBeLessThan(0.1)
  expect(weighed.warnings).toEqual([])
})

test('the standardised difference of four units by hand, and of those that never vary', () => {
  // Means 2 and 4, variances 2 and 2.
  const data = {
    x: featureRows([
      [1, 0, 5],
      [3, 0, 5],
      [3, 1, 5],
      [5, 1, 5],
    ]),
    treated: Uint8Array.of(0, 0, 1, 1),
    outcome: Float64Array.of(0, 1, 0, 1),
  }
  const { features } = checkBalance(data, ['a', 'b', 'c'])
  expect(features.map(({ standardisedDifference }) => standardisedDifference)).toEqual([2 / Math.sqrt(2), null, 0])
})

test('who is hardly ever in the other arm is told', () => {
  const { x, treated, outcome } = halves(400, 5)
  const propensity = Float64Array.from(treated, (one, i) => (i % 4 === 0 ? 0.99 - 0.98 * (1 - one) : 0.5))
  expect(checkBalance({ x, treated, outcome, propensity }, ['a', 'b']).warnings).toContainEqual({
    code: 'little-overlap',
  })
})

test('a true effect stands against placebo, random cause and subset', async () => {
  const { x, treated, outcome } = halves(3000, 8)
  const { effect, tests, warnings } = await refute({ x, treated, outcome }, linearLearner(), {
    rng: seededRng(1),
    runs: 10,
  })
  expect(effect.low).toBeGreaterThan(0.05)
  expect(effect.high).toBeLessThan(0.15)
  expect(tests.map(({ name }) => name)).toEqual(['placebo-treatment', 'random-common-cause', 'data-subset'])
  expect(tests[0]!.p).toBeCloseTo(1 / 11, 12)
  expect(Math.abs(tests[0]!.effect)).toBeLessThan(0.03)
  expect(tests[1]!.effect).toBeCloseTo(effect.value, 2)
  expect(warnings).toEqual([])
})

test('a learner that believes whatever its last feature says is found out', async () => {
  const { x, treated, outcome } = halves(1000, 8)
  const gullible: BaseLearner = {
    name: 'gullible',
    fit: () => ({
      predict: ({ values, rows, columns }) =>
        Float64Array.from({ length: rows }, (_, row) => ((values[(row + 1) * columns - 1] as number) > 0 ? 0.9 : 0.1)),
      saved: null,
    }),
  }
  const { warnings } = await refute({ x, treated, outcome }, gullible, { rng: seededRng(2), runs: 10 })
  expect(warnings).toContainEqual({ code: 'refuted', test: 'random-common-cause' })
})
