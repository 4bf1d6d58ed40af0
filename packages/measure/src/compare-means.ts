import { requireLevel } from './errors.ts'
import { defaultLevel, type Interval } from './interval.ts'
import type { MeanEstimate } from './moments.ts'
import { studentQuantile, studentTwoSided } from './student-t.ts'

export interface Comparison {
  readonly effect: Interval
  /** Two-sided. */
  readonly p: number
  readonly standardError: number
  /** Welch–Satterthwaite, from the variances of the two means. */
  readonly degreesOfFreedom: number
}

/**
 * Treatment against control: absolute (difference of means) or relative (difference over the control's mean, whose
 * uncertainty the delta method takes in). Student's t with Welch's degrees of freedom.
 *
 * Where nothing can be said (control mean zero in a relative comparison) `undefined`.
 */
export function compareMeans(
  control: MeanEstimate,
  treatment: MeanEstimate,
  { relative = false, level = defaultLevel }: { readonly relative?: boolean; readonly level?: number } = {},
): Comparison | undefined {
  requireLevel(level)
  const difference = treatment.mean - control.mean
  const pooled = control.variance + treatment.variance
  const value = relative ? difference / control.mean : difference
  if (!Number.isFinite(value)) return undefined
  const variance = relative
    ? treatment.variance / control.mean ** 2 + (control.variance * treatment.mean ** 2) / control.mean ** 4
    : pooled
  const degreesOfFreedom =
    pooled === 0
      ? Number.POSITIVE_INFINITY
      : pooled ** 2 / (control.variance ** 2 / (control.n - 1) + treatment.variance ** 2 / (treatment.n - 1))
  const standardError = Math.sqrt(variance)
  if (standardError === 0) {
    return { effect: { value, low: value, high: value }, p: value === 0 ? 1 : 0, standardError, degreesOfFreedom }
  }
  const half = standardError * studentQuantile(0.5 + level / 2, degreesOfFreedom)
  return {
    effect: { value, low: value - half, high: value + half },
    p: studentTwoSided(value / standardError, degreesOfFreedom),
    standardError,
    degreesOfFreedom,
  }
}
