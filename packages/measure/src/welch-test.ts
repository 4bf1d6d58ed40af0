import { type Comparison, compareMeans } from './compare-means.ts'
import { MeasureError } from './errors.ts'
import { defaultLevel } from './interval.ts'
import { meanOfProportion, meanOfSums, type SumSample } from './moments.ts'
import type { Proportion } from './two-proportion-test.ts'

export interface WelchTest {
  /** Treatment mean − control mean. */
  readonly absolute: Comparison
  /** Divided by the control's mean (delta method); undefined where that mean is zero. */
  readonly relative: Comparison | undefined
}

/**
 * Welch's t test of two means from sums (GrowthBook's frequentist engine has the same definitions: the relative effect
 * divides by the control mean, the degrees of freedom use the absolute variances).
 *
 * @throws MeasureError `too-few` below two observations in an arm
 * @example
 * welchTest({ n: 3407, sum: 1396.87, sumSquares: 52377.9767 }, { n: 3461, sum: 2422.7, sumSquares: 134698.29 })
 *   .relative?.effect // { value: .70732, low: -.03526, high: 1.44989 }
 */
export function welchTest(control: SumSample, treatment: SumSample, level: number = defaultLevel): WelchTest {
  return bothWays(meanOfSums(control), meanOfSums(treatment), level)
}

/** The same test on proportions, with variances p (1 − p) / n. */
export function proportionWelchTest(
  control: Proportion,
  treatment: Proportion,
  level: number = defaultLevel,
): WelchTest {
  return bothWays(
    meanOfProportion(control.successes, control.trials),
    meanOfProportion(treatment.successes, treatment.trials),
    level,
  )
}

type Means = Parameters<typeof compareMeans>[0]

function bothWays(control: Means, treatment: Means, level: number): WelchTest {
  const absolute = compareMeans(control, treatment, { level })
  if (absolute === undefined) throw new MeasureError('not-finite', 'Sums must be finite numbers.')
  return { absolute, relative: compareMeans(control, treatment, { relative: true, level }) }
}
