import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { fitParetoNbd } from './fit-pareto-nbd.ts'
import { paretoNbdAlive, paretoNbdExpected, paretoNbdExpectedNew } from './pareto-nbd.ts'
import { paretoNbdLikelihood, paretoNbdTerms } from './pareto-nbd-likelihood.ts'
import { groupHistories } from './purchase-histories.ts'
import { gammaDraw } from './synthetic-shoppers.fixture.ts'

const cdnow = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }

/** Simpson's rule in steps fine enough for the steepest of the cases below. */
function slowIntegral(f: (t: number) => number, from: number, to: number): number {
  const steps = 40_000
  const h = (to - from) / steps
  let sum = f(from) + f(to)
  for (let i = 1; i < steps; i++) sum += f(from + i * h) * (i % 2 === 1 ? 4 : 2)
  return (sum * h) / 3
}

test('the share of leavers is the integral over when they left, for frequent buyers too', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 20, noNaN: true }),
      fc.double({ min: 0.5, max: 60, noNaN: true }),
      fc.double({ min: 0.05, max: 20, noNaN: true }),
      fc.double({ min: 0.5, max: 60, noNaN: true }),
      fc.integer({ min: 0, max: 150 }),
      fc.double({ min: 0.1, max: 30, noNaN: true }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      (r, alpha, s, beta, frequency, first, silence) => {
        const recency = frequency === 0 ? 0 : first
        const age = recency + silence
        const { left, lived } = paretoNbdTerms({ r, alpha, s, beta }, { frequency, recency, age })
        const scale = (r + frequency) * Math.log(alpha + recency) + (s + 1) * Math.log(beta + recency)
        const slow = slowIntegral(
          (t) => Math.exp(scale - (r + frequency) * Math.log(alpha + t) - (s + 1) * Math.log(beta + t)),
          recency,
          age,
        )
        const front = r * Math.log(alpha) + s * Math.log(beta)
        expect(left).toBeCloseTo(front + Math.log(s) + Math.log(slow) - scale, 5)
        expect(lived).toBeCloseTo(front - (r + frequency) * Math.log(alpha + age) - s * Math.log(beta + age), 9)
      },
    ),
    { numRuns: 40 },
  )
})

test('the gradient is that of finite differences', () => {
  const grouped = groupHistories({ frequency: [0, 2, 7, 2, 40], recency: [0, 3, 9, 3, 29], age: [5, 8, 9, 8, 30] })
  for (const at of [
    [0.7, 3.2, 0.9, 11],
    [0.7, 13, 1.9, 4],
  ]) {
    const gradient = new Float64Array(4)
    paretoNbdLikelihood(grouped, Float64Array.from(at), gradient)
    for (const [i, value] of at.entries()) {
      const h = 1e-5
      const side = (sign: number): number => {
        const moved = Float64Array.from(at, (one, j) => (i === j ? value + sign * h : one))
        return paretoNbdLikelihood(grouped, moved, new Float64Array(4))
      }
      expect(gradient[i]).toBeCloseTo((side(1) - side(-1)) / (2 * h), 5)
    }
  }
})

test('shoppers of the model buy and leave as it expects, and give its parameters back', () => {
  const rng = seededRng(21)
  const truth = { r: 0.8, alpha: 7, s: 1, beta: 15 }
  const customers = 12_000
  const [frequency, recency, age] = [[], [], []] as [number[], number[], number[]]
  const [later, lives] = [[], []] as [number[], number[]]
  for (let i = 0; i < customers; i++) {
    const rate = gammaDraw(truth.r, rng) / truth.alpha
    const life = -Math.log(1 - rng()) / (gammaDraw(truth.s, rng) / truth.beta)
    let [time, before, last, after] = [0, 0, 0, 0]
    for (;;) {
      time -= Math.log(1 - rng()) / rate
      if (!(time < Math.min(life, 50))) break
      if (time < 30) [before, last] = [before + 1, time]
      else after++
    }
    frequency.push(before)
    recency.push(last)
    age.push(30)
    later.push(after)
    lives.push(Number(life > 30))
  }
  const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0)
  expect(Math.abs(paretoNbdExpectedNew(truth, 30) / (sum(frequency) / customers) - 1)).toBeLessThan(0.04)
  const histories = frequency.map((x, i) => ({ frequency: x, recency: recency[i]!, age: 30 }))
  const predicted = sum(histories.map((history) => paretoNbdExpected(truth, history, 20)))
  expect(Math.abs(predicted / sum(later) - 1)).toBeLessThan(0.05)
  expect(Math.abs(sum(histories.map((history) => paretoNbdAlive(truth, history))) / sum(lives) - 1)).toBeLessThan(0.02)
  const part = <T>(list: readonly T[]): readonly T[] => list.slice(0, 1500)
  const model = fitParetoNbd({ frequency: part(frequency), recency: part(recency), age: part(age) })
  expect(model.converged).toBe(true)
  for (const name of ['r', 'alpha', 's', 'beta'] as const)
    expect(Math.abs(Math.log(model.parameters[name] / truth[name]))).toBeLessThan(
      (4 * model.standardErrors[name]!) / model.parameters[name],
    )
})

test('nothing happens at s = 1, and certainty of having left is not a NaN', () => {
  expect(paretoNbdExpectedNew({ ...cdnow, s: 1 }, 39)).toBeCloseTo(
    paretoNbdExpectedNew({ ...cdnow, s: 1 + 1e-7 }, 39),
    5,
  )
  expect(paretoNbdAlive(cdnow, { frequency: 4000, recency: 10, age: 4000 })).toBeLessThan(1e-12)
  expect(paretoNbdAlive(cdnow, { frequency: 4, recency: 10, age: 10 })).toBe(1)
})
