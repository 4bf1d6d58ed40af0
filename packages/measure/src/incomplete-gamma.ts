import { MeasureError } from './errors.ts'
import { logGamma } from './log-gamma.ts'

const epsilon = 1e-16
const tiny = 1e-300

/**
 * Regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a): the series of P below a + 1, Lentz's continued
 * fraction of Q above (Numerical Recipes 3rd ed. §6.2). Far tails keep their relative precision.
 *
 * @param a above 0
 * @param x from 0
 * @throws MeasureError `out-of-range`
 */
export function incompleteGammaUpper(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) throw new MeasureError('out-of-range', 'a must be above 0 and x must not be negative.')
  if (x === 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x)
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 10_000 && Math.abs(term) > Math.abs(sum) * epsilon; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a)
    b += 2
    d = away(an * d + b)
    c = away(b + an / c)
    d = 1 / d
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < epsilon * 4) break
  }
  return h
}

function away(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
