import type { SettledOptions } from './analysis-options.ts'
import type { ArmEstimate } from './arm-estimate.ts'
import type { ArmSums } from './arm-sums.ts'
import { type AdjustedMean, cuped } from './cuped.ts'
import { absoluteEffect, type ComparedArm, type EstimatedEffect, relativeEffect } from './estimate-effect.ts'
import { exactInference } from './exact-inference.ts'
import { type InferredEffect, inferEffect } from './infer-effect.ts'
import type { AnalysisWarningCode, ArmResult, TreatmentResult } from './metric-analysis.ts'
import { regressionAdjustment } from './regression-adjustment.ts'

export interface Arm {
  readonly sums: ArmSums
  readonly estimate: ArmEstimate
}

/** An arm by itself. */
export function armResult({ sums, estimate }: Arm): ArmResult {
  const { variation, units } = sums
  return {
    variation,
    units: Number.isFinite(units) ? units : 0,
    value: estimate.value,
    standardError: estimate.variance === null ? null : Math.sqrt(estimate.variance),
  }
}

interface Compared {
  readonly result: TreatmentResult
  readonly codes: readonly AnalysisWarningCode[]
}

/** One variation against the control; `bounds` are those of a group-sequential design, worked out once. */
export function compareArms(
  control: Arm,
  treatment: Arm,
  options: SettledOptions,
  bounds: readonly number[],
): Compared {
  const exact =
    options.method === 'bayesian' && options.posterior === 'exact' && known(control) && known(treatment)
      ? exactInference(control.sums, treatment.sums, options)
      : null
  const adjusted = exact === null ? adjust(control, treatment, options) : undefined
  const { absolute, relative } = exact ?? estimatedEffects(control, treatment, adjusted, options, bounds)
  const shown = (options.scale === 'relative' ? relative : null) ?? absolute
  const codes: AnalysisWarningCode[] = [
    ...(exact === null && adjusted === undefined && wantsCuped(control, treatment, options)
      ? ['no-covariate' as const]
      : []),
    ...(exact?.overdispersed ? ['overdispersed' as const] : []),
    ...unexplained(control, treatment, absolute),
  ]
  return {
    codes,
    result: {
      ...armResult(treatment),
      absolute: absolute?.effect ?? null,
      relative: relative?.effect ?? null,
      scale: shown !== null && shown === relative ? 'relative' : 'absolute',
      chanceToWin: shown?.chanceToWin ?? null,
      expectedLoss: shown?.expectedLoss ?? null,
      minimumDetectableEffect: shown?.minimumDetectableEffect ?? null,
      usedCuped: adjusted !== undefined,
      varianceReduction: adjusted === undefined ? null : reduction(control, treatment, adjusted),
      verdict: verdict(shown, options),
    },
  }
}

/** An interval that is missing although both arms are sound by themselves. */
function unexplained(control: Arm, treatment: Arm, absolute: InferredEffect | null): AnalysisWarningCode[] {
  const explained = control.estimate.warnings.length + treatment.estimate.warnings.length > 0
  if (explained || typeof absolute?.effect.low === 'number') return []
  return [absolute?.effect.standardError === 0 ? 'no-variance' : 'not-finite']
}

const known = ({ estimate }: Arm): boolean => estimate.value !== null

interface Effects {
  readonly absolute: InferredEffect | null
  readonly relative: InferredEffect | null
}

function estimatedEffects(
  control: Arm,
  treatment: Arm,
  adjusted: Adjusted | undefined,
  options: SettledOptions,
  bounds: readonly number[],
): Effects {
  const [a, b] = [compared(control, adjusted?.control), compared(treatment, adjusted?.treatment)]
  const infer = (effect: EstimatedEffect | null, scale: 'absolute' | 'relative'): InferredEffect | null =>
    effect && inferEffect(effect, scale, options, bounds)
  return {
    absolute: infer(a && b ? absoluteEffect(a, b) : difference(control, treatment), 'absolute'),
    relative: infer(a && b ? relativeEffect(a, b, options.cupedGradient) : null, 'relative'),
  }
}

const wantsCuped = (control: Arm, treatment: Arm, { cuped: wanted }: SettledOptions): boolean =>
  wanted && [control, treatment].some(({ sums }) => sums.pre !== undefined || sums.covariates !== undefined)

interface Adjusted {
  readonly control: AdjustedMean
  readonly treatment: AdjustedMean
}

/** Adjusts where both arms have a variance of their own to lessen. */
function adjust(control: Arm, treatment: Arm, options: SettledOptions): Adjusted | undefined {
  const { kind } = options
  const able = ({ estimate }: Arm) =>
    estimate.variance !== null && estimate.variance > 0 && !estimate.warnings.includes('one-sided-counts')
  if (!wantsCuped(control, treatment, options) || !able(control) || !able(treatment)) return undefined
  const several = (kind === 'mean' || kind === 'proportion') && control.sums.covariates !== undefined
  return several ? regressionAdjustment(control.sums, treatment.sums, kind) : cuped(control.sums, treatment.sums, kind)
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

function reduction(control: Arm, treatment: Arm, adjusted: Adjusted): number | null {
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
