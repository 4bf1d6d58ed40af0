import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MeasureError } from '../errors.ts'
import { analyseMetric } from './analyse-metric.ts'
import type { AnalysisOptions } from './analysis-options.ts'
import type { ArmSums } from './arm-sums.ts'
import { decide } from './decide.ts'

const arm = (variation: string, units: number, sum: number, sumSquares: number = sum): ArmSums => ({
  variation,
  units,
  sum,
  sumSquares,
})
const codesOf = (arms: readonly ArmSums[], options: AnalysisOptions) =>
  analyseMetric(arms, options).warnings.map(({ code, variation }) => `${variation}: ${code}`)
const treatmentOf = (arms: readonly ArmSums[], options: AnalysisOptions) => analyseMetric(arms, options).treatments[0]!

test('an arm without anybody has no value, and the other one keeps its own', () => {
  const arms = [arm('a', 0, 0), arm('b', 100, 20)]
  const { control, treatments, warnings } = analyseMetric(arms, { kind: 'proportion' })
  expect(control).toEqual({ variation: 'a', units: 0, value: null, standardError: null })
  expect(treatments[0]).toMatchObject({ value: 0.2, absolute: null, relative: null, verdict: 'unknown' })
  expect(warnings).toEqual([{ code: 'no-units', variation: 'a' }])
})

test('counts of one side only: an interval that is not certainty, absolute where the control has nothing', () => {
  const arms = [arm('a', 50, 0), arm('b', 50, 6)]
  expect(codesOf(arms, { kind: 'proportion' })).toEqual(['a: one-sided-counts', 'a: zero-control-mean'])
  const { relative, absolute, scale } = treatmentOf(arms, { kind: 'proportion' })
  expect(relative).toBe(null)
  expect(scale).toBe('absolute')
  expect(absolute?.value).toBeCloseTo(0.12, 12)
  // Variance of the control by hand: 1/52 · 51/52 / 52.
  expect(absolute?.standardError).toBeCloseTo(Math.sqrt(51 / 52 ** 3 + (0.12 * 0.88) / 50), 12)
  const everybody = treatmentOf([arm('a', 50, 50), arm('b', 50, 50)], { kind: 'proportion' })
  expect(everybody.relative).toMatchObject({ value: 0, p: 1 })
  expect(everybody.relative?.low).toBeLessThan(0)
})

test('one unit has a value and no interval', () => {
  const arms = [arm('a', 1, 3, 9), arm('b', 40, 90, 300)]
  expect(codesOf(arms, { kind: 'mean' })).toEqual(['a: too-few-units'])
  expect(treatmentOf(arms, { kind: 'mean' })).toMatchObject({
    absolute: { value: -0.75, low: null, high: null, p: null },
    relative: null,
    verdict: 'unknown',
  })
})

test('arms in which all units are the same have a difference and no interval', () => {
  const arms = [arm('a', 40, 80, 160), arm('b', 40, 120, 360)]
  expect(codesOf(arms, { kind: 'mean' })).toEqual(['a: no-variance', 'b: no-variance'])
  expect(treatmentOf(arms, { kind: 'mean' })).toMatchObject({
    absolute: { value: 1, low: null, p: null },
    relative: { value: 0.5, low: null, p: null },
    verdict: 'unknown',
  })
})

test('infinite revenue is said to be infinite, and nothing is made of it', () => {
  const arms = [arm('a', 40, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY), arm('b', 40, 90, 300)]
  expect(codesOf(arms, { kind: 'mean' })).toEqual(['a: not-finite'])
  expect(treatmentOf(arms, { kind: 'mean' })).toMatchObject({ absolute: null, relative: null, verdict: 'unknown' })
})

test('a ratio without denominators, and one whose denominators are all zero', () => {
  const whole = { ...arm('b', 40, 90, 300), denominatorSum: 200, denominatorSumSquares: 1100, crossSum: 500 }
  expect(codesOf([arm('a', 40, 80, 250), whole], { kind: 'ratio' })).toEqual(['a: missing-denominator'])
  const nothing = { ...arm('a', 40, 0, 0), denominatorSum: 0, denominatorSumSquares: 0, crossSum: 0 }
  expect(codesOf([nothing, whole], { kind: 'ratio' })).toEqual(['a: zero-denominator'])
  expect(treatmentOf([nothing, whole], { kind: 'ratio' }).absolute).toBe(null)
})

test('sums that no data can have', () => {
  expect(codesOf([arm('a', 10, 11), arm('b', 10, 5)], { kind: 'proportion' })).toContain('a: impossible-sums')
  expect(codesOf([arm('a', 10, 100, 10), arm('b', 10, 5)], { kind: 'mean' })).toContain('a: impossible-sums')
  expect(codesOf([arm('a', -3, 1), arm('b', 10, 5)], { kind: 'mean' })).toContain('a: impossible-sums')
})

test('a control mean that could as well be zero is said to make an unstable quotient', () => {
  const arms = [arm('a', 100, 1, 400), arm('b', 100, 20, 400)]
  expect(codesOf(arms, { kind: 'mean' })).toEqual(['a: unstable-relative-effect'])
})

test('sums of the time before that say nothing leave CUPED out and say so', () => {
  const pre = { sum: 0, sumSquares: 0, postSum: 0 }
  const arms = [
    { ...arm('a', 100, 200, 700), pre },
    { ...arm('b', 100, 230, 800), pre },
  ]
  expect(codesOf(arms, { kind: 'mean' })).toEqual(['b: no-covariate'])
  expect(treatmentOf(arms, { kind: 'mean' }).usedCuped).toBe(false)
})

test('questions that make no sense are refused whatever the data', () => {
  const arms = [arm('a', 10, 5), arm('b', 10, 5)]
  const code = (given: readonly ArmSums[], options: AnalysisOptions) => {
    try {
      analyseMetric(given, options)
    } catch (error) {
      return error instanceof MeasureError ? error.code : 'other'
    }
    return 'none'
  }
  expect(code(arms.slice(0, 1), { kind: 'mean' })).toBe('too-few')
  expect(code(arms, { kind: 'mean', control: 'c' })).toBe('no-control')
  expect(code(arms, { kind: 'mean', level: 1 })).toBe('out-of-range')
  expect(code(arms, { kind: 'mean', method: 'group-sequential' })).toBe('out-of-range')
  expect(code([arms[0]!, arms[0]!], { kind: 'mean' })).toBe('out-of-range')
  expect(code(arms, { kind: 'mean', tuning: 0 })).toBe('out-of-range')
})

const anything = fc.oneof(
  fc.constantFrom(0, 1, 2, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 5e-324),
  fc.double(),
  fc.integer({ min: -10, max: 1000 }),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
)
const optional = fc.option(anything, { nil: undefined })
const anyArm = fc.record({
  units: fc.oneof(anything, fc.integer({ min: 0, max: 100_000 })),
  sum: anything,
  sumSquares: anything,
  denominatorSum: optional,
  denominatorSumSquares: optional,
  crossSum: optional,
  quantile: fc.option(fc.record({ value: anything, variance: anything }), { nil: undefined }),
  pre: fc.option(
    fc.record({
      sum: anything,
      sumSquares: anything,
      postSum: anything,
      postDenominatorSum: optional,
      denominatorSum: optional,
      denominatorSumSquares: optional,
      crossSum: optional,
      denominatorPostSum: optional,
      denominatorPostDenominatorSum: optional,
    }),
    { nil: undefined },
  ),
})

/** Every number anywhere in a result. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

test('whatever the sums are, no NaN and nothing infinite comes out, and what is missing is explained', () => {
  const kinds = fc.constantFrom('proportion', 'mean', 'ratio', 'quantile')
  const methods = fc.constantFrom('frequentist', 'sequential', 'msprt', 'group-sequential', 'bayesian')
  fc.assert(
    fc.property(anyArm, anyArm, kinds, methods, fc.boolean(), (a, b, kind, method, exact) => {
      const analysis = analyseMetric(
        [
          { ...a, variation: 'a' },
          { ...b, variation: 'b' },
        ],
        { kind, method, looks: [0.5], posterior: exact ? 'exact' : 'gaussian' },
      )
      const decision = decide({
        goals: [{ metric: 'm', analysis, minimumEffect: 0.01 }],
        guardrails: [{ metric: 'g', analysis, margin: 0.01 }],
      })
      for (const number of numbersIn([analysis, decision])) expect(Number.isFinite(number)).toBe(true)
      const { absolute } = analysis.treatments[0]!
      if (absolute === null || absolute.low === null) expect(analysis.warnings.length).toBeGreaterThan(0)
    }),
    { numRuns: 2000, seed: 20, endOnFailure: true },
  )
})
