import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chiSquaredUpperTail } from './chi-squared.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { incompleteGammaUpper } from './incomplete-gamma.ts'
import { logGamma } from './log-gamma.ts'
import { normalCdf, normalDensity, normalQuantile } from './normal.ts'
import { studentCdf, studentQuantile, studentTwoSided } from './student-t.ts'

/** Simpson's rule: the slow and obvious integral. */
function integrate(f: (x: number) => number, from: number, to: number, steps = 20_000): number {
  const h = (to - from) / steps
  let sum = f(from) + f(to)
  for (let i = 1; i < steps; i++) sum += f(from + i * h) * (i % 2 === 1 ? 4 : 2)
  return (sum * h) / 3
}

test('the logarithm of the gamma function gives factorials and the square root of pi', () => {
  let logFactorial = 0
  for (let n = 1; n <= 170; n++) {
    expect(logGamma(n)).toBeCloseTo(logFactorial, 10)
    logFactorial += Math.log(n)
  }
  expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 12)
  expect(Math.exp(logGamma(0.1))).toBeCloseTo(9.513507698668732, 10)
})

test('normal tables: probabilities and quantiles', () => {
  expect(normalCdf(0)).toBe(0.5)
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14)
  expect(normalCdf(-1)).toBeCloseTo(0.15865525393145707, 14)
  expect(normalCdf(-10) / 7.61985302416052e-24).toBeCloseTo(1, 10)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
  expect(normalQuantile(0.5)).toBeCloseTo(0, 15)
  expect(normalQuantile(0.995)).toBeCloseTo(2.575829303548901, 12)
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY)
})

test('the normal distribution function is the integral of its density', () => {
  for (const x of [-3, -1.3, -0.2, 0.7, 2.5]) {
    expect(normalCdf(x)).toBeCloseTo(integrate(normalDensity, -12, x), 11)
  }
})

test('the normal quantile undoes the distribution function, deep into the tail', () => {
  fc.assert(
    fc.property(fc.double({ min: -35, max: 8, noNaN: true }), (x) => {
      expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(x > 5 ? 0.2 : 1e-8)
    }),
  )
})

test('chi-squared table', () => {
  expect(chiSquaredUpperTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12)
  expect(chiSquaredUpperTail(18.307038053275146, 10)).toBeCloseTo(0.05, 12)
  // With two degrees of freedom the tail is exp(−x/2).
  for (const x of [0, 0.1, 1, 5, 50, 700]) expect(chiSquaredUpperTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 10)
})

test('the incomplete gamma function is the integral of its definition', () => {
  for (const [a, x] of [
    [1.5, 0.3],
    [2.5, 2],
    [7, 12],
    [30, 25],
  ] as const) {
    const lower = integrate((t) => t ** (a - 1) * Math.exp(-t), 0, x)
    expect(incompleteGammaUpper(a, x)).toBeCloseTo(1 - lower / Math.exp(logGamma(a)), 6)
  }
})

test('the incomplete beta function of whole numbers is a sum of binomial probabilities', () => {
  const choose = (n: number, k: number) => Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1))
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (a, b, x) => {
        const n = a + b - 1
        let sum = 0
        for (let j = a; j <= n; j++) sum += choose(n, j) * x ** j * (1 - x) ** (n - j)
        expect(incompleteBeta(x, a, b)).toBeCloseTo(sum, 10)
      },
    ),
  )
})

test("Student's t: tables, and the closed forms for one and two degrees of freedom", () => {
  expect(studentQuantile(0.975, 1)).toBeCloseTo(12.706204736174694, 9)
  expect(studentQuantile(0.975, 10)).toBeCloseTo(2.228138851964939, 9)
  expect(studentQuantile(0.975, 30)).toBeCloseTo(2.042272456301238, 9)
  expect(studentQuantile(0.95, 120)).toBeCloseTo(1.657650899, 8)
  for (const t of [-8, -1, -0.01, 0, 0.3, 2, 40]) {
    expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12)
    expect(studentCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12)
  }
})

test("Student's t with many degrees of freedom is the normal distribution", () => {
  expect(studentTwoSided(1.96, 1e9)).toBeCloseTo(2 * normalCdf(-1.96), 8)
  // The two methods meet where one takes over from the other.
  for (const t of [0.1, 1, 2, 4]) expect(studentTwoSided(t, 99_999) / studentTwoSided(t, 100_001)).toBeCloseTo(1, 7)
  expect(studentTwoSided(1.96, Number.POSITIVE_INFINITY)).toBe(2 * normalCdf(-1.96))
  expect(studentQuantile(0.975, 1e8)).toBeCloseTo(normalQuantile(0.975), 6)
})

test("Student's quantile undoes the distribution function", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.0001, max: 0.9999, noNaN: true }),
      fc.double({ min: 0.5, max: 1e6, noNaN: true }),
      (p, df) => {
        expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 8)
      },
    ),
  )
})

test('what is no probability is refused', () => {
  expect(() => normalQuantile(1.1)).toThrow(/\[0, 1\]/)
  expect(() => normalCdf(Number.NaN)).toThrow(/number/)
  expect(() => studentQuantile(0, 3)).toThrow(/between 0 and 1/)
  expect(() => studentTwoSided(1, 0)).toThrow(/df/)
  expect(() => chiSquaredUpperTail(-1, 1)).toThrow(/negative/)
  expect(() => incompleteBeta(2, 1, 1)).toThrow(/x must/)
})
