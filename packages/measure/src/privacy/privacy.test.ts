import { expect, test } from 'vitest'
import { laplaceAccuracy, laplaceScaleOfAccuracy } from './laplace-accuracy.ts'
import { logErfc } from './log-erfc.ts'
import { noiseForEpsilon } from './noise-for-epsilon.ts'
import { type PrivateStep, privacySpent } from './privacy-spent.ts'
import { rdpOfGaussian } from './rdp-of-gaussian.ts'
import { rdpOfLaplace } from './rdp-of-laplace.ts'
import { integerOrders, opacusOrders, tensorFlowPrivacyOrders } from './rdp-orders.ts'

const training = (noise: number, rate: number, steps: number): PrivateStep[] => [
  { kind: 'gaussian', noise, rate, steps },
]

/** ln E_{z ~ μ0}[(μ(z) / μ0(z))^α] / (α − 1) by the trapezoid rule: the definition itself. */
function rdpByIntegration(noise: number, rate: number, order: number): number {
  const [from, to, steps] = [-12 * noise - 2, 12 * noise + order + 2, 400_000]
  const width = (to - from) / steps
  const terms: number[] = []
  for (let i = 0; i <= steps; i++) {
    const z = from + i * width
    const ratio = 1 - rate + rate * Math.exp((2 * z - 1) / (2 * noise * noise))
    terms.push((-z * z) / (2 * noise * noise) + order * Math.log(ratio))
  }
  const most = terms.reduce((a, b) => Math.max(a, b))
  const sum = terms.reduce((total, term) => total + Math.exp(term - most), 0) * width
  return (most + Math.log(sum) - Math.log(noise * Math.sqrt(2 * Math.PI))) / (order - 1)
}

test('the published figures come out to the digits: Opacus, TensorFlow Privacy, integer orders', () => {
  const opacus = privacySpent(training(1.5, 0.04, 2250), { delta: 1e-5, orders: opacusOrders })
  expect(opacus.epsilon).toBeCloseTo(7.32911117, 7)
  expect(privacySpent(training(1.5, 0.04, 2250), { delta: 1e-5, orders: integerOrders }).epsilon).toBeCloseTo(
    7.32988,
    5,
  )
  const tensorFlow = privacySpent(training(1.3, 150 / 60_000, (15 * 60_000) / 150), {
    delta: 1e-5,
    orders: tensorFlowPrivacyOrders,
  })
  expect(tensorFlow.epsilon).toBeCloseTo(0.7242234, 7)
  expect(privacySpent(training(1.1, 0.01, 10_000), { delta: 1e-5, orders: integerOrders }).epsilon).toBeCloseTo(
    5.654308,
    6,
  )
})

test.each([
  [1.5, 0.04, 2.5],
  [0.8, 0.01, 1.3],
  [3, 0.2, 7.9],
  [1.1, 0.6, 3.5],
  [1.1, 0.6, 4],
])('noise %f, rate %f, order %f: the series agree with the integral that defines them', (noise, rate, order) => {
  const expected = rdpByIntegration(noise, rate, order)
  expect(rdpOfGaussian({ noise, rate }, order) / expected).toBeCloseTo(1, 8)
})

test('without sampling it is the Gaussian mechanism, and nobody sampled spends nothing', () => {
  expect(rdpOfGaussian({ noise: 2, rate: 1 }, 8)).toBe(1)
  expect(rdpOfGaussian({ noise: 2, rate: 0 }, 8)).toBe(0)
})

test('orders far out neither overflow nor fall', () => {
  let before = 0
  for (const order of [1.01, 1.5, 2, 2.5, 10.9, 63, 200.5, 512, 1024]) {
    const rdp = rdpOfGaussian({ noise: 0.7, rate: 0.001 }, order)
    expect(Number.isFinite(rdp)).toBe(true)
    expect(rdp).toBeGreaterThanOrEqual(before)
    before = rdp
  }
})

test('the logarithm of erfc is right in the middle and far out', () => {
  expect(logErfc(0)).toBeCloseTo(0, 12)
  expect(logErfc(1)).toBeCloseTo(Math.log(0.15729920705028513), 12)
  expect(logErfc(-1)).toBeCloseTo(Math.log(1.8427007929497148), 12)
  // erfc(10) = 2.088487583762545e-45
  expect(logErfc(10)).toBeCloseTo(Math.log(2.088487583762545e-45), 10)
  expect(Math.abs(logErfc(5) - logErfc(5 + 1e-9))).toBeLessThan(2e-8)
  expect(Number.isFinite(logErfc(1000))).toBe(true)
})

test('what two trainings spend is more than either and at most the sum of both', () => {
  const [first, second] = [training(1.2, 0.02, 500), training(2, 0.1, 100)]
  const spent = (mechanisms: PrivateStep[]) => privacySpent(mechanisms, { delta: 1e-6 }).epsilon
  const both = spent([...first, ...second])
  expect(both).toBeGreaterThan(Math.max(spent(first), spent(second)))
  expect(both).toBeLessThan(spent(first) + spent(second))
  expect(spent([...training(1.2, 0.02, 250), ...training(1.2, 0.02, 250)])).toBeCloseTo(spent(first), 10)
})

test('Laplace noise tends to pure ε = 1 / scale as the order grows', () => {
  expect(rdpOfLaplace(2, 1e6)).toBeCloseTo(0.5, 5)
  // α = 2: ln(2/3 e^(1/2) + 1/3 e^(−1)).
  expect(rdpOfLaplace(2, 2)).toBeCloseTo(Math.log((2 / 3) * Math.exp(0.5) + (1 / 3) * Math.exp(-1)), 12)
})

test('the accuracy of a noised figure is scale · ln(1 / α), and back', () => {
  expect(laplaceAccuracy(1, 0.05)).toBeCloseTo(2.995732, 6)
  expect(laplaceScaleOfAccuracy(laplaceAccuracy(3, 0.1), 0.1)).toBeCloseTo(3, 12)
})

test('the noise for a target keeps it, and a little less noise would miss it', () => {
  for (const epsilon of [0.5, 2, 8]) {
    const { noise, spent } = noiseForEpsilon({ epsilon, delta: 1e-5, rate: 0.02, steps: 1000 })
    expect(spent.epsilon).toBeLessThanOrEqual(epsilon)
    expect(privacySpent(training(noise - 0.001, 0.02, 1000), { delta: 1e-5 }).epsilon).toBeGreaterThan(epsilon)
  }
})

test('zero steps spend nothing', () => {
  expect(privacySpent(training(1, 0.1, 0), { delta: 1e-5 }).epsilon).toBe(0)
})

test('the best order at the end of the list is said', () => {
  const spent = privacySpent(training(50, 0.01, 1), { delta: 1e-5, orders: [2, 3] })
  expect(spent.warnings).toEqual([{ code: 'order-at-edge' }])
})

test('impossible input is refused', () => {
  expect(() => rdpOfGaussian({ noise: 0, rate: 0.1 }, 2)).toThrow(/noise must be above 0/)
  expect(() => rdpOfGaussian({ noise: 1, rate: 1.1 }, 2)).toThrow(/rate/)
  expect(() => rdpOfGaussian({ noise: 1, rate: 0.1 }, 1)).toThrow(/order/)
  expect(() => rdpOfLaplace(-1, 2)).toThrow(/scale/)
  expect(() => privacySpent(training(1, 0.1, 1.5), { delta: 1e-5 })).toThrow(/whole number/)
  expect(() => privacySpent(training(1, 0.1, 10), { delta: 0 })).toThrow(/delta/)
  expect(() => privacySpent([], { delta: 1e-5 })).toThrow(/at least one/)
  expect(() => noiseForEpsilon({ epsilon: 1e-9, delta: 1e-5, rate: 1, steps: 1_000_000 })).toThrow(/No noise/)
})
