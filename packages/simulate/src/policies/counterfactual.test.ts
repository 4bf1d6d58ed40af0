import { expect, test } from 'vitest'
import { createShopperStates } from '../behaviour/shopper-state.ts'
import { draw } from '../random/draw.ts'
import { expectedOf } from '../visits/expected.ts'
import { planVisits } from '../visits/plan-visits.ts'
import { createWorld, type World } from '../world.ts'
import { type Counterfactual, counterfactual } from './counterfactual.ts'
import { oraclePolicy, personalisedPolicy, popularPolicy, randomPolicy } from './policies.ts'

const startAt = Date.UTC(2026, 1, 2)
const worldOf = (seed: number, shoppers = 200): World =>
  createWorld({ seed, startAt, days: 10, products: 60, shoppers, visitsPer28Days: 10 })

/** Relative difference of click-through rates with a 95 % interval: delta method on per-shopper sums. */
function effect(treated: readonly { clicks: number; shown: number }[], control: typeof treated) {
  const summary = (arm: typeof treated) => {
    const shown = arm.reduce((sum, one) => sum + one.shown, 0)
    const rate = arm.reduce((sum, one) => sum + one.clicks, 0) / shown
    const variance = arm.reduce((sum, one) => sum + (one.clicks - rate * one.shown) ** 2, 0) / shown ** 2
    return { rate, relative: Math.sqrt(variance) / rate }
  }
  const [a, b] = [summary(treated), summary(control)]
  const lift = a.rate / b.rate - 1
  const wide = 1.96 * (1 + lift) * Math.hypot(a.relative, b.relative)
  return { lift, low: lift - wide, high: lift + wide }
}

/** An A/B test among shoppers whose fate under both policies is known: each keeps the one of the arm that luck gives. */
function experiment(world: World, a: Counterfactual, b: Counterfactual) {
  const inA = (at: number): boolean => draw(world.seed, 'arm', at) < 0.5
  const known = <T>(one: T | undefined): one is T => one !== undefined
  return effect(
    a.byShopper.filter((_, at) => inA(at)).filter(known),
    b.byShopper.filter((_, at) => !inA(at)).filter(known),
  )
}

test('oracle ≥ half-informed ≥ popular ≥ random, in expectation and on every visit for the oracle', () => {
  for (const seed of [1, 2, 3]) {
    const world = worldOf(seed)
    const clicks = (policy: Parameters<typeof counterfactual>[1]): number =>
      counterfactual(world, policy).total.expected.clicks
    const [oracle, personalised, popular, random] = [
      oraclePolicy(world),
      personalisedPolicy(world, 0.5),
      popularPolicy(world),
      randomPolicy(world),
    ]
    expect(clicks(oracle)).toBeGreaterThan(clicks(personalised))
    expect(clicks(personalised)).toBeGreaterThan(clicks(popular))
    expect(clicks(popular)).toBeGreaterThan(clicks(random))
    const states = createShopperStates(world)
    for (const visit of planVisits(world).slice(0, 100)) {
      const best = expectedOf(world, states, visit, oracle(visit, 10, states)).clicks
      for (const other of [popular, random, personalised])
        expect(best).toBeGreaterThanOrEqual(expectedOf(world, states, visit, other(visit, 10, states)).clicks - 1e-12)
    }
  }
})

test('the same policy twice has no effect at all: common random numbers', () => {
  const world = worldOf(4)
  expect(counterfactual(world, popularPolicy(world))).toEqual(counterfactual(world, popularPolicy(world)))
})

test('clicks scatter around what is expected of the lists', () => {
  const { total } = counterfactual(worldOf(5, 600), randomPolicy(worldOf(5, 600)))
  expect(Math.abs(total.clicks - total.expected.clicks)).toBeLessThan(3.5 * Math.sqrt(total.expected.clicks))
  expect(Math.abs(total.orders - total.expected.orders)).toBeLessThan(3.5 * Math.sqrt(total.expected.orders))
})

test('measured intervals of 95 % hold the truth about as often as they say, A/A and A/B, over 100 seeds', () => {
  let held = 0
  let falseAlarms = 0
  const seeds = 100
  for (let seed = 0; seed < seeds; seed++) {
    const world = worldOf(1000 + seed, 120)
    const visits = planVisits(world)
    const a = counterfactual(world, personalisedPolicy(world, 1), { visits })
    const b = counterfactual(world, popularPolicy(world), { visits })
    const rate = ({ total }: Counterfactual): number => total.expected.clicks / total.shown
    const { low, high } = experiment(world, a, b)
    const truth = rate(a) / rate(b) - 1
    if (low <= truth && truth <= high) held += 1
    const same = experiment(world, b, b)
    if (same.low > 0 || same.high < 0) falseAlarms += 1
  }
  // Binomial with n = 100, p = .05: more than 12 misses happen once in 670.
  expect(held).toBeGreaterThanOrEqual(seeds - 12)
  expect(falseAlarms).toBeLessThanOrEqual(12)
  expect(held).toBeLessThan(seeds)
}, 120_000)
