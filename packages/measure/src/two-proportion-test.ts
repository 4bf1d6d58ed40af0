import { chiSquaredUpperTail } from './chi-squared.ts'
import { MeasureError, requireLevel } from './errors.ts'
import { defaultLevel, type Interval } from './interval.ts'
import { normalQuantile } from './normal.ts'

/** `successes` of `trials`. */
export interface Proportion {
  readonly successes: number
  readonly trials: number
}

export interface TwoProportionTest {
  /** Treatment − control, with Wald's interval (unpooled variances). */
  readonly difference: Interval
  /** Pooled z; its square is Pearson's χ² without continuity correction. */
  readonly z: number
  /** Two-sided, of the pooled test. */
  readonly p: number
}

/**
 * Compares two proportions.
 *
 * @throws MeasureError `out-of-range`
 * @example twoProportionTest({ successes: 40, trials: 100 }, { successes: 50, trials: 100 }).p // .155218
 */
export function twoProportionTest(
  control: Proportion,
  treatment: Proportion,
  level: number = defaultLevel,
): TwoProportionTest {
  requireLevel(level)
  for (const { successes, trials } of [control, treatment]) {
    if (!(trials > 0) || !(successes >= 0) || successes > trials) {
      throw new MeasureError('out-of-range', 'trials must be above 0 and successes must lie in [0, trials].')
    }
  }
  const a = control.successes / control.trials
  const b = treatment.successes / treatment.trials
  const value = b - a
  const half =
    normalQuantile(0.5 + level / 2) * Math.sqrt((a * (1 - a)) / control.trials + (b * (1 - b)) / treatment.trials)
  const pooled = (control.successes + treatment.successes) / (control.trials + treatment.trials)
  const variance = pooled * (1 - pooled) * (1 / control.trials + 1 / treatment.trials)
  const z = variance === 0 ? 0 : value / Math.sqrt(variance)
  return { difference: { value, low: value - half, high: value + half }, z, p: chiSquaredUpperTail(z * z, 1) }
}
