import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logGamma } from '../log-gamma.ts'
import { seededRng } from '../random.ts'
import { bgNbdAlive, bgNbdExpected, bgNbdExpectedNew } from './bg-nbd.ts'
import { bgNbdLikelihood } from './bg-nbd-likelihood.ts'
import { fitBgNbd } from './fit-bg-nbd.ts'
import { groupHistories } from './purchase-histories.ts'
import { bgNbdShoppers } from './synthetic-shoppers.fixture.ts'

const cdnow = { r: 0.242593, alpha: 4.413532, a: 0.792886, b: 2.425754 }

/** The series as it stands in the books: good where nothing cancels. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let [term, sum] = [1, 1]
  for (let k = 0; k < 100_000 && Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
    term *= ((a + k) * (b + k) * z) / ((c + k) * (k + 1))
    sum += term
  }
  return sum
}

test('published expectations for a new customer and for one with a history', () => {
  for (const [time, said] of [
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
  ] as const)
    expect(Math.abs(bgNbdExpectedNew(cdnow, time) - said)).toBeLessThan(0.000051)
  // Published as 1.8576; the integral over chances of leaving, in 2 million steps, is 1.857973.
  expect(bgNbdExpectedNew(cdnow, 78)).toBeCloseTo(1.857973, 6)
  expect(Math.abs(bgNbdExpectedNew(cdnow, 78) - 1.8576)).toBeLessThan(0.0005)
  const one = { frequency: 2, recency: 30.43, age: 38.86 }
  expect(bgNbdExpected(cdnow, one, 39)).toBeCloseTo(1.22591, 5)
  expect(bgNbdAlive(cdnow, one)).toBeCloseTo(0.72661, 5)
})

test('expectations are those of the hypergeometric form in the paper', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      fc.double({ min: 0.2, max: 4, noNaN: true }),
      fc.double({ min: 1.1, max: 6, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
      fc.double({ min: 0.1, max: 60, noNaN: true }),
      (r, alpha, a, b, frequency, time) => {
        fc.pre(Math.abs(a - 1) > 0.05)
        const history = { frequency, recency: 20, age: 30 }
        const sum = alpha + history.age
        const form = hypergeometric(r + frequency, b + frequency, a + b + frequency - 1, time / (sum + time))
        const plain = ((a + b + frequency - 1) / (a - 1)) * (1 - (sum / (sum + time)) ** (r + frequency) * form)
        const expected = plain * bgNbdAlive({ r, alpha, a, b }, history)
        expect(bgNbdExpected({ r, alpha, a, b }, history, time) / expected).toBeCloseTo(1, 6)
      },
    ),
  )
})

test('nothing jumps where the published form divides by nothing', () => {
  for (const a of [1, 1 - 1e-9, 1 + 1e-9]) {
    const near = bgNbdExpectedNew({ r: 0.4, alpha: 3, a, b: 2 }, 20)
    expect(near).toBeCloseTo(
      (bgNbdExpectedNew({ r: 0.4, alpha: 3, a: 0.999, b: 2 }, 20) +
        bgNbdExpectedNew({ r: 0.4, alpha: 3, a: 1.001, b: 2 }, 20)) /
        2,
      6,
    )
  }
  // a + b = 1
  expect(bgNbdExpectedNew({ r: 0.4, alpha: 3, a: 0.4, b: 0.6 }, 20)).toBeCloseTo(
    bgNbdExpectedNew({ r: 0.4, alpha: 3, a: 0.4, b: 0.600001 }, 20),
    5,
  )
})

test('expectations are what thousands of shoppers of the model buy', () => {
  const parameters = { r: 0.8, alpha: 6, a: 0.9, b: 2.5 }
  const { frequency } = bgNbdShoppers(parameters, { customers: 40_000, age: () => 25, rng: seededRng(3) })
  const mean = frequency.reduce((sum, x) => sum + x, 0) / frequency.length
  expect(Math.abs(bgNbdExpectedNew(parameters, 25) / mean - 1)).toBeLessThan(0.03)
})

test('who never came back counts as a customer, a frequent buyer who fell silent does not', () => {
  expect(bgNbdAlive(cdnow, { frequency: 0, recency: 0, age: 100 })).toBe(1)
  expect(bgNbdAlive(cdnow, { frequency: 5000, recency: 30, age: 300 })).toBeLessThan(1e-12)
  expect(bgNbdAlive(cdnow, { frequency: 26, recency: 38, age: 38.86 })).toBeGreaterThan(0.9)
})

test('the likelihood is the integral over rates and chances of leaving', () => {
  const [r, alpha, a, b] = [1.3, 4, 1.2, 2.1]
  const gammaDensity = (x: number): number =>
    Math.exp(r * Math.log(alpha) + (r - 1) * Math.log(x) - alpha * x - logGamma(r))
  const betaDensity = (p: number): number =>
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + (a - 1) * Math.log(p) + (b - 1) * Math.log(1 - p))
  for (const [x, last, age] of [
    [0, 0, 5],
    [1, 2, 5],
    [3, 4, 9],
  ] as const) {
    const steps = 600
    let sum = 0
    for (let i = 0; i < steps; i++) {
      // Midpoints in u³ tame the densities' rise at 0.
      const u = (i + 0.5) / steps
      const rate = 6 * u ** 3
      for (let j = 0; j < steps; j += 3) {
        const p = ((j + 1.5) / steps) ** 3
        const stays = (1 - p) ** x * rate ** x * Math.exp(-rate * age)
        const left = x === 0 ? 0 : p * (1 - p) ** (x - 1) * rate ** x * Math.exp(-rate * last)
        const widths = ((6 * 3 * u * u) / steps) * ((3 * ((j + 1.5) / steps) ** 2 * 3) / steps)
        sum += (stays + left) * gammaDensity(rate) * betaDensity(p) * widths
      }
    }
    const grouped = groupHistories({ frequency: [x], recency: [last], age: [age] })
    expect(bgNbdLikelihood(grouped, Float64Array.of(r, alpha, a, b), new Float64Array(4))).toBeCloseTo(Math.log(sum), 3)
  }
})

test('the gradient is that of finite differences', () => {
  const grouped = groupHistories({ frequency: [0, 2, 7, 2, 40], recency: [0, 3, 9, 3, 29], age: [5, 8, 9.5, 8, 30] })
  const at = [0.7, 3.2, 0.9, 1.8]
  const gradient = new Float64Array(4)
  bgNbdLikelihood(grouped, at, gradient)
  for (const [i, value] of at.entries()) {
    const h = 1e-5
    const side = (sign: number): number =>
      bgNbdLikelihood(
        grouped,
        at.map((one, j) => (i === j ? value + sign * h : one)),
        new Float64Array(4),
      )
    expect(gradient[i]).toBeCloseTo((side(1) - side(-1)) / (2 * h), 5)
  }
})

test('parameters are found again in shoppers of the model, within their standard errors', () => {
  const truth = { r: 0.6, alpha: 8, a: 0.7, b: 2 }
  const rng = seededRng(11)
  const model = fitBgNbd(bgNbdShoppers(truth, { customers: 6000, age: () => 20 + 30 * rng(), rng }))
  expect(model.warnings).toEqual([])
  for (const name of ['r', 'alpha', 'a', 'b'] as const)
    expect(Math.abs(model.parameters[name] - truth[name])).toBeLessThan(4 * model.standardErrors[name]!)
})

test('every one of twenty-five synthetic sets is fitted', () => {
  const rng = seededRng(5)
  for (let set = 0; set < 25; set++) {
    const truth = { r: 0.1 * 30 ** rng(), alpha: 40 ** rng(), a: 0.1 * 30 ** rng(), b: 0.3 * 20 ** rng() }
    const model = fitBgNbd(bgNbdShoppers(truth, { customers: 300, age: () => 20 + 30 * rng(), rng }))
    expect(model.converged).toBe(true)
  }
})

test('where nobody leaves the fit says so, and still tells how often they buy', () => {
  const rng = seededRng(2)
  const model = fitBgNbd(bgNbdShoppers({ r: 1, alpha: 5, a: 1e-9, b: 1 }, { customers: 1500, age: () => 40, rng }))
  expect(model.warnings).toEqual([{ code: 'at-the-edge' }])
  expect(model.standardErrors.a).toBeNull()
  expect(Math.abs(model.parameters.r - 1)).toBeLessThan(4 * model.standardErrors.r!)
})

test('a penalty keeps a handful of customers sensible, and without data leaves the start', () => {
  const handful = { frequency: [1, 0, 4], recency: [2, 0, 9], age: [10, 10, 10] }
  const heavy = fitBgNbd(handful, { penalty: 1e6, start: [2, 20, 1, 3] })
  expect(heavy.parameters.r).toBeCloseTo(2, 3)
  expect(heavy.parameters.alpha).toBeCloseTo(20, 2)
  const light = fitBgNbd(handful, { penalty: 0.1 })
  expect(light.converged).toBe(true)
  expect(light.warnings).toContainEqual({ code: 'few-repeat-customers' })
})

test('impossible histories are refused', () => {
  const refused = (frequency: number[], recency: number[], age: number[], code: string): unknown =>
    expect(() => fitBgNbd({ frequency, recency, age })).toThrow(expect.objectContaining({ code }))
  refused([], [], [], 'too-few')
  refused([0, 0], [0, 0], [3, 4], 'no-repeat-purchases')
  refused([1.5], [1], [3], 'out-of-range')
  refused([1], [4], [3], 'out-of-range')
  refused([0], [2], [3], 'out-of-range')
  refused([2], [0], [3], 'out-of-range')
  refused([2], [1], [Number.POSITIVE_INFINITY], 'out-of-range')
  refused([2, 1], [1], [3], 'out-of-range')
  expect(() => fitBgNbd({ frequency: [1], recency: [1], age: [3] }, { penalty: -1 })).toThrow(/penalty/)
})
