import { meanOfProportion } from '../moments.ts'
import type { ArmSums, MetricKind } from './arm-sums.ts'
import type { AnalysisWarningCode } from './metric-analysis.ts'

/** What one arm's sums say, or why they say nothing. */
export interface ArmEstimate {
  readonly value: number | null
  /** Squared standard error; null where it cannot be known. */
  readonly variance: number | null
  readonly warnings: readonly AnalysisWarningCode[]
}

/** Rounding of sums that came from a database may break an inequality by this share. */
const slack = 1e-6
/** Beyond it a number cannot count. */
const mostUnits = Number.MAX_SAFE_INTEGER
const small = 30
const smallCount = 5

/** Value and squared standard error of a metric in one arm. Never throws on data: what is wrong with them is a warning. */
export function armEstimate(arm: ArmSums, kind: MetricKind): ArmEstimate {
  const { units } = arm
  if (units === 0) return nothing('no-units')
  if (!Number.isFinite(units) || !Number.isFinite(arm.sum)) return nothing('not-finite')
  if (units < 1 || units > mostUnits) return nothing('impossible-sums')
  const estimate = estimates[kind](arm)
  if (estimate.value !== null && !Number.isFinite(estimate.value)) return nothing('not-finite')
  if (estimate.variance !== null && !Number.isFinite(estimate.variance))
    return { ...estimate, variance: null, warnings: [...estimate.warnings, 'not-finite'] }
  if (estimate.variance !== null && units < small)
    return { ...estimate, warnings: [...new Set<AnalysisWarningCode>([...estimate.warnings, 'small-sample'])] }
  return estimate
}

const nothing = (code: AnalysisWarningCode): ArmEstimate => ({ value: null, variance: null, warnings: [code] })

const estimates: Readonly<Record<MetricKind, (arm: ArmSums) => ArmEstimate>> = {
  proportion,
  mean,
  ratio,
  quantile,
}

/**
 * p with p (1 − p) / n. Where nobody or everybody converted that variance is zero, which would be certainty from
 * however few units: then it is the variance of a sample with one success and one failure more (Agresti & Caffo 2000).
 */
function proportion({ sum, units }: ArmSums): ArmEstimate {
  if (sum < 0 || sum > units) return nothing('impossible-sums')
  if (units < 2) return { value: sum / units, variance: null, warnings: ['too-few-units'] }
  const { mean: value, variance } = meanOfProportion(sum, units)
  if (sum === 0 || sum === units)
    return { value, variance: meanOfProportion(sum + 1, units + 2).variance, warnings: ['one-sided-counts'] }
  const few = Math.min(sum, units - sum) < smallCount
  return { value, variance, warnings: few ? ['small-sample'] : [] }
}

function mean({ sum, sumSquares, units }: ArmSums): ArmEstimate {
  if (!Number.isFinite(sumSquares)) return nothing('not-finite')
  const value = sum / units
  const squares = centred(sumSquares, sum, sum, units)
  if (squares < -slack * sumSquares || sumSquares < 0) return nothing('impossible-sums')
  return withVariance(value, Math.max(0, squares) / (units - 1) / units, units, squares <= 1e-12 * sumSquares)
}

/** Σ y / Σ d by the delta method over units (Deng et al. 2018, eq. 4). */
function ratio(arm: ArmSums): ArmEstimate {
  const { sum, sumSquares, units, denominatorSum, denominatorSumSquares, crossSum } = arm
  if (denominatorSum === undefined || denominatorSumSquares === undefined || crossSum === undefined)
    return nothing('missing-denominator')
  if (![sumSquares, denominatorSum, denominatorSumSquares, crossSum].every(Number.isFinite))
    return nothing('not-finite')
  if (denominatorSum === 0) return nothing('zero-denominator')
  if (denominatorSum < 0 || sumSquares < 0 || denominatorSumSquares < 0) return nothing('impossible-sums')
  const value = sum / denominatorSum
  const size = sumSquares + value * value * denominatorSumSquares
  const residual = size - 2 * value * crossSum
  if (residual < -slack * size) return nothing('impossible-sums')
  const variance = ((Math.max(0, residual) / (units - 1)) * units) / denominatorSum / denominatorSum
  return withVariance(value, variance, units, residual <= 1e-12 * size)
}

function quantile({ quantile: given, units }: ArmSums): ArmEstimate {
  if (given === undefined) return nothing('missing-quantile')
  if (!Number.isFinite(given.value) || !Number.isFinite(given.variance)) return nothing('not-finite')
  if (given.variance < 0) return nothing('impossible-sums')
  return withVariance(given.value, given.variance, units, given.variance === 0)
}

function withVariance(value: number, variance: number, units: number, flat: boolean): ArmEstimate {
  if (units < 2) return { value, variance: null, warnings: ['too-few-units'] }
  return flat ? { value, variance: 0, warnings: ['no-variance'] } : { value, variance, warnings: [] }
}

/** Σ (a − ā)(b − b̄) from sums. */
export function centred(cross: number, a: number, b: number, n: number): number {
  return cross - (a / n) * b
}
