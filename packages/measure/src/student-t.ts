import { MeasureError } from './errors.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { normalCdf, normalQuantile } from './normal.ts'

/** From here on the approximation below is closer (1e-10) than the beta function, whose logarithms cancel. */
const normalFrom = 1e5

/**
 * P(|T| ≥ |t|) of Student's t distribution with `df` degrees of freedom (any positive real).
 * @throws MeasureError `out-of-range`
 */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) throw new MeasureError('out-of-range', 'df must be above 0 and t a number.')
  if (!Number.isFinite(t)) return 0
  // Abramowitz & Stegun 26.7.8, error of order 1/df².
  if (df >= normalFrom) return 2 * normalCdf((-Math.abs(t) * (1 - 1 / (4 * df))) / Math.sqrt(1 + (t * t) / (2 * df)))
  const whole = df + t * t
  return incompleteBeta(df / whole, df / 2, 0.5, (t * t) / whole)
}

/** P(T ≤ t) of Student's t distribution. */
export function studentCdf(t: number, df: number): number {
  const tail = studentTwoSided(t, df) / 2
  return t < 0 ? tail : 1 - tail
}

/**
 * The t with P(T ≤ t) = p, by bisection of the two-sided tail: 100 halvings reach the last bit.
 * @throws MeasureError `out-of-range`
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new MeasureError('out-of-range', 'p must lie between 0 and 1.')
  if (p === 0.5) return 0
  if (p < 0.5) return -studentQuantile(1 - p, df)
  const target = 2 * (1 - p)
  let low = 0
  let high = Math.max(2, 2 * normalQuantile(p))
  while (studentTwoSided(high, df) > target) high *= 2
  for (let i = 0; i < 100 && low < high; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (studentTwoSided(middle, df) > target) low = middle
    else high = middle
  }
  return (low + high) / 2
}
