import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaUnderCurve } from './area-under-curve.ts'
import fixture from './calibration.fixture.json' with { type: 'json' }
import { calibrationError } from './calibration-error.ts'
import { calibrate } from './calibrator.ts'
import { fitIsotonic } from './fit-isotonic.ts'
import { fitPlatt } from './fit-platt.ts'
import { logLoss } from './log-loss.ts'

const { scores, truths } = fixture

test('area under the curve, log loss, Platt scaling and isotonic regression are scikit-learn’s', () => {
  expect(areaUnderCurve(scores, truths)).toBeCloseTo(fixture.auc, 12)
  expect(logLoss(scores, truths)).toBeCloseTo(fixture.logLoss, 12)
  const platt = fitPlatt(scores, truths)
  expect(platt.slope).toBeCloseTo(fixture.platt.slope, 4)
  expect(platt.offset).toBeCloseTo(fixture.platt.offset, 4)
  const found = calibrate(fitIsotonic(scores, truths), Float32Array.from(fixture.asked))
  for (const [i, value] of fixture.isotonic.entries()) expect(found[i]).toBeCloseTo(value, 5)
})

const labelled = fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 1 })), { minLength: 2 })

test('the area is the share of pairs that are in order, ties half', () => {
  fc.assert(
    fc.property(labelled, (rows) => {
      const [s, t] = [rows.map(([score]) => score / 10), rows.map(([, truth]) => truth)]
      fc.pre(t.includes(0) && t.includes(1))
      const pairs = rows.flatMap(([a, one]) => rows.flatMap(([b, zero]) => (one === 1 && zero === 0 ? [[a, b]] : [])))
      const won = pairs.map(([a = 0, b = 0]) => (a > b ? 1 : a === b ? 0.5 : 0) as number)
      expect(areaUnderCurve(s, t)).toBeCloseTo(won.reduce((sum, x) => sum + x, 0) / won.length, 9)
    }),
  )
})

test('isotonic regression rises, keeps the mean, and turns nothing around', () => {
  fc.assert(
    fc.property(labelled, (rows) => {
      const [s, t] = [Float32Array.from(rows, ([score]) => score / 10), rows.map(([, truth]) => truth)]
      const { values } = fitIsotonic(s, t)
      expect(values).toEqual(values.toSorted((a, b) => a - b))
      const after = calibrate(fitIsotonic(s, t), s)
      const mean = (list: ArrayLike<number>): number => Array.from(list).reduce((sum, x) => sum + x, 0) / list.length
      expect(mean(after)).toBeCloseTo(mean(t), 5)
    }),
  )
})

test('Platt’s targets keep few rows from certainty', () => {
  const after = calibrate(fitPlatt([0.1, 0.9], [0, 1]), Float32Array.of(0.1, 0.9))
  // (1 + 1) / (1 + 2) and 1 / (1 + 2)
  expect(after[1]).toBeCloseTo(2 / 3, 4)
  expect(after[0]).toBeCloseTo(1 / 3, 4)
})

test('the error of calibration by hand, with bins of equal width and of equal mass', () => {
  const [p, t] = [
    [0.1, 0.15, 0.6, 0.65],
    [0, 1, 1, 1],
  ]
  // Below a half: |.25 − 1| of 4; above: |1.25 − 2| of 4.
  expect(calibrationError(p, t, { count: 2 })).toBeCloseTo(0.375, 12)
  // One row a bin: .1 + .85 + .4 + .35
  expect(calibrationError(p, t, { bins: 'mass', count: 4 })).toBeCloseTo(1.7 / 4, 12)
  expect(calibrationError([1, 0], [1, 0])).toBe(0)
})

test('what cannot be judged is refused', () => {
  for (const one of [
    () => areaUnderCurve([0.1, 0.2], [1, 1]),
    () => fitPlatt([0.1], [0]),
    () => logLoss([], []),
    () => areaUnderCurve([Number.NaN, 1], [0, 1]),
    () => fitIsotonic([0.5], [0.5]),
  ])
    expect(one).toThrow(expect.objectContaining({ code: 'bad-value' }))
  expect(() => calibrationError([0.1], [0], { count: 0 })).toThrow(expect.objectContaining({ code: 'bad-option' }))
})
