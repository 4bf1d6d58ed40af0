import { expect, test } from 'vitest'
import { randomNormal, seededRng } from '../random.ts'
import { sampleSize } from '../sample-size.ts'
import { analyseMetric } from './analyse-metric.ts'
import { baselineOf, type Design, minimumDetectableEffect, powerOf, requiredUnits } from './power.ts'

const mean: Design = { baseline: { kind: 'mean', value: 10, variance: 100 }, scale: 'absolute' }

test('two equal arms agree with the t test’s sample size, and with G*Power', () => {
  expect(requiredUnits(mean, 0.3).total).toBe(sampleSize({ minimumEffect: 0.3, variance: 100 }))
  // Published as 39,906 in total for an effect of .3 and a variance of 100: reached at power .85.
  expect(requiredUnits({ ...mean, power: 0.85 }, 0.3).total).toBe(39_906)
  expect(requiredUnits(mean, 0.3).total).toBe(requiredUnits({ ...mean, scale: 'relative' }, 0.03).total)
})

test('two proportions, worked by hand: 10 % against 12 %', () => {
  // (1.959964 + .841621)² · (.1 · .9 + .12 · .88) / .02² = 3838.2, and z² / 4 = .96.
  const { arms } = requiredUnits({ baseline: { kind: 'proportion', value: 0.1 } }, 0.2)
  expect(arms).toEqual([3839, 3839].map((n) => n + 1))
})

test('required units, power and detectable effect are one relation', () => {
  const designs: Design[] = [
    mean,
    { ...mean, weights: [3, 1] },
    { ...mean, weights: [2, 1, 1], correlation: 0.6 },
    { ...mean, method: 'sequential' },
    { baseline: { kind: 'proportion', value: 0.04 } },
  ]
  for (const design of designs) {
    const { arms } = requiredUnits(design, 0.4)
    expect(powerOf(design, 0.4, arms)).toBeCloseTo(0.8, 2)
    expect(minimumDetectableEffect(design, arms)).toBeCloseTo(0.4, 2)
  }
})

test('CUPED at a correlation of .7 needs about half the units, more comparisons need more, sequential looks too', () => {
  const base = requiredUnits(mean, 0.3).total
  expect(requiredUnits({ ...mean, correlation: 0.7 }, 0.3).total / base).toBeCloseTo(0.51, 3)
  expect(requiredUnits({ ...mean, comparisons: 4 }, 0.3).total).toBeGreaterThan(1.3 * base)
  expect(requiredUnits({ ...mean, method: 'sequential', tuning: base }, 0.3).total).toBeGreaterThan(1.2 * base)
  expect(requiredUnits({ ...mean, weights: [9, 1] }, 0.3).total / base).toBeCloseTo(0.25 / 0.09, 2)
})

test('simulated experiments of the required size find the effect as often as promised', () => {
  const rng = seededRng(12)
  const { arms } = requiredUnits({ baseline: { kind: 'mean', value: 1, variance: 1 }, weights: [2, 1] }, 0.25)
  const runs = 1000
  let found = 0
  for (let run = 0; run < runs; run++) {
    const [a, b] = arms.map((units, i) => {
      let [sum, sumSquares] = [0, 0]
      for (let k = 0; k < units; k++) {
        const value = 1 + 0.25 * i + randomNormal(rng)
        sum += value
        sumSquares += value * value
      }
      return { variation: String(i), units, sum, sumSquares }
    })
    if (analyseMetric([a!, b!], { kind: 'mean', scale: 'absolute' }).treatments[0]!.absolute!.p! < 0.05) found++
  }
  expect(found / runs).toBeGreaterThan(0.765)
  expect(found / runs).toBeLessThan(0.835)
})

test('past data make a baseline', () => {
  const arm = { variation: '', units: 4, sum: 10, sumSquares: 30 }
  // Variance by hand: (30 − 25) / 3.
  expect(baselineOf(arm, 'mean')).toEqual({ kind: 'mean', value: 2.5, variance: expect.closeTo(5 / 3, 12) })
  expect(baselineOf({ ...arm, sum: 3 }, 'proportion')).toEqual({ kind: 'proportion', value: 0.75 })
  expect(baselineOf({ ...arm, units: 1 }, 'mean')).toBe(undefined)
})

test('designs that cannot be are refused', () => {
  expect(() => requiredUnits(mean, 0)).toThrow(/not zero/)
  expect(() => requiredUnits({ ...mean, weights: [1] }, 1)).toThrow(/weight/)
  expect(() => requiredUnits({ baseline: { kind: 'proportion', value: 0 }, scale: 'absolute' }, 0.1)).toThrow(/rate/)
  expect(() => requiredUnits({ baseline: { kind: 'mean', value: 0, variance: 1 } }, 0.1)).toThrow(/not zero/)
  expect(() => powerOf(mean, 1, [10])).toThrow(/units/)
})
