import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confidenceSequence, msprt } from './confidence-sequence.ts'

test('equation 9 of Waudby-Smith et al. term by term', () => {
  const [s, n, alpha, tuning] = [0.02, 8000, 0.05, 5000]
  const rho = Math.sqrt((-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / tuning)
  const variance = s * s * n
  const half = Math.sqrt(
    (variance * 2 * (n * rho ** 2 + 1) * Math.log(Math.sqrt(n * rho ** 2 + 1) / alpha)) / (n * rho) ** 2,
  )
  expect(confidenceSequence(0.1, s, n, { tuning }).halfWidth).toBeCloseTo(half, 12)
})

const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true })

test('p is below α exactly where the interval leaves out zero', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -5, max: 5, noNaN: true }),
      positive(2),
      fc.integer({ min: 2, max: 1e7 }),
      (e, s, n) => {
        const { halfWidth, p } = confidenceSequence(e, s, n)
        if (Math.abs(Math.abs(e) - halfWidth) > 1e-9) expect(p < 0.05).toBe(Math.abs(e) > halfWidth)
        const test = msprt(e, s, { tau: 0.3 })
        if (Math.abs(Math.abs(e) - test.halfWidth) > 1e-9) expect(test.p < 0.05).toBe(Math.abs(e) > test.halfWidth)
      },
    ),
  )
})

test('the mixture test is the confidence sequence whose mixture has the same variance', () => {
  const [e, s, n] = [0.05, 0.02, 9000]
  const rhoSquared = (-2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05))) / 5000
  const same = msprt(e, s, { tau: s * Math.sqrt(n * rhoSquared) })
  const sequence = confidenceSequence(e, s, n)
  expect(same.halfWidth).toBeCloseTo(sequence.halfWidth, 12)
  expect(same.p).toBeCloseTo(sequence.p, 12)
})

test('the likelihood ratio of the mixture test, worked by hand', () => {
  // V = .04, τ² = .09, e = .5: Λ = √(V / (V + τ²)) · exp(τ² e² / (2 V (V + τ²))).
  const lambda = Math.sqrt(0.04 / 0.13) * Math.exp((0.09 * 0.25) / (2 * 0.04 * 0.13))
  expect(msprt(0.5, 0.2, { tau: 0.3 }).p).toBeCloseTo(1 / lambda, 12)
})

test('near the tuned number of units the interval is tightest beside that of one look', () => {
  const ratio = (n: number) => confidenceSequence(0, 1, n, { tuning: 5000 }).halfWidth
  expect(ratio(5000)).toBeLessThan(ratio(500))
  expect(ratio(5000)).toBeLessThan(ratio(50_000))
})

test('impossible input is refused', () => {
  expect(() => confidenceSequence(0, 0, 10)).toThrow(/above 0/)
  expect(() => msprt(0, 1, { tau: 0 })).toThrow(/above 0/)
})
