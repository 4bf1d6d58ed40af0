import { MeasureError, requireLevel } from './errors.ts'
import { normalQuantile } from './normal.ts'

export interface SampleSizeOptions {
  /** Smallest difference of means worth finding, in the metric's unit. */
  readonly minimumEffect: number
  /** Variance of the metric between persons, the same in both arms. */
  readonly variance: number
  /** Two-sided. Default .05. */
  readonly alpha?: number
  /** Default .8. */
  readonly power?: number
}

/**
 * Persons needed in total by two equal arms to find a difference of means, from Student's t power with the normal
 * approximation plus Guenther's z²/4 correction an arm (Guenther 1981), which agrees with G*Power's exact answer.
 *
 * @throws MeasureError `out-of-range`
 * @example sampleSize({ minimumEffect: .3, variance: 100 }) // 34,886
 */
export function sampleSize({ minimumEffect, variance, alpha = 0.05, power = 0.8 }: SampleSizeOptions): number {
  requireLevel(1 - alpha)
  requireLevel(power)
  if (!(Math.abs(minimumEffect) > 0) || !(variance > 0)) {
    throw new MeasureError('out-of-range', 'minimumEffect must not be zero and variance must be above 0.')
  }
  const zAlpha = normalQuantile(1 - alpha / 2)
  const z = zAlpha + normalQuantile(power)
  const each = (2 * variance * z * z) / minimumEffect ** 2 + (zAlpha * zAlpha) / 4
  return 2 * Math.ceil(each)
}
