import { type Comparison, compareMeans } from './compare-means.ts'
import { defaultLevel } from './interval.ts'
import { meanOfRatio, type RatioSample } from './moments.ts'

/**
 * Relative effect on a ratio metric (clicks per exposure, revenue per order) where persons were randomised: variance of
 * each arm's ratio by the delta method with per-person sums and cross products, then of the quotient of the two.
 *
 * @returns undefined where the control's ratio is zero
 * @throws MeasureError `too-few`, `out-of-range`
 */
export function ratioLift(
  control: RatioSample,
  treatment: RatioSample,
  level: number = defaultLevel,
): Comparison | undefined {
  return compareMeans(meanOfRatio(control), meanOfRatio(treatment), { relative: true, level })
}
