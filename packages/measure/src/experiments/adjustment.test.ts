import { expect, test } from 'vitest'
import { type Rng, randomNormal, seededRng } from '../random.ts'
import { analyseMetric } from './analyse-metric.ts'
import type { ArmSums } from './arm-sums.ts'
import { clusterSums } from './cluster-sums.ts'
import { cuped } from './cuped.ts'
import { postStratify } from './post-stratify.ts'
import { regressionAdjustment } from './regression-adjustment.ts'

const total = (values: readonly number[]) => values.reduce((s, v) => s + v, 0)

/** Sums of rows [y, x₁, x₂, …]. */
function sums(variation: string, rows: readonly (readonly number[])[]): ArmSums {
  const k = rows[0]!.length - 1
  const of = (i: number, j: number) => total(rows.map((row) => row[i]! * row[j]!))
  const indices = Array.from({ length: k }, (_, i) => i + 1)
  return {
    variation,
    units: rows.length,
    sum: total(rows.map((row) => row[0]!)),
    sumSquares: of(0, 0),
    covariates: {
      sums: indices.map((i) => total(rows.map((row) => row[i]!))),
      products: indices.map((i) => indices.map((j) => of(i, j))),
      outcomeProducts: indices.map((i) => of(i, 0)),
    },
  }
}

const withPre = ({ covariates, ...arm }: ArmSums): ArmSums => ({
  ...arm,
  pre: {
    sum: covariates!.sums[0]!,
    sumSquares: covariates!.products[0]![0]!,
    postSum: covariates!.outcomeProducts[0]!,
  },
})

const rowsOf = (n: number, rng: Rng, effect: number): number[][] =>
  Array.from({ length: n }, () => {
    const [x, z] = [randomNormal(rng), randomNormal(rng)]
    return [3 + effect + 2 * x - z + randomNormal(rng), x + 1, z]
  })

test('one covariate is CUPED', () => {
  const rng = seededRng(1)
  const [a, b] = [
    sums(
      'a',
      rowsOf(50, rng, 0).map((row) => row.slice(0, 2)),
    ),
    sums(
      'b',
      rowsOf(60, rng, 1).map((row) => row.slice(0, 2)),
    ),
  ]
  const one = regressionAdjustment(a, b, 'mean')!
  const same = cuped(withPre(a), withPre(b), 'mean')!
  expect(one.coefficients[0]).toBeCloseTo(same.theta, 10)
  expect(one.control.mean).toBeCloseTo(same.control.mean, 10)
  expect(one.treatment.variance).toBeCloseTo(same.treatment.variance, 10)
})

test('two covariates take away what they explain, and a copy of one of them changes nothing', () => {
  const rng = seededRng(2)
  const [rowsA, rowsB] = [rowsOf(2000, rng, 0), rowsOf(2000, rng, 0.5)]
  const two = analyseMetric([sums('a', rowsA), sums('b', rowsB)], { kind: 'mean' }).treatments[0]!
  // Var 6 of which 1 is left, less what a difference of arms adds to the pooled coefficients.
  expect(two.varianceReduction).toBeCloseTo(5 / 6, 1)
  expect(two.absolute!.low).toBeLessThan(0.5)
  expect(two.absolute!.high).toBeGreaterThan(0.5)
  const copied = (rows: number[][]) => rows.map((row) => [...row, 7 * row[1]! - 2])
  const three = analyseMetric([sums('a', copied(rowsA)), sums('b', copied(rowsB))], { kind: 'mean' }).treatments[0]!
  expect(three.absolute!.value).toBeCloseTo(two.absolute!.value, 6)
  expect(three.absolute!.standardError).toBeCloseTo(two.absolute!.standardError!, 6)
})

test('coefficients solve the normal equations, worked by hand', () => {
  // y = 2x − z exactly, in both arms, with the treatment 10 higher: pooled over both the difference is noise to x and z.
  const arm = (variation: string, more: number) =>
    sums(
      variation,
      [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
        [0.5, 0.5],
      ].map(([x, z]) => [2 * x! - z! + more, x!, z!]),
    )
  const { coefficients, control, treatment } = regressionAdjustment(arm('a', 0), arm('b', 10), 'mean')!
  expect(coefficients[0]).toBeCloseTo(2, 12)
  expect(coefficients[1]).toBeCloseTo(-1, 12)
  expect(control.mean).toBeCloseTo(0, 12)
  expect(treatment.mean).toBeCloseTo(10, 12)
  expect(control.variance).toBeCloseTo(0, 12)
})

test('covariates that do not fit together are passed over with a warning', () => {
  const rng = seededRng(4)
  const [a, b] = [
    sums('a', rowsOf(30, rng, 0)),
    sums(
      'b',
      rowsOf(30, rng, 0).map((row) => row.slice(0, 2)),
    ),
  ]
  const { treatments, warnings } = analyseMetric([a, b], { kind: 'mean' })
  expect(treatments[0]).toMatchObject({ usedCuped: false })
  expect(warnings).toEqual([{ code: 'no-covariate', variation: 'b' }])
})

test('post-stratification, worked by hand', () => {
  const arm = (units: number, sum: number): ArmSums => ({ variation: '', units, sum, sumSquares: sum })
  const strata = [
    { control: arm(40, 10), treatment: arm(60, 21) },
    { control: arm(150, 90), treatment: arm(50, 35) },
    { control: arm(1, 1), treatment: arm(9, 3) },
  ]
  // Differences .1 and .1, weights ⅓ and ⅔; the last stratum has one unit in an arm.
  const effect = postStratify(strata, 'proportion')!
  expect(effect.value).toBeCloseTo(0.1, 12)
  expect(effect.leftOut).toBe(1)
  const variance = [(0.25 * 0.75) / 40 + (0.35 * 0.65) / 60, (0.6 * 0.4) / 150 + (0.7 * 0.3) / 50]
  expect(effect.standardError).toBeCloseTo(Math.sqrt(variance[0]! / 9 + (4 * variance[1]!) / 9), 12)
  expect(postStratify([], 'mean')).toBe(undefined)
})

test('clusters: intervals cover where those of units as if independent do not', () => {
  const rng = seededRng(6)
  let [held, naive] = [0, 0]
  const runs = 500
  const within = (arms: readonly ArmSums[], kind: 'ratio' | 'mean') => {
    const { absolute } = analyseMetric(arms, { kind }).treatments[0]!
    return absolute!.low! <= 0 && absolute!.high! >= 0
  }
  for (let run = 0; run < runs; run++) {
    const arms = ['a', 'b'].map((variation) => {
      const shops = Array.from({ length: 60 }, () => {
        const level = randomNormal(rng)
        return Array.from({ length: 3 + Math.floor(10 * rng()) }, () => level + randomNormal(rng))
      })
      const people = shops.flat()
      return {
        clusters: clusterSums(
          variation,
          shops.map((own) => ({ units: own.length, sum: total(own) })),
        ),
        people: { variation, units: people.length, sum: total(people), sumSquares: total(people.map((v) => v * v)) },
      }
    })
    if (
      within(
        arms.map(({ clusters }) => clusters),
        'ratio',
      )
    )
      held++
    if (
      within(
        arms.map(({ people }) => people),
        'mean',
      )
    )
      naive++
  }
  expect(held / runs).toBeGreaterThan(0.92)
  expect(held / runs).toBeLessThan(0.975)
  expect(naive / runs).toBeLessThan(0.75)
})
