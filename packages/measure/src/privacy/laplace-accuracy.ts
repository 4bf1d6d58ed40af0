import { MeasureError, requireFinite } from '../errors.ts'
import { requireScale } from './rdp-of-laplace.ts'

/**
 * The distance from the truth that a figure with Laplace noise exceeds with chance `alpha` only: scale · ln(1 / α).
 *
 * @param scale what one person can change, divided by ε
 * @throws MeasureError `out-of-range`
 * @example laplaceAccuracy(1, 0.05) // 2.995732
 */
export function laplaceAccuracy(scale: number, alpha: number): number {
  requireScale(scale)
  requireFinite('alpha', alpha)
  if (alpha <= 0 || alpha > 1) throw new MeasureError('out-of-range', 'alpha must be above 0 and at most 1.')
  return scale * Math.log(1 / alpha)
}

/**
 * The scale of Laplace noise with which a figure is within `accuracy` of the truth but for chance `alpha`.
 * @throws MeasureError `out-of-range`
 */
export function laplaceScaleOfAccuracy(accuracy: number, alpha: number): number {
  requireFinite('accuracy', accuracy)
  requireFinite('alpha', alpha)
  if (accuracy <= 0) throw new MeasureError('out-of-range', 'accuracy must be above 0.')
  if (alpha <= 0 || alpha >= 1) throw new MeasureError('out-of-range', 'alpha must lie between 0 and 1.')
  return accuracy / Math.log(1 / alpha)
}
