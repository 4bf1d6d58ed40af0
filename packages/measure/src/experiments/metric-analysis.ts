import type { MetricKind } from './arm-sums.ts'

/**
 * `frequentist`: Welch's t, valid at one look that was planned. `sequential`: an asymptotic confidence sequence, and
 * `msprt`: the mixture sequential probability ratio test, both valid at every look. `group-sequential`: valid at the
 * planned looks. `bayesian`: a posterior.
 */
export type AnalysisMethod = 'frequentist' | 'sequential' | 'msprt' | 'group-sequential' | 'bayesian'

/** Why a quantity is missing or to be read with care. */
export type AnalysisWarningCode =
  /** Nobody is in the arm. */
  | 'no-units'
  /** One unit has no variance. */
  | 'too-few-units'
  /** A sum is infinite or no number; revenue without a limit is the usual cause. */
  | 'not-finite'
  /** No data can have such sums: more successes than units, squares that are too small. */
  | 'impossible-sums'
  /** The metric is a ratio and the arm brings no denominators. */
  | 'missing-denominator'
  /** The denominators sum to zero. */
  | 'zero-denominator'
  /** The metric is a quantile and the arm brings no estimate. */
  | 'missing-quantile'
  /** All units have the same value: there is no interval. */
  | 'no-variance'
  /** Nobody or everybody converted in an arm: its variance is that of one success and one failure more. */
  | 'one-sided-counts'
  /** Nothing is relative to zero. */
  | 'zero-control-mean'
  /** The control's mean is not clearly apart from zero: the relative effect is not to be relied on. */
  | 'unstable-relative-effect'
  /** So few units (below 30, or below 5 successes or failures) that the normal approximation is rough. */
  | 'small-sample'
  /** CUPED was asked for and there is nothing to adjust by. */
  | 'no-covariate'
  /** An exact posterior of counts that vary more between units than Poisson's do: the interval is too narrow. */
  | 'overdispersed'

export interface AnalysisWarning {
  readonly code: AnalysisWarningCode
  readonly variation: string
}

/** An arm as it stands, not adjusted. */
export interface ArmResult {
  readonly variation: string
  readonly units: number
  /** Mean, proportion, ratio or quantile. */
  readonly value: number | null
  readonly standardError: number | null
}

/** A difference from the control; what cannot be known is null. */
export interface Effect {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly standardError: number | null
  /** Two-sided; valid at every look where the method is sequential; null of Bayesian and group-sequential analyses. */
  readonly p: number | null
}

export interface TreatmentResult extends ArmResult {
  /** In the metric's unit. */
  readonly absolute: Effect | null
  /** Over the size of the control's value: .05 is 5 % more. */
  readonly relative: Effect | null
  /** Which of the two everything below, and a decision, goes by: relative, unless that was not asked for or does not exist. */
  readonly scale: 'absolute' | 'relative'
  /** Bayesian: posterior probability that the variation is better than the control. */
  readonly chanceToWin: number | null
  /** Bayesian: what is lost on average by a wrong choice, in the unit of `scale`. */
  readonly expectedLoss: { readonly ofShipping: number; readonly ofStaying: number } | null
  /** Smallest effect that would be found with the given power from as many units as there are, in the unit of `scale`. */
  readonly minimumDetectableEffect: number | null
  readonly usedCuped: boolean
  /** Share of the absolute effect's variance that CUPED took away. */
  readonly varianceReduction: number | null
  /** `better` and `worse` only where the interval (Bayesian: the chance) is clear. */
  readonly verdict: 'better' | 'worse' | 'undecided' | 'unknown'
}

/** One metric of one experiment. */
export interface MetricAnalysis {
  readonly kind: MetricKind
  readonly method: AnalysisMethod
  readonly level: number
  readonly better: 'up' | 'down'
  readonly control: ArmResult
  readonly treatments: readonly TreatmentResult[]
  readonly warnings: readonly AnalysisWarning[]
}
