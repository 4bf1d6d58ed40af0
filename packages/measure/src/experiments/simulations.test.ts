import { expect, test } from 'vitest'
import { randomNormal, seededRng } from '../random.ts'
import { analyseMetric } from './analyse-metric.ts'
import type { ArmSums, PreSums } from './arm-sums.ts'
import { judgeFalseAlarms, simulateFalseAlarms } from './false-alarms.ts'

test('1,000 A/A runs of 20 looks: naive t tests alarm in more than 15 %, sequential ones in at most 5 %', () => {
  const rng = seededRng(42)
  // Spending: most spend nothing, some a lot.
  const values = Float64Array.from({ length: 2000 }, () => (rng() < 0.3 ? Math.exp(randomNormal(rng)) : 0))
  const naive = simulateFalseAlarms(values, { rng, looks: 20 })
  expect(naive.alarms).toBeGreaterThan(150)
  const sequential = simulateFalseAlarms(values, { rng, looks: 20, method: 'sequential' })
  expect(sequential.alarms).toBeLessThanOrEqual(50)
  // One look at the same runs is what it promises.
  const last = naive.ps.filter((p) => p < 0.05).length
  expect(judgeFalseAlarms({ alarms: last, runs: 1000, ps: naive.ps }).verdict).toBe('as-promised')
})

test('1,000 experiments with a known effect: 95 % intervals of proportions, means and ratios cover it in 93.5 to 96.5 %', () => {
  const rng = seededRng(7)
  const covered = { proportion: 0, mean: 0, ratio: 0 }
  const arm = (variation: string, n: number, rate: number) => {
    const own = { proportion: empty(variation, n), mean: empty(variation, n), ratio: empty(variation, n) }
    for (let i = 0; i < n; i++) {
      const bought = rng() < rate ? 1 : 0
      add(own.proportion, bought)
      add(own.mean, bought * -Math.log(1 - rng()))
      const seen = 1 + Math.floor(4 * rng())
      let clicks = 0
      for (let k = 0; k < seen; k++) if (rng() < rate) clicks++
      add(own.ratio, clicks, seen)
    }
    return own
  }
  for (let run = 0; run < 1000; run++) {
    const [a, b] = [arm('a', 600, 0.3), arm('b', 400, 0.36)]
    for (const kind of ['proportion', 'mean', 'ratio'] as const) {
      const { relative } = analyseMetric([a[kind], b[kind]], { kind }).treatments[0]!
      if (relative!.low! <= 0.2 && 0.2 <= relative!.high!) covered[kind]++
    }
  }
  for (const kind of ['proportion', 'mean', 'ratio'] as const) {
    expect(covered[kind], kind).toBeGreaterThanOrEqual(935)
    expect(covered[kind], kind).toBeLessThanOrEqual(965)
  }
})

test('CUPED at a correlation of .7 leaves 1 − .49 of the variance, and its intervals still cover', () => {
  const rng = seededRng(11)
  let [reduction, covered] = [0, 0]
  const arm = (variation: string, effect: number) => {
    const own = { ...empty(variation, 500), pre: { sum: 0, sumSquares: 0, postSum: 0 } }
    for (let i = 0; i < 500; i++) {
      const x = randomNormal(rng)
      const y = 5 + effect + 0.7 * x + Math.sqrt(0.51) * randomNormal(rng)
      add(own, y)
      own.pre.sum += x
      own.pre.sumSquares += x * x
      own.pre.postSum += x * y
    }
    return own
  }
  for (let run = 0; run < 1000; run++) {
    const { absolute, usedCuped, varianceReduction } = analyseMetric([arm('a', 0), arm('b', 0.1)], {
      kind: 'mean',
    }).treatments[0]!
    expect(usedCuped).toBe(true)
    reduction += varianceReduction! / 1000
    if (absolute!.low! <= 0.1 && 0.1 <= absolute!.high!) covered++
  }
  expect(1 - reduction).toBeCloseTo(0.51, 2)
  expect(covered).toBeGreaterThanOrEqual(935)
  expect(covered).toBeLessThanOrEqual(965)
})

test('CUPED of a ratio agrees with the same adjustment of every unit by itself', () => {
  const rng = seededRng(3)
  const rows = (effect: number) =>
    Array.from({ length: 400 }, () => {
      const taste = 0.1 + 0.3 * rng()
      const [seen, before] = [1 + Math.floor(5 * rng()), 1 + Math.floor(5 * rng())]
      return {
        y: seen * (taste + effect) + 0.1 * randomNormal(rng),
        d: seen,
        x: before * taste + 0.1 * randomNormal(rng),
        c: before,
      }
    })
  const sums = (variation: string, data: ReturnType<typeof rows>): ArmSums => {
    const total = (f: (row: (typeof data)[number]) => number) => data.reduce((s, row) => s + f(row), 0)
    const pre: PreSums = {
      sum: total(({ x }) => x),
      sumSquares: total(({ x }) => x * x),
      postSum: total(({ x, y }) => x * y),
      postDenominatorSum: total(({ x, d }) => x * d),
      denominatorSum: total(({ c }) => c),
      denominatorSumSquares: total(({ c }) => c * c),
      crossSum: total(({ x, c }) => x * c),
      denominatorPostSum: total(({ c, y }) => c * y),
      denominatorPostDenominatorSum: total(({ c, d }) => c * d),
    }
    const own = empty(variation, data.length)
    for (const { y, d } of data) add(own, y, d)
    return { ...own, pre }
  }
  const [a, b] = [rows(0), rows(0.05)]
  const { absolute, varianceReduction } = analyseMetric([sums('a', a), sums('b', b)], { kind: 'ratio' }).treatments[0]!
  // Slowly: linearise each unit, find θ over all units, adjust, and take the variance of what is left.
  const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length
  const linear = (data: typeof a, top: 'y' | 'x', bottom: 'd' | 'c') => {
    const [t, u] = [mean(data.map((row) => row[top])), mean(data.map((row) => row[bottom]))]
    return { ratio: t / u, units: data.map((row) => (row[top] - (t / u) * row[bottom]) / u) }
  }
  const all = [...a, ...b]
  const [post, before] = [linear(all, 'y', 'd').units, linear(all, 'x', 'c').units]
  const theta = mean(post.map((p, i) => p * before[i]!)) / mean(before.map((p) => p * p))
  const adjusted = (data: typeof a) => {
    const [p, q] = [linear(data, 'y', 'd'), linear(data, 'x', 'c')]
    const left = p.units.map((value, i) => value - theta * q.units[i]!)
    return { mean: p.ratio - theta * q.ratio, variance: mean(left.map((v) => v * v)) / (data.length - 1) }
  }
  const [slowA, slowB] = [adjusted(a), adjusted(b)]
  expect(absolute!.value).toBeCloseTo(slowB.mean - slowA.mean, 10)
  expect(absolute!.standardError).toBeCloseTo(Math.sqrt(slowA.variance + slowB.variance), 10)
  expect(varianceReduction!).toBeGreaterThan(0.2)
})

test('A/A tests that alarm too often are found out', () => {
  expect(judgeFalseAlarms({ alarms: 90, runs: 1000 })).toMatchObject({ verdict: 'too-many', pUniform: null })
  expect(judgeFalseAlarms({ alarms: 20, runs: 1000 }).verdict).toBe('too-few')
  expect(judgeFalseAlarms({ alarms: 0, runs: 20 }).verdict).toBe('as-promised')
  // Binomial by hand: P(X ≥ 2 of 3) at .05 = 3 · .05² · .95 + .05³.
  expect(judgeFalseAlarms({ alarms: 2, runs: 3 }).pTooMany).toBeCloseTo(3 * 0.0025 * 0.95 + 0.000125, 12)
  const lopsided = Array.from({ length: 200 }, (_, i) => (i / 200) ** 2)
  expect(judgeFalseAlarms({ alarms: 44, runs: 200, ps: lopsided }).pUniform).toBeLessThan(1e-6)
  const even = Array.from({ length: 200 }, (_, i) => (i + 0.5) / 200)
  expect(judgeFalseAlarms({ alarms: 10, runs: 200, ps: even }).pUniform).toBeCloseTo(1, 6)
})

test('an A/A test of nobody is refused', () => {
  expect(() => simulateFalseAlarms(new Float64Array(3), { rng: seededRng(1) })).toThrow(/20 units/)
})

interface Filling {
  readonly variation: string
  readonly units: number
  sum: number
  sumSquares: number
  denominatorSum: number
  denominatorSumSquares: number
  crossSum: number
}

function empty(variation: string, units: number): Filling {
  return { variation, units, sum: 0, sumSquares: 0, denominatorSum: 0, denominatorSumSquares: 0, crossSum: 0 }
}

function add(arm: Filling, y: number, d = 0): void {
  arm.sum += y
  arm.sumSquares += y * y
  arm.denominatorSum += d
  arm.denominatorSumSquares += d * d
  arm.crossSum += y * d
}
