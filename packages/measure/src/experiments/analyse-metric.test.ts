import { describe, expect, test } from 'vitest'
import { analyseMetric } from './analyse-metric.ts'
import type { AnalysisOptions } from './analysis-options.ts'
import type { ArmSums } from './arm-sums.ts'
import { msprt } from './confidence-sequence.ts'

const arm = (variation: string, units: number, sum: number, sumSquares: number = sum): ArmSums => ({
  variation,
  units,
  sum,
  sumSquares,
})

const only = (arms: readonly [ArmSums, ArmSums], options: AnalysisOptions) => {
  const analysis = analyseMetric(arms, options)
  return { ...analysis.treatments[0]!, warnings: analysis.warnings }
}

describe('published figures (GrowthBook)', () => {
  test('Bayesian, proportion, flat prior', () => {
    const result = only([arm('a', 100, 49), arm('b', 100, 51)], { kind: 'proportion', method: 'bayesian' })
    expect(result.relative?.value).toBeCloseTo(0.04082, 5)
    expect(result.relative?.low).toBeCloseTo(-0.24779, 5)
    expect(result.relative?.high).toBeCloseTo(0.32943, 5)
    expect(result.relative?.standardError).toBeCloseTo(0.14725, 5)
    expect(result.chanceToWin).toBeCloseTo(0.60918, 5)
    expect(result.expectedLoss?.ofStaying).toBeCloseTo(0.0814, 5)
    expect(result.expectedLoss?.ofShipping).toBeCloseTo(0.04058, 5)
    expect(result.relative?.p).toBe(null)
  })

  test('Bayesian, mean, flat prior', () => {
    const result = only([arm('a', 10, 100, 1002.25), arm('b', 10, 105, 1111.5)], { kind: 'mean', method: 'bayesian' })
    expect(result.relative?.value).toBeCloseTo(0.05, 10)
    expect(result.relative?.low).toBeCloseTo(-0.02, 2)
    expect(result.relative?.high).toBeCloseTo(0.12, 2)
    expect(result.chanceToWin).toBeCloseTo(0.91923, 5)
    expect(result.expectedLoss?.ofStaying).toBeCloseTo(0.05131, 5)
    expect(result.expectedLoss?.ofShipping).toBeCloseTo(0.00131, 5)
  })

  test('Welch t of a mean, relative and absolute', () => {
    const { relative, absolute } = only([arm('a', 3407, 1396.87, 52377.9767), arm('b', 3461, 2422.7, 134698.29)], {
      kind: 'mean',
    })
    expect(relative?.value).toBeCloseTo(0.70732, 5)
    expect(relative?.low).toBeCloseTo(-0.03526, 5)
    expect(relative?.high).toBeCloseTo(1.44989, 5)
    expect(relative?.p).toBeCloseTo(0.06191, 5)
    expect(absolute?.value).toBeCloseTo(0.29, 5)
    expect(absolute?.low).toBeCloseTo(0.04538, 5)
    expect(absolute?.high).toBeCloseTo(0.53462, 5)
    expect(absolute?.p).toBeCloseTo(0.02016, 5)
  })

  test('t of a proportion', () => {
    const { relative } = only([arm('a', 28, 14), arm('b', 30, 16)], { kind: 'proportion' })
    expect(relative?.value).toBeCloseTo(0.06667, 5)
    expect(relative?.low).toBeCloseTo(-0.47767, 5)
    expect(relative?.high).toBeCloseTo(0.61101, 5)
    expect(relative?.p).toBeCloseTo(0.80707, 5)
  })

  test('sequential, asymptotic confidence sequence', () => {
    const { relative } = only([arm('a', 3000, 1396), arm('b', 3461, 2422)], {
      kind: 'proportion',
      method: 'sequential',
      tuning: 5000,
    })
    expect(relative?.value).toBeCloseTo(0.50386, 5)
    expect(relative?.low).toBeCloseTo(0.40098, 5)
    expect(relative?.high).toBeCloseTo(0.60675, 5)
  })

  test('CUPED', () => {
    const control = { ...arm('a', 3001, 300, 600), pre: { sum: 210, sumSquares: 415, postSum: -20 } }
    const treatment = { ...arm('b', 3000, 222, 555), pre: { sum: 120, sumSquares: 405, postSum: -10 } }
    const { relative, usedCuped } = only([control, treatment], { kind: 'mean' })
    expect(usedCuped).toBe(true)
    expect(relative?.value).toBeCloseTo(-0.281707154, 8)
    expect(relative?.p).toBeCloseTo(0.003732549, 8)
    const exact = only([control, treatment], { kind: 'mean', cupedGradient: 'adjusted' })
    expect(exact.relative?.p).toBeCloseTo(0.003375, 6)
  })
})

describe('methods', () => {
  const arms = [arm('a', 5000, 500), arm('b', 5000, 570)] as const

  test('planned looks: the interval is the bound of this look times the standard error', () => {
    const once = only(arms, { kind: 'proportion' })
    const look = only(arms, { kind: 'proportion', method: 'group-sequential', looks: [0.2, 0.4] })
    // Bound of the second of five looks: 3.357.
    expect((look.relative!.high! - look.relative!.value) / once.relative!.standardError!).toBeCloseTo(3.357, 3)
    expect(look.relative!.p).toBe(null)
    expect(once.verdict).toBe('better')
    expect(look.verdict).toBe('undecided')
  })

  test('the mixture test takes τ in the unit of the scale', () => {
    const { absolute, relative } = only(arms, { kind: 'proportion', method: 'msprt', scale: 'absolute', tau: 0.01 })
    const { halfWidth, p } = msprt(absolute!.value, absolute!.standardError!, { tau: 0.01 })
    expect(absolute!.high! - absolute!.value).toBeCloseTo(halfWidth, 12)
    expect(absolute!.p).toBeCloseTo(p, 12)
    expect(relative!.p).toBeLessThan(1)
  })

  test('a prior speaks of effects of the unit of the scale only', () => {
    const prior = { mean: 0, variance: 0.01 ** 2 }
    const flat = only(arms, { kind: 'proportion', method: 'bayesian' })
    const doubtful = only(arms, { kind: 'proportion', method: 'bayesian', prior })
    expect(doubtful.relative!.value).toBeLessThan(0.1 * flat.relative!.value)
    expect(doubtful.absolute).toEqual(flat.absolute)
  })

  test('where less is better chance, losses and verdict turn round', () => {
    const up = only(arms, { kind: 'proportion', method: 'bayesian' })
    const down = only(arms, { kind: 'proportion', method: 'bayesian', better: 'down' })
    expect(down.chanceToWin).toBeCloseTo(1 - up.chanceToWin!, 12)
    expect(down.expectedLoss).toEqual({
      ofShipping: up.expectedLoss!.ofStaying,
      ofStaying: up.expectedLoss!.ofShipping,
    })
    expect([up.verdict, down.verdict]).toEqual(['better', 'worse'])
  })

  test('several variations are compared with the named control, each as if alone', () => {
    const three = [arm('a', 5000, 500), arm('b', 5000, 570), arm('c', 4000, 390)]
    const { control, treatments } = analyseMetric(three, { kind: 'proportion', control: 'b' })
    expect(control.variation).toBe('b')
    expect(treatments.map(({ variation }) => variation)).toEqual(['a', 'c'])
    expect(treatments[1]).toEqual(analyseMetric([three[1]!, three[2]!], { kind: 'proportion' }).treatments[0])
  })

  test('a control below zero: what rises is better, relative to its size', () => {
    const { relative, verdict } = only([arm('a', 900, -900, 1800), arm('b', 900, -450, 1100)], { kind: 'mean' })
    expect(relative!.value).toBeCloseTo(0.5, 12)
    expect(verdict).toBe('better')
  })

  test('the minimum detectable effect is found with the power that was asked for', () => {
    const { minimumDetectableEffect, absolute } = only(arms, { kind: 'proportion', scale: 'absolute', power: 0.9 })
    // (z of .975 + z of .9) · standard error, but for Student's t.
    expect(minimumDetectableEffect! / absolute!.standardError!).toBeCloseTo(1.95996 + 1.28155, 2)
  })

  test('counts that vary more than Poisson’s are said to make the exact posterior too sure', () => {
    const { warnings } = analyseMetric([arm('a', 100, 200, 1000), arm('b', 100, 210, 480)], {
      kind: 'mean',
      method: 'bayesian',
      posterior: 'exact',
    })
    expect(warnings.map(({ code }) => code)).toEqual(['overdispersed'])
  })
})
