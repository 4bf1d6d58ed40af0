import { chiSquaredUpperTail } from '../chi-squared.ts'
import { MeasureError, requireLevel, requireRange } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { invertPositive } from '../invert-positive.ts'
import { normalCdf, normalQuantile } from '../normal.ts'
import { type BaselineHazard, baselineHazard } from './baseline-hazard.ts'
import { type CoxData, coxLikelihood } from './cox-likelihood.ts'
import { checkObservations, type Observations } from './observations.ts'

export interface CoxOptions {
  /** Events at the same time. Default `efron`. */
  readonly ties?: 'efron' | 'breslow'
  /** Pulls coefficients towards 0 by ridge/2 · Σ β², in units of the covariates. Default 0. */
  readonly ridge?: number
  readonly level?: number
}

export interface CoxCoefficient {
  readonly value: number
  readonly standardError: number
  /** exp(value): by what factor one unit more changes the hazard. */
  readonly hazardRatio: Interval
  readonly z: number
  readonly p: number
}

export interface CoxModel {
  readonly coefficients: readonly CoxCoefficient[]
  /** Means of the covariates: the baseline is of somebody with these. */
  readonly means: readonly number[]
  readonly baseline: BaselineHazard
  readonly logLikelihood: number
  /** With all coefficients 0. */
  readonly nullLogLikelihood: number
  /** Likelihood ratio against no covariates. */
  readonly chiSquared: number
  readonly p: number
  readonly events: number
  readonly converged: boolean
  /** [k × k], row-major. */
  readonly covariance: readonly number[]
}

/**
 * Proportional hazards (Cox 1972): what makes the event come sooner or later. Newton’s steps, halved until the partial likelihood
 * rises.
 *
 * @param columns one array a covariate, a finite value a subject
 * @throws MeasureError `too-few` without events, `not-identified` where covariates repeat one another or one tells the events
 *   apart without exception (a ridge helps), `out-of-range`
 * @example
 * fitCox({ time: [6, 7, 1, 2], event: [1, 0, 1, 1] }, [[1, 1, 0, 0]], { ridge: 0.1 }).coefficients[0].hazardRatio
 */
export function fitCox(
  observations: Observations,
  columns: readonly ArrayLike<number>[],
  options: CoxOptions = {},
): CoxModel {
  const { ties = 'efron', ridge = 0, level = defaultLevel } = options
  requireLevel(level)
  requireRange('ridge', ridge, 0, Number.MAX_VALUE)
  const { data, means } = prepare(observations, columns, ties)
  const k = columns.length
  const penalised = (at: Float64Array) => {
    const found = coxLikelihood(data, at)
    for (const [i, value] of at.entries()) {
      found.logLikelihood -= (ridge / 2) * value * value
      found.gradient[i] = (found.gradient[i] as number) - ridge * value
      found.information[i * k + i] = (found.information[i * k + i] as number) + ridge
    }
    return found
  }
  let at: Float64Array = new Float64Array(k)
  let now = penalised(at)
  const nullLogLikelihood = now.logLikelihood
  let converged = false
  for (let round = 0; round < 100 && !converged; round++) {
    const inverse = invertPositive(now.information, k)
    if (!inverse) throw notIdentified()
    const step = at.map((_, i) => now.gradient.reduce((sum, g, j) => sum + (inverse[i * k + j] as number) * g, 0))
    const gain = step.reduce((sum, s, i) => sum + s * (now.gradient[i] as number), 0)
    converged = gain < 1e-12 * (1 + Math.abs(now.logLikelihood))
    for (let size = 1; size > 1e-6; size /= 2) {
      const next = at.map((value, i) => value + size * (step[i] as number))
      const found = penalised(next)
      if (!(found.logLikelihood >= now.logLikelihood - 1e-12 * Math.abs(now.logLikelihood))) continue
      at = next
      now = found
      break
    }
  }
  const covariance = invertPositive(now.information, k)
  // A likelihood that keeps rising leaves a coefficient without bound: its spread grows with it.
  const spreads = data.columns.map((column) => spreadOf(column))
  if (!covariance || at.some((value, i) => Math.abs(value) * (spreads[i] as number) > 10)) throw notIdentified()
  const bare = coxLikelihood(data, at)
  const chiSquared = Math.max(0, 2 * (bare.logLikelihood - nullLogLikelihood))
  const quantile = normalQuantile((1 + level) / 2)
  return {
    coefficients: Array.from(at, (value, i) =>
      coefficientOf(value, Math.sqrt(covariance[i * k + i] as number), quantile),
    ),
    means,
    baseline: baselineHazard(data, at),
    logLikelihood: bare.logLikelihood,
    nullLogLikelihood,
    chiSquared,
    p: chiSquaredUpperTail(chiSquared, k),
    events: Array.from(observations.event).reduce((sum, one) => sum + one, 0),
    converged,
    covariance: [...covariance],
  }
}

/** Σ β (x − mean): the logarithm of a subject's hazard beside that of somebody average. */
export function coxScore(
  { coefficients, means }: Pick<CoxModel, 'coefficients' | 'means'>,
  covariates: ArrayLike<number>,
): number {
  return coefficients.reduce((sum, { value }, i) => sum + value * ((covariates[i] as number) - (means[i] as number)), 0)
}

function coefficientOf(value: number, standardError: number, quantile: number): CoxCoefficient {
  const z = value / standardError
  const [low, high] = [value - quantile * standardError, value + quantile * standardError]
  return {
    value,
    standardError,
    hazardRatio: { value: Math.exp(value), low: Math.exp(low), high: Math.exp(Math.min(700, high)) },
    z,
    p: 2 * normalCdf(-Math.abs(z)),
  }
}

/** Centred, so that exp(xβ) stays in range and the baseline is that of somebody average. */
export function prepare(
  observations: Observations,
  columns: readonly ArrayLike<number>[],
  ties: 'efron' | 'breslow',
): { readonly data: CoxData; readonly means: readonly number[] } {
  checkObservations(observations)
  const { time, event } = observations
  if (columns.length === 0) throw new MeasureError('too-few', 'Give at least one covariate.')
  for (const column of columns) {
    if (column.length !== time.length) throw new MeasureError('out-of-range', 'Give each covariate once a subject.')
    if (!Array.from(column).every(Number.isFinite)) throw new MeasureError('not-finite', 'Covariates must be finite.')
  }
  if (!Array.from(event).includes(1))
    throw new MeasureError('too-few', 'Nobody had the event: there is nothing to explain.')
  const means = columns.map((column) => Array.from(column).reduce((sum, x) => sum + x, 0) / column.length)
  const centred = columns.map((column, i) => Float64Array.from(column, (x) => x - (means[i] as number)))
  const order = Int32Array.from({ length: time.length }, (_, i) => i).sort(
    (a, b) => (time[b] as number) - (time[a] as number) || a - b,
  )
  return { data: { time, event, columns: centred, order, ties }, means }
}

function spreadOf(centred: Float64Array): number {
  return Math.sqrt(centred.reduce((sum, x) => sum + x * x, 0) / centred.length)
}

function notIdentified(): MeasureError {
  return new MeasureError(
    'not-identified',
    'The covariates cannot be told apart, or one of them tells all events: leave one out, or give a ridge above 0.',
  )
}
