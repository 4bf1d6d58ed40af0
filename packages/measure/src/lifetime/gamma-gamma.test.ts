import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { fitGammaGamma } from './fit-gamma-gamma.ts'
import { gammaGammaSpend } from './gamma-gamma.ts'
import { gammaDraw } from './synthetic-shoppers.fixture.ts'

function spenders(customers: number, seed: number, truth = { p: 4, q: 5, v: 30 }) {
  const rng = seededRng(seed)
  const frequency = Array.from({ length: customers }, () => 1 + Math.floor(6 * rng()))
  const rates = frequency.map(() => gammaDraw(truth.q, rng) / truth.v)
  const spend = frequency.map((x, i) => gammaDraw(truth.p * x, rng) / (x * rates[i]!))
  return { frequency, spend, means: rates.map((rate) => truth.p / rate) }
}

test('parameters are found again in spenders of the model', () => {
  const model = fitGammaGamma(spenders(4000, 4))
  expect(model.warnings).toEqual([])
  expect(Math.abs(model.correlation!)).toBeLessThan(0.06)
  for (const [name, truth] of [
    ['p', 4],
    ['q', 5],
    ['v', 30],
  ] as const)
    expect(Math.abs(model.parameters[name] - truth)).toBeLessThan(4 * model.standardErrors[name]!)
})

test('what somebody spends is a mean of their own and of everybody, weighted by how much is known', () => {
  const parameters = { p: 6.25, q: 3.74, v: 15.4 }
  const everybody = (6.25 * 15.4) / 2.74
  expect(gammaGammaSpend(parameters, 0, 0)).toBeCloseTo(everybody, 12)
  const weight = (6.25 * 3) / (6.25 * 3 + 2.74)
  expect(gammaGammaSpend(parameters, 3, 80)).toBeCloseTo(weight * 80 + (1 - weight) * everybody, 9)
  expect(gammaGammaSpend({ p: 1, q: 0.5, v: 1 }, 0, 0)).toBeNull()
})

test('expected spend comes closer to the truth than what was seen', () => {
  const { frequency, spend, means } = spenders(2000, 9)
  const { parameters } = fitGammaGamma({ frequency, spend })
  const error = (guess: (i: number) => number): number =>
    means.reduce((sum, mean, i) => sum + (guess(i) - mean) ** 2, 0) / means.length
  expect(error((i) => gammaGammaSpend(parameters, frequency[i]!, spend[i]!)!)).toBeLessThan(
    0.95 * error((i) => spend[i]!),
  )
})

test('it is said where frequent buyers spend otherwise than others', () => {
  const { frequency, spend } = spenders(500, 2)
  const model = fitGammaGamma({ frequency, spend: spend.map((z, i) => z * frequency[i]!) })
  expect(model.warnings).toContainEqual({ code: 'spend-depends-on-frequency' })
})

test('who bought nothing more is left out, and impossible amounts are refused', () => {
  const refused = (frequency: number[], spend: number[], code: string): unknown =>
    expect(() => fitGammaGamma({ frequency, spend })).toThrow(expect.objectContaining({ code }))
  refused([], [], 'too-few')
  refused([1, 0], [3, 9], 'too-few')
  refused([1, 2], [3, 3], 'too-few')
  refused([1, 2], [3, 0], 'out-of-range')
  refused([1, 2], [3, Number.POSITIVE_INFINITY], 'out-of-range')
  refused([1, 2], [3], 'out-of-range')
  refused([1, 2.5], [3, 4], 'out-of-range')
})
