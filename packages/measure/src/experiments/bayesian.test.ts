import { expect, test } from 'vitest'
import { normalQuantile } from '../normal.ts'
import { seededRng } from '../random.ts'
import { betaBinomial, chanceBetaAbove } from './beta-binomial.ts'
import { gammaPoisson } from './gamma-poisson.ts'
import { gaussianPosterior } from './gaussian-posterior.ts'

test('exact Beta posteriors: the published chance to win', () => {
  const { chancePositive } = betaBinomial({ successes: 49, trials: 100 }, { successes: 51, trials: 100 })
  expect(chancePositive).toBeCloseTo(0.610771, 6)
})

/** P(b > a) for whole numbers as a finite sum (Miller 2015): slow and obvious. */
function chanceBySum(alphaA: number, betaA: number, alphaB: number, betaB: number): number {
  const logFactorial = (n: number): number => {
    let sum = 0
    for (let i = 2; i <= n; i++) sum += Math.log(i)
    return sum
  }
  const logBeta = (a: number, b: number) => logFactorial(a - 1) + logFactorial(b - 1) - logFactorial(a + b - 1)
  let sum = 0
  for (let i = 0; i < alphaB; i++)
    sum += Math.exp(
      logBeta(alphaA + i, betaB + betaA) - Math.log(betaB + i) - logBeta(1 + i, betaB) - logBeta(alphaA, betaA),
    )
  return sum
}

test.each([
  [1, 1, 1, 1],
  [1, 11, 4, 8],
  [3, 900, 9, 800],
  [400, 3, 390, 1],
])('Beta(%i, %i) against Beta(%i, %i) as the finite sum says', (alphaA, betaA, alphaB, betaB) => {
  expect(chanceBetaAbove({ alpha: alphaA, beta: betaA }, { alpha: alphaB, beta: betaB })).toBeCloseTo(
    chanceBySum(alphaA, betaA, alphaB, betaB),
    7,
  )
})

test('with millions of trials the exact posterior is the Gaussian one', () => {
  const [a, b] = [
    { successes: 410_000, trials: 5_000_000 },
    { successes: 410_900, trials: 5_000_000 },
  ]
  const exact = betaBinomial(a, b)
  const p = [a, b].map(({ successes, trials }) => successes / trials)
  const error = Math.sqrt(p.reduce((sum, q) => sum + (q * (1 - q)) / 5_000_000, 0))
  const gaussian = gaussianPosterior(p[1]! - p[0]!, error)
  expect(exact.chancePositive).toBeCloseTo(gaussian.chancePositive, 4)
  expect(exact.lossOfTaking / gaussian.lossOfTaking).toBeCloseTo(1, 3)
  expect(exact.absolute.low).toBeCloseTo(gaussian.low, 7)
  expect(exact.absolute.high).toBeCloseTo(gaussian.high, 7)
})

/** Gamma with a whole shape as a sum of exponentials; Beta of two of them. */
const drawGamma = (shape: number, rng: () => number): number => {
  let sum = 0
  for (let i = 0; i < shape; i++) sum -= Math.log(1 - rng())
  return sum
}
const quantileOf = (values: number[], p: number) => values.sort((a, b) => a - b)[Math.floor(values.length * p)]!

test('losses and intervals of proportions agree with draws from the posteriors', () => {
  const rng = seededRng(5)
  const exact = betaBinomial({ successes: 4, trials: 30 }, { successes: 9, trials: 40 })
  const draws = Array.from({ length: 60_000 }, () => {
    const beta = (alpha: number, other: number) => {
      const x = drawGamma(alpha, rng)
      return x / (x + drawGamma(other, rng))
    }
    return [beta(5, 27), beta(10, 32)] as const
  })
  const mean = (f: (a: number, b: number) => number) => draws.reduce((s, [a, b]) => s + f(a, b), 0) / draws.length
  expect(exact.chancePositive).toBeCloseTo(
    mean((a, b) => Number(b > a)),
    2,
  )
  expect(exact.lossOfStaying).toBeCloseTo(
    mean((a, b) => Math.max(0, b - a)),
    2.5,
  )
  expect(exact.lossOfTaking).toBeCloseTo(
    mean((a, b) => Math.max(0, a - b)),
    2.5,
  )
  expect(exact.relative.value).toBeCloseTo(
    mean((a, b) => b / a - 1),
    1,
  )
  expect(exact.absolute.low).toBeCloseTo(
    quantileOf(
      draws.map(([a, b]) => b - a),
      0.025,
    ),
    2,
  )
  expect(exact.absolute.high).toBeCloseTo(
    quantileOf(
      draws.map(([a, b]) => b - a),
      0.975,
    ),
    2,
  )
  expect(
    exact.relative.high /
      quantileOf(
        draws.map(([a, b]) => b / a - 1),
        0.975,
      ),
  ).toBeCloseTo(1, 1)
})

test('losses and intervals of rates agree with draws from the posteriors', () => {
  const rng = seededRng(6)
  const prior = { shape: 1, rate: 0.5 }
  const exact = gammaPoisson({ count: 3, exposure: 20 }, { count: 7, exposure: 25 }, { prior })
  const draws = Array.from({ length: 60_000 }, () => [drawGamma(4, rng) / 20.5, drawGamma(8, rng) / 25.5] as const)
  const mean = (f: (a: number, b: number) => number) => draws.reduce((s, [a, b]) => s + f(a, b), 0) / draws.length
  expect(exact.chancePositive).toBeCloseTo(
    mean((a, b) => Number(b > a)),
    2,
  )
  expect(exact.lossOfStaying).toBeCloseTo(
    mean((a, b) => Math.max(0, b - a)),
    2.3,
  )
  expect(exact.lossOfTaking).toBeCloseTo(
    mean((a, b) => Math.max(0, a - b)),
    2.3,
  )
  expect(exact.absolute.low).toBeCloseTo(
    quantileOf(
      draws.map(([a, b]) => b - a),
      0.025,
    ),
    2,
  )
  expect(exact.absolute.high).toBeCloseTo(
    quantileOf(
      draws.map(([a, b]) => b - a),
      0.975,
    ),
    2,
  )
  expect(exact.relative.low).toBeCloseTo(
    quantileOf(
      draws.map(([a, b]) => b / a - 1),
      0.025,
    ),
    1,
  )
})

test('of equal arms each wins with chance one half, and nothing is a number that does not exist', () => {
  const none = betaBinomial({ successes: 0, trials: 0 }, { successes: 0, trials: 0 })
  expect(none.chancePositive).toBeCloseTo(0.5, 9)
  expect(none.relative.value).toBe(null)
  const rates = gammaPoisson({ count: 0, exposure: 10 }, { count: 0, exposure: 10 })
  expect(rates.chancePositive).toBeCloseTo(0.5, 9)
  expect(rates.relative.value).toBe(null)
  for (const { low, high } of [none.absolute, rates.absolute]) expect(low).toBeCloseTo(-high, 6)
})

test('a prior draws a posterior to itself by the weight of its precision', () => {
  // Worked by hand: estimate .2 ± .1, prior N(0, .1²): half way, with variance .005.
  const posterior = gaussianPosterior(0.2, 0.1, { prior: { mean: 0, variance: 0.01 } })
  expect(posterior.mean).toBeCloseTo(0.1, 12)
  expect(posterior.standardDeviation).toBeCloseTo(Math.sqrt(0.005), 12)
  expect(posterior.high - posterior.low).toBeCloseTo(2 * normalQuantile(0.975) * Math.sqrt(0.005), 10)
  const wide = gaussianPosterior(0.2, 0.1, { prior: { mean: 5, variance: 1e12 } })
  expect(wide.mean).toBeCloseTo(0.2, 9)
})

test('the two expected losses differ by the effect', () => {
  const { mean, lossOfStaying, lossOfTaking } = gaussianPosterior(0.03, 0.07)
  expect(lossOfStaying - lossOfTaking).toBeCloseTo(mean, 12)
})

test('impossible input is refused', () => {
  expect(() => gaussianPosterior(0, 0)).toThrow(/standard error/)
  expect(() => gaussianPosterior(0, 1, { prior: { mean: 0, variance: -1 } })).toThrow(/prior/)
  expect(() => betaBinomial({ successes: 3, trials: 2 }, { successes: 0, trials: 1 })).toThrow(/successes/)
  expect(() => gammaPoisson({ count: 1, exposure: 0 }, { count: 0, exposure: 1 })).toThrow(/exposures/)
})
