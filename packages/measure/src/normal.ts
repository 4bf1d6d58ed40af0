import { MeasureError } from './errors.ts'
import { incompleteGammaUpper } from './incomplete-gamma.ts'

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
}

/** Φ(x), with full relative precision in the lower tail: Φ(−x) = Q(½, x²/2) / 2. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new MeasureError('not-finite', 'x must be a number.')
  const tail = 0.5 * incompleteGammaUpper(0.5, 0.5 * x * x)
  return x < 0 ? tail : 1 - tail
}

/**
 * Φ⁻¹(p): the rational start of Abramowitz & Stegun 26.2.23 (error 4.5e-4), polished by Halley's steps, which cube it.
 *
 * @param p between 0 and 1; 0 and 1 give −∞ and ∞
 * @throws MeasureError `out-of-range`
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new MeasureError('out-of-range', 'p must lie in [0, 1].')
  if (p === 0) return Number.NEGATIVE_INFINITY
  if (p === 1) return Number.POSITIVE_INFINITY
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  let x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
  for (let i = 0; i < 3; i++) {
    const density = normalDensity(x)
    if (density === 0) break
    const u = (normalCdf(x) - p) / density
    x -= u / (1 + (x * u) / 2)
  }
  return x
}
