import { expect, test } from 'vitest'
import { compareMeans } from './compare-means.ts'
import { sampleRatioMismatch } from './sample-ratio-mismatch.ts'
import { sampleSize } from './sample-size.ts'
import { twoProportionTest } from './two-proportion-test.ts'
import { proportionWelchTest, welchTest } from './welch-test.ts'

test('Welch: the published relative and absolute effect of two means', () => {
  const { relative, absolute } = welchTest(
    { n: 3407, sum: 1396.87, sumSquares: 52377.9767 },
    { n: 3461, sum: 2422.7, sumSquares: 134698.29 },
  )
  expect(relative?.effect.value).toBeCloseTo(0.70732, 5)
  expect(relative?.effect.low).toBeCloseTo(-0.03526, 5)
  expect(relative?.effect.high).toBeCloseTo(1.44989, 5)
  expect(relative?.p).toBeCloseTo(0.06191, 5)
  expect(absolute.effect.value).toBeCloseTo(0.29, 5)
  expect(absolute.effect.low).toBeCloseTo(0.04538, 5)
  expect(absolute.effect.high).toBeCloseTo(0.53462, 5)
  expect(absolute.p).toBeCloseTo(0.02016, 5)
})

test('Welch: the published relative effect of two proportions', () => {
  const { relative } = proportionWelchTest({ successes: 14, trials: 28 }, { successes: 16, trials: 30 })
  expect(relative?.effect.value).toBeCloseTo(0.06667, 5)
  expect(relative?.effect.low).toBeCloseTo(-0.47767, 5)
  expect(relative?.effect.high).toBeCloseTo(0.61101, 5)
  expect(relative?.p).toBeCloseTo(0.80707, 5)
})

test("Welch by hand: Student's own sleep data", () => {
  // Extra sleep of two groups of ten (Student 1908); R prints t = −1.8608, df = 17.776, p = .07939.
  const a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
  const b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
  const sums = (x: number[]) => ({
    n: x.length,
    sum: x.reduce((s, v) => s + v, 0),
    sumSquares: x.reduce((s, v) => s + v * v, 0),
  })
  const { absolute } = welchTest(sums(a), sums(b))
  expect(absolute.effect.value / absolute.standardError).toBeCloseTo(1.8608, 4)
  expect(absolute.degreesOfFreedom).toBeCloseTo(17.776, 3)
  expect(absolute.p).toBeCloseTo(0.07939, 5)
  expect(absolute.effect.low).toBeCloseTo(-0.2054832, 6)
  expect(absolute.effect.high).toBeCloseTo(3.3654832, 6)
})

test('a control mean of zero has no relative effect', () => {
  expect(compareMeans({ mean: 0, variance: 0, n: 9 }, { mean: 1, variance: 1, n: 9 }, { relative: true })).toBe(
    undefined,
  )
})

test('two arms without any variation are equal or certain', () => {
  const flat = (mean: number) => ({ mean, variance: 0, n: 5 })
  expect(compareMeans(flat(2), flat(2))).toMatchObject({ p: 1, effect: { value: 0, low: 0, high: 0 } })
  expect(compareMeans(flat(2), flat(3))).toMatchObject({ p: 0, effect: { value: 1, low: 1, high: 1 } })
})

test('sample-ratio mismatch: the published p values', () => {
  expect(sampleRatioMismatch([5000, 5200], [0.5, 0.5]).p).toBeCloseTo(0.04767038, 8)
  expect(sampleRatioMismatch([821588, 815482], [1, 1]).p).toBeCloseTo(1.82179e-6, 11)
  expect(sampleRatioMismatch([8000, 2100], [80, 20]).p).toBeCloseTo(0.04658274, 8)
  expect(sampleRatioMismatch([1000, 1000, 1100], [1, 1, 1]).p).toBeCloseTo(0.03972373, 8)
})

test('sample-ratio mismatch of nobody is no mismatch, and arms without weight are refused', () => {
  expect(sampleRatioMismatch([0, 0], [1, 1]).p).toBe(1)
  expect(() => sampleRatioMismatch([1, 1], [1, 0])).toThrow(/weights/)
  expect(() => sampleRatioMismatch([1], [1])).toThrow(/two arms/)
})

test('two proportions: the published Wald interval and pooled p value', () => {
  const { difference, p, z } = twoProportionTest({ successes: 40, trials: 100 }, { successes: 50, trials: 100 })
  expect(difference.value).toBeCloseTo(0.1, 12)
  expect(difference.low).toBeCloseTo(-0.03719748, 8)
  expect(difference.high).toBeCloseTo(0.237197, 6)
  expect(p).toBeCloseTo(0.155218, 6)
  expect(z).toBeGreaterThan(0)
})

test('two arms in which nobody did anything are not different', () => {
  expect(twoProportionTest({ successes: 0, trials: 9 }, { successes: 0, trials: 7 })).toMatchObject({ z: 0, p: 1 })
})

test('sample size: the textbook 64 an arm for half a standard deviation, and large samples', () => {
  // Cohen 1988, table 2.4.1: d = .5, two-sided .05, power .8 needs 64 an arm; d = .2 needs 393 (394 exactly).
  expect(sampleSize({ minimumEffect: 0.5, variance: 1 })).toBe(128)
  expect(sampleSize({ minimumEffect: 0.2, variance: 1 })).toBe(788)
  // G*Power's 39,906 for an effect of .3 with variance 100 is reached at power .85.
  expect(sampleSize({ minimumEffect: 0.3, variance: 100, power: 0.85 })).toBe(39_906)
})
