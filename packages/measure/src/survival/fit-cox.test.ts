import { expect, test } from 'vitest'
import { type Rng, seededRng } from '../random.ts'
import { coxSurvival } from './baseline-hazard.ts'
import { coxScore, fitCox } from './fit-cox.ts'
import { kaplanMeier, survivalAt } from './kaplan-meier.ts'
import { proportionalHazardsTest } from './proportional-hazards-test.ts'
import { ofGroup, remission } from './remission.fixture.ts'

test('6-mercaptopurine against placebo: the published coefficients, by both ways of ties', () => {
  const efron = fitCox(remission, [remission.group])
  expect(efron.coefficients[0]!.value).toBeCloseTo(1.572, 3)
  expect(efron.coefficients[0]!.standardError).toBeCloseTo(0.412, 3)
  expect(efron.chiSquared).toBeCloseTo(16.35, 2)
  expect(efron.coefficients[0]!.hazardRatio.value).toBeCloseTo(4.817, 3)
  expect(efron.events).toBe(30)
  const breslow = fitCox(remission, [remission.group], { ties: 'breslow' })
  expect(breslow.coefficients[0]!.value).toBeCloseTo(1.509, 3)
  expect(breslow.coefficients[0]!.standardError).toBeCloseTo(0.41, 3)
  expect(proportionalHazardsTest(remission, [remission.group], efron)[0]!.p).toBeGreaterThan(0.5)
})

/** Exponential times with hazard exp(βx), watched for at most `watched`. */
function patients(coefficients: readonly number[], n: number, rng: Rng, watched = 2) {
  const columns = coefficients.map(() => Float64Array.from({ length: n }, () => 2 * rng() - 1))
  const times = Array.from({ length: n }, (_, i) => {
    const score = coefficients.reduce((sum, beta, j) => sum + beta * columns[j]![i]!, 0)
    return -Math.log(1 - rng()) / Math.exp(score)
  })
  return { columns, time: times.map((t) => Math.min(t, watched)), event: times.map((t) => Number(t <= watched)) }
}

test('the likelihood, without ties, is the product over events of the chance that it was this one', () => {
  const { columns, time, event } = patients([1, -0.5], 60, seededRng(1))
  const model = fitCox({ time, event }, columns)
  const at = model.coefficients.map(({ value }) => value)
  const scores = time.map((_, i) => at.reduce((sum, beta, j) => sum + beta * columns[j]![i]!, 0))
  const plain = (shift: (i: number) => number): number =>
    time.reduce((sum, own, i) => {
      if (event[i] === 0) return sum
      const risk = time.reduce((all, other, j) => all + (other >= own ? Math.exp(scores[j]! + shift(j)) : 0), 0)
      return sum + scores[i]! + shift(i) - Math.log(risk)
    }, 0)
  expect(model.logLikelihood).toBeCloseTo(
    plain(() => 0),
    9,
  )
  // At the top no small step in any direction leads higher.
  for (const column of columns)
    for (const step of [-0.01, 0.01]) expect(plain((i) => step * column[i]!)).toBeLessThan(model.logLikelihood)
})

test('coefficients and curves are found again', () => {
  const { columns, time, event } = patients([0.8, 0], 3000, seededRng(3))
  const model = fitCox({ time, event }, columns)
  expect(model.converged).toBe(true)
  const [real, none] = model.coefficients
  expect(Math.abs(real!.value - 0.8)).toBeLessThan(3 * real!.standardError)
  expect(Math.abs(none!.z)).toBeLessThan(3)
  const score = coxScore(model, [0.5, 0])
  // Hazard exp(.4) all the time.
  expect(coxSurvival(model.baseline, score, 1)).toBeCloseTo(Math.exp(-Math.exp(0.4)), 1.5)
  expect(coxSurvival(model.baseline, score, 0)).toBe(1)
})

test('a covariate that says nothing leaves the Kaplan–Meier curve', () => {
  const { time, event } = ofGroup(0)
  const model = fitCox({ time, event }, [time.map((_, i) => i % 2)], { ridge: 1e9 })
  const curve = kaplanMeier({ time, event })
  for (const at of [5, 7, 16])
    expect(Math.abs(coxSurvival(model.baseline, 0, at) - survivalAt(curve, at))).toBeLessThan(0.02)
})

test('an effect that turns around is noticed, a steady one is not called so', () => {
  let alarms = 0
  for (let seed = 1; seed <= 40; seed++) {
    const steady = patients([0.7], 150, seededRng(seed))
    alarms += Number(proportionalHazardsTest(steady, steady.columns, fitCox(steady, steady.columns))[0]!.p < 0.05)
  }
  expect(alarms).toBeLessThanOrEqual(6)
  const rng = seededRng(9)
  const x = Float64Array.from({ length: 800 }, (_, i) => i % 2)
  // Hazard 3 at first for ones, 1/3 after time .3.
  const time = Array.from(x, (one) => {
    const hazard = -Math.log(1 - rng())
    if (one === 0) return hazard
    return hazard < 0.9 ? hazard / 3 : 0.3 + (hazard - 0.9) * 3
  })
  const turning = { time, event: time.map(() => 1) }
  expect(proportionalHazardsTest(turning, [x], fitCox(turning, [x]))[0]!.p).toBeLessThan(0.001)
})

test('what tells all events apart, repeats another, or nothing happened, is said', () => {
  const refused = (run: () => unknown, code: string): unknown => expect(run).toThrow(expect.objectContaining({ code }))
  const all = { time: [1, 2, 3, 4, 5, 6], event: [1, 1, 1, 0, 0, 0] }
  const apart = [1, 1, 1, 0, 0, 0]
  refused(() => fitCox(all, [apart]), 'not-identified')
  expect(fitCox(all, [apart], { ridge: 1 }).coefficients[0]!.value).toBeGreaterThan(0)
  refused(() => fitCox(remission, [remission.group, remission.group]), 'not-identified')
  refused(() => fitCox(remission, [remission.group.map(() => 1)]), 'not-identified')
  refused(() => fitCox({ time: [1, 2], event: [0, 0] }, [[1, 2]]), 'too-few')
  refused(() => fitCox(remission, []), 'too-few')
  refused(() => fitCox({ time: [1], event: [1] }, [[Number.NaN]]), 'not-finite')
  refused(() => fitCox(remission, [[1]]), 'out-of-range')
})
