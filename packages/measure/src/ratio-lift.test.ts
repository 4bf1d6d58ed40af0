import { expect, test } from 'vitest'
import { bootstrapInterval } from './bootstrap-interval.ts'
import { meanOfRatio, meanOfSums, type RatioSample } from './moments.ts'
import { type Rng, seededRng } from './random.ts'
import { ratioLift } from './ratio-lift.ts'

interface Shopper {
  readonly clicks: number
  readonly exposures: number
}

/** Shoppers who differ in how much they see and how readily they click: the clicks of one hang together. */
function shoppers(n: number, rate: number, rng: Rng): Shopper[] {
  return Array.from({ length: n }, () => {
    const exposures = 1 + Math.floor(30 * rng() ** 3)
    const own = Math.min(1, rate * 2 * rng())
    let clicks = 0
    for (let i = 0; i < exposures; i++) if (rng() < own) clicks++
    return { clicks, exposures }
  })
}

function sums(people: readonly Shopper[]): RatioSample {
  const total = { n: people.length, numerator: 0, denominator: 0, numeratorSquares: 0, denominatorSquares: 0, cross: 0 }
  for (const { clicks, exposures } of people) {
    total.numerator += clicks
    total.denominator += exposures
    total.numeratorSquares += clicks * clicks
    total.denominatorSquares += exposures * exposures
    total.cross += clicks * exposures
  }
  return total
}

const ctr = (people: readonly Shopper[]) => {
  const { numerator, denominator } = sums(people)
  return numerator / denominator
}

test('worked by hand: three persons an arm', () => {
  // Control: clicks 1, 0, 2 of 4, 2, 6 seen: ratio 3/12 = ¼; residuals 0, −½, ½; Σ² = ½; /(n−1) = ¼; · n/D² = ¾/144.
  const control = sums([
    { clicks: 1, exposures: 4 },
    { clicks: 0, exposures: 2 },
    { clicks: 2, exposures: 6 },
  ])
  expect(meanOfRatio(control)).toEqual({ mean: 0.25, variance: 0.75 / 144, n: 3 })
  // Treatment: 2, 1, 3 of the same: ratio ½; residuals 0, 0, 0: certain.
  const treatment = sums([
    { clicks: 2, exposures: 4 },
    { clicks: 1, exposures: 2 },
    { clicks: 3, exposures: 6 },
  ])
  const lift = ratioLift(control, treatment)
  expect(lift?.effect.value).toBe(1)
  // Variance of the quotient: 0 + ¾/144 · ½² / ¼⁴ = ⅓.
  expect(lift?.standardError).toBeCloseTo(Math.sqrt(1 / 3), 12)
  expect(lift?.degreesOfFreedom).toBeCloseTo(2, 12)
})

test('with one exposure each, a ratio is a mean', () => {
  const people = shoppers(200, 0.2, seededRng(3)).map(({ clicks }) => ({ clicks: Math.min(1, clicks), exposures: 1 }))
  const { n, numerator, numeratorSquares } = sums(people)
  const mean = meanOfSums({ n, sum: numerator, sumSquares: numeratorSquares })
  expect(meanOfRatio(sums(people)).variance).toBeCloseTo(mean.variance, 14)
})

test('the interval agrees with a bootstrap over persons', () => {
  const rng = seededRng(11)
  const control = shoppers(1500, 0.1, rng)
  const treatment = shoppers(1500, 0.13, rng)
  const lift = ratioLift(sums(control), sums(treatment))
  const slow = bootstrapInterval(
    1500,
    (drawn) => {
      const pick = (people: readonly Shopper[]) => ctr(Array.from(drawn, (i) => people[i]!))
      return pick(treatment) / pick(control) - 1
    },
    { samples: 2000, seed: 5 },
  )
  expect(lift?.effect.value).toBeCloseTo(slow.value, 12)
  const width = slow.high - slow.low
  expect(Math.abs(lift!.effect.low - slow.low)).toBeLessThan(0.12 * width)
  expect(Math.abs(lift!.effect.high - slow.high)).toBeLessThan(0.12 * width)
})

test('95 intervals of 100 hold the true effect, although a person clicks more than once', () => {
  const rng = seededRng(77)
  const runs = 600
  let held = 0
  for (let run = 0; run < runs; run++) {
    const lift = ratioLift(sums(shoppers(300, 0.1, rng)), sums(shoppers(300, 0.15, rng)))!
    if (lift.effect.low <= 0.5 && 0.5 <= lift.effect.high) held++
  }
  // Standard error of the share: .9 %.
  expect(held / runs).toBeGreaterThan(0.92)
  expect(held / runs).toBeLessThan(0.98)
})

test('a control that nobody clicked has no relative effect, and arms that nobody saw are refused', () => {
  const none = sums([
    { clicks: 0, exposures: 3 },
    { clicks: 0, exposures: 2 },
  ])
  expect(ratioLift(none, none)).toBe(undefined)
  expect(() => meanOfRatio({ ...none, denominator: 0 })).toThrow(/denominators/)
  expect(() => meanOfRatio({ ...none, n: 1 })).toThrow(/two persons/)
})
