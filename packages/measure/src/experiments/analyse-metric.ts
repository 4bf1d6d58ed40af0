import { type AnalysisOptions, type SettledOptions, settleOptions } from './analysis-options.ts'
import { type ArmEstimate, armEstimate } from './arm-estimate.ts'
import type { ArmSums } from './arm-sums.ts'
import { type AdjustedMean, type CupedEstimates, cuped } from './cuped.ts'
import { absoluteEffect, type ComparedArm, type EstimatedEffect, relativeEffect } from './estimate-effect.ts'
import { groupSequentialBounds } from './group-sequential.ts'
import { type InferredEffect, inferEffect } from './infer-effect.ts'
import type {
  AnalysisWarning,
  AnalysisWarningCode,
  ArmResult,
  MetricAnalysis,
  TreatmentResult,
} from './metric-analysis.ts'

interface Arm {
  readonly sums: ArmSums
  readonly estimate: ArmEstimate
}

/**
 * Compares each variation of an experiment with the control on one metric. The work does not grow with the units: only
 * their sums come in.
 *
 * Data that say nothing (nobody, one unit, no variance, a control of zero, infinite revenue, no denominators) are no
 * error: what cannot be known is null, never NaN or infinite, and a warning says why.
 *
 * @param arms one for each variation
 * @throws MeasureError `too-few`, `no-control`, `out-of-range`, `not-finite` where the question itself makes no sense
 * @example
 * analyseMetric(
 *   [
 *     { variation: 'a', units: 3407, sum: 1396.87, sumSquares: 52377.9767 },
 *     { variation: 'b', units: 3461, sum: 2422.7, sumSquares: 134698.29 },
 *   ],
 *   { kind: 'mean' },
 * ).treatments[0].relative // { value: .70732, low: -.03526, high: 1.44989, p: .06191, … }
 */
export function analyseMetric(arms: readonly ArmSums[], options: AnalysisOptions): MetricAnalysis {
  const settled = settleOptions(arms, options)
  const bounds =
    settled.method === 'group-sequential'
      ? groupSequentialBounds(settled.looks ?? [], { level: settled.level, spending: settled.spending })
      : []
  const estimated = arms.map((sums): Arm => ({ sums, estimate: armEstimate(sums, settled.kind) }))
  const control = estimated.find(({ sums }) => sums.variation === settled.control) as Arm
  const treatments = estimated.filter((arm) => arm !== control).map((arm) => compare(control, arm, settled, bounds))
  const warnings = [
    ...estimated.flatMap(({ sums, estimate }) => estimate.warnings.map((code) => warning(code, sums.variation))),
    ...controlWarnings(control, settled).map((code) => warning(code, settled.control)),
    ...treatments.flatMap(({ result, codes }) => codes.map((code) => warning(code, result.variation))),
  ]
  const { kind, method, level, better } = settled
  return {
    kind,
    method,
    level,
    better,
    control: armResult(control),
    treatments: treatments.map(({ result }) => result),
    warnings,
  }
}

const warning = (code: AnalysisWarningCode, variation: string): AnalysisWarning => ({ code, variation })

function armResult({ sums, estimate }: Arm): ArmResult {
  const { variation, units } = sums
  return {
    variation,
    units: Number.isFinite(units) ? units : 0,
    value: estimate.value,
    standardError: estimate.variance === null ? null : Math.sqrt(estimate.variance),
  }
}

/** A control mean that could as well be zero makes a quotient that means little. */
function controlWarnings({ estimate }: Arm, { scale }: SettledOptions): readonly AnalysisWarningCode[] {
  const { value, variance } = estimate
  if (scale === 'absolute' || value === null) return []
  if (value === 0) return ['zero-control-mean']
  return variance !== null && value * value < 9 * variance ? ['unstable-relative-effect'] : []
}

interface Compared {
  readonly result: TreatmentResult
  readonly codes: readonly AnalysisWarningCode[]
}

function compare(control: Arm, treatment: Arm, options: SettledOptions, bounds: readonly number[]): Compared {
  const adjusted = adjust(control, treatment, options)
  const codes: AnalysisWarningCode[] =
    adjusted === undefined && wantsCuped(control, treatment, options) ? ['no-covariate'] : []
  const [a, b] = [compared(control, adjusted?.control), compared(treatment, adjusted?.treatment)]
  const infer = (effect: EstimatedEffect | null, scale: 'absolute' | 'relative'): InferredEffect | null =>
    effect && inferEffect(effect, scale, options, bounds)
  const absolute = infer(a && b ? absoluteEffect(a, b) : difference(control, treatment), 'absolute')
  const relative = infer(
    a && b && options.scale === 'relative' ? relativeEffect(a, b, options.cupedGradient) : null,
    'relative',
  )
  const shown = relative ?? absolute
  return {
    codes,
    result: {
      ...armResult(treatment),
      absolute: absolute?.effect ?? null,
      relative: relative?.effect ?? null,
      scale: relative === null ? 'absolute' : 'relative',
      chanceToWin: shown?.chanceToWin ?? null,
      expectedLoss: shown?.expectedLoss ?? null,
      minimumDetectableEffect: shown?.minimumDetectableEffect ?? null,
      usedCuped: adjusted !== undefined,
      varianceReduction: adjusted === undefined ? null : reduction(control, treatment, adjusted),
      verdict: verdict(shown, options),
    },
  }
}

const wantsCuped = (control: Arm, treatment: Arm, { cuped: wanted }: SettledOptions): boolean =>
  wanted && (control.sums.pre !== undefined || treatment.sums.pre !== undefined)

/** Adjusts where both arms have a variance of their own to lessen. */
function adjust(control: Arm, treatment: Arm, options: SettledOptions): CupedEstimates | undefined {
  const able = ({ estimate }: Arm) =>
    estimate.variance !== null && estimate.variance > 0 && !estimate.warnings.includes('one-sided-counts')
  return wantsCuped(control, treatment, options) && able(control) && able(treatment)
    ? cuped(control.sums, treatment.sums, options.kind)
    : undefined
}

function compared({ sums, estimate }: Arm, adjusted: AdjustedMean | undefined): ComparedArm | undefined {
  const { value, variance } = estimate
  if (value === null || variance === null) return undefined
  const own = { mean: value, variance, n: sums.units, rawVariance: variance, rawCovariance: variance }
  return { adjusted: adjusted ?? own, raw: value }
}

/** What is left to say where an arm has a value and no variance. */
function difference(control: Arm, treatment: Arm): EstimatedEffect | null {
  if (control.estimate.value === null || treatment.estimate.value === null) return null
  const value = treatment.estimate.value - control.estimate.value
  if (!Number.isFinite(value)) return null
  return { value, standardError: null, degreesOfFreedom: 1, units: control.sums.units + treatment.sums.units }
}

function reduction(control: Arm, treatment: Arm, adjusted: CupedEstimates): number | null {
  const before = (control.estimate.variance ?? 0) + (treatment.estimate.variance ?? 0)
  const share = 1 - (adjusted.control.variance + adjusted.treatment.variance) / before
  return Number.isFinite(share) ? share : null
}

function verdict(shown: InferredEffect | null, { method, level, better }: SettledOptions): TreatmentResult['verdict'] {
  if (shown === null) return 'unknown'
  if (method === 'bayesian') {
    if (shown.chanceToWin === null) return 'unknown'
    if (shown.chanceToWin >= level) return 'better'
    return shown.chanceToWin <= 1 - level ? 'worse' : 'undecided'
  }
  const { low, high } = shown.effect
  if (low === null || high === null) return 'unknown'
  if (low > 0) return better === 'up' ? 'better' : 'worse'
  if (high < 0) return better === 'up' ? 'worse' : 'better'
  return 'undecided'
}
