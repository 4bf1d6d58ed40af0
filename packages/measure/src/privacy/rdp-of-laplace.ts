import { MeasureError, requireFinite } from '../errors.ts'

/**
 * Rényi differential privacy ε(α) of the Laplace mechanism (Mironov 2017, "Rényi differential privacy", table II).
 *
 * @param scale of the noise, in units of what one person can change
 * @param order α, above 1
 * @throws MeasureError `out-of-range`
 */
export function rdpOfLaplace(scale: number, order: number): number {
  requireScale(scale)
  requireFinite('order', order)
  if (order <= 1) throw new MeasureError('out-of-range', 'An order of Rényi divergence must be above 1.')
  // Taken out of the logarithm, so that large orders do not overflow.
  const up = (order - 1) / scale
  const rest = order / (2 * order - 1) + ((order - 1) / (2 * order - 1)) * Math.exp(-order / scale - up)
  return (up + Math.log(rest)) / (order - 1)
}

/** @throws MeasureError `out-of-range` */
export function requireScale(scale: number): void {
  requireFinite('scale', scale)
  if (scale <= 0) throw new MeasureError('out-of-range', 'scale must be above 0: without noise nothing is private.')
}
