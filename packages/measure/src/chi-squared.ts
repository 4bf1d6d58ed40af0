import { MeasureError } from './errors.ts'
import { incompleteGammaUpper } from './incomplete-gamma.ts'

/**
 * P(χ² ≥ x) with `df` degrees of freedom: the regularised upper incomplete gamma function Q(df/2, x/2).
 * @throws MeasureError `out-of-range`
 */
export function chiSquaredUpperTail(x: number, df: number): number {
  if (!(x >= 0) || !(df > 0)) throw new MeasureError('out-of-range', 'x must not be negative and df must be above 0.')
  return incompleteGammaUpper(df / 2, x / 2)
}
