import { MeasureError } from './errors.ts'
import { logGamma } from './log-gamma.ts'

const tiny = 1e-300

/**
 * Regularised incomplete beta function I_x(a, b) by Lentz's continued fraction (Numerical Recipes 3rd ed. §6.4).
 *
 * @param x from 0 to 1
 * @param complement 1 − x where the caller knows it more exactly
 * @throws MeasureError `out-of-range`
 */
export function incompleteBeta(x: number, a: number, b: number, complement: number = 1 - x): number {
  if (!(x >= 0 && x <= 1) || !(a > 0) || !(b > 0)) {
    throw new MeasureError('out-of-range', 'x must lie in [0, 1], a and b must be above 0.')
  }
  if (x === 0) return 0
  if (complement === 0) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement))
  // The fraction converges fast on the near side of the mean; the far side follows by symmetry.
  if (x < (a + 1) / (a + b + 2)) return (front * fraction(x, a, b)) / a
  return 1 - (front * fraction(complement, b, a)) / b
}

function fraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return h
}

function away(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
