import type { MeanEstimate } from '../moments.ts'
import type { AdjustedMean } from './cuped.ts'

/** A difference from the control before a method says how sure it is. */
export interface EstimatedEffect {
  readonly value: number
  /** Null where an arm has no variance that can be known. */
  readonly standardError: number | null
  /** Welch–Satterthwaite, from the absolute variances. */
  readonly degreesOfFreedom: number
  /** In both arms. */
  readonly units: number
}

/** An arm to compare, adjusted by CUPED or not, beside its raw mean, which relative effects divide by. */
export interface ComparedArm {
  readonly adjusted: AdjustedMean
  readonly raw: number
}

/** Where the relative effect of adjusted means is linearised: at the raw means (GrowthBook) or at the adjusted effect. */
export type CupedGradient = 'raw' | 'adjusted'

/** Treatment − control. */
export function absoluteEffect(control: ComparedArm, treatment: ComparedArm): EstimatedEffect | null {
  const variance = control.adjusted.variance + treatment.adjusted.variance
  return finite(treatment.adjusted.mean - control.adjusted.mean, variance, control.adjusted, treatment.adjusted)
}

/**
 * The same over the size of the control's raw mean a, whose uncertainty the delta method takes in. Without CUPED its
 * variance is var b / a² + var a · b² / a⁴; with it, the adjusted mean's covariance with the raw one counts too.
 *
 * @returns null where the control's mean is zero
 */
export function relativeEffect(
  control: ComparedArm,
  treatment: ComparedArm,
  gradient: CupedGradient,
): EstimatedEffect | null {
  const base = Math.abs(control.raw)
  if (base === 0) return null
  const { adjusted: a } = control
  const difference = treatment.adjusted.mean - a.mean
  const w = (gradient === 'raw' ? treatment.raw - control.raw : difference) / control.raw
  const own = a.variance / base / base + ((2 * w * a.rawCovariance) / base + (w * w * a.rawVariance) / base) / base
  // Rounding may leave a hair below zero.
  const variance = treatment.adjusted.variance / base / base + Math.max(0, own)
  return finite(difference / base, variance, a, treatment.adjusted)
}

function finite(value: number, variance: number, a: MeanEstimate, b: MeanEstimate): EstimatedEffect | null {
  if (!Number.isFinite(value) || !Number.isFinite(variance)) return null
  // Shares of the sum, so that very small or large variances do not leave the range of numbers.
  const share = a.variance / (a.variance + b.variance)
  const degreesOfFreedom = 1 / (share ** 2 / (a.n - 1) + (1 - share) ** 2 / (b.n - 1))
  return {
    value,
    standardError: Math.sqrt(variance),
    degreesOfFreedom: Number.isFinite(degreesOfFreedom) ? degreesOfFreedom : Math.max(1, a.n + b.n - 2),
    units: a.n + b.n,
  }
}
