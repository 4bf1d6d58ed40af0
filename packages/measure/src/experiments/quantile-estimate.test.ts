import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { analyseMetric } from './analyse-metric.ts'
import { quantileOfClusters, quantileOfValues } from './quantile-estimate.ts'

const draw = (n: number, f: (u: number) => number, rng: () => number) =>
  Float64Array.from({ length: n }, () => f(rng()))
const exponential = (u: number) => -Math.log(1 - u)

test('the standard error of an exponential’s quantile is √(p (1 − p) / n) over its density', () => {
  const p = 0.9
  const n = 40_000
  const { value, variance } = quantileOfValues(draw(n, exponential, seededRng(2)), p)
  expect(value).toBeCloseTo(-Math.log(1 - p), 1)
  const exact = Math.sqrt((p * (1 - p)) / n) / (1 - p)
  expect(Math.sqrt(variance) / exact).toBeGreaterThan(0.9)
  expect(Math.sqrt(variance) / exact).toBeLessThan(1.1)
})

test('units that bring one observation each are no clusters', () => {
  const values = draw(500, exponential, seededRng(4))
  const alone = quantileOfValues(values, 0.5)
  const clustered = quantileOfClusters(
    [...values].map((value) => Float64Array.of(value)),
    0.5,
  )
  expect(clustered.value).toBe(alone.value)
  expect(clustered.variance / alone.variance).toBeCloseTo(500 / 499, 2)
})

test('of 400 intervals of a clustered quantile about 95 in 100 hold the truth, where the naive ones fail', () => {
  const rng = seededRng(8)
  // Each unit's observations are around its own level: u between units, v within.
  const truth = 1
  let [held, naive] = [0, 0]
  const runs = 400
  for (let run = 0; run < runs; run++) {
    const units = Array.from({ length: 150 }, () => {
      const level = 2 * rng()
      return Float64Array.from({ length: 1 + Math.floor(9 * rng()) }, () => level + 0.4 * (rng() - 0.5))
    })
    const within = ({ value, variance }: { value: number; variance: number }) =>
      Math.abs(value - truth) <= 1.96 * Math.sqrt(variance)
    if (within(quantileOfClusters(units, 0.5))) held++
    if (within(quantileOfValues(Float64Array.from(units.flatMap((own) => [...own])), 0.5))) naive++
  }
  expect(held / runs).toBeGreaterThan(0.92)
  expect(held / runs).toBeLessThan(0.985)
  expect(naive / runs).toBeLessThan(0.75)
})

test('a quantile of two arms is compared like any metric', () => {
  const rng = seededRng(3)
  const arm = (variation: string, values: Float64Array) => ({
    variation,
    units: values.length,
    sum: 0,
    sumSquares: 0,
    quantile: quantileOfValues(values, 0.9),
  })
  const { treatments } = analyseMetric(
    [
      arm('a', draw(4000, exponential, rng)),
      arm(
        'b',
        draw(4000, (u) => 1.2 * exponential(u), rng),
      ),
    ],
    { kind: 'quantile' },
  )
  expect(treatments[0]?.relative?.low).toBeLessThan(0.2)
  expect(treatments[0]?.relative?.high).toBeGreaterThan(0.2)
  expect(treatments[0]?.verdict).toBe('better')
})

test('a quantile at the edge keeps a standard error although its levels are cut off', () => {
  const { variance } = quantileOfValues(
    Float64Array.from({ length: 20 }, (_, i) => i),
    0.99,
  )
  expect(variance).toBeGreaterThan(0)
})

test('impossible input is refused', () => {
  expect(() => quantileOfValues(Float64Array.of(), 0.5)).toThrow(/at least one/)
  expect(() => quantileOfValues(Float64Array.of(1, Number.NaN), 0.5)).toThrow(/finite/)
  expect(() => quantileOfValues(Float64Array.of(1, 2), 1)).toThrow(/between 0 and 1/)
})
