import { MeasureError, requireLevel } from '../errors.ts'
import { normalCdf, normalDensity, normalQuantile } from '../normal.ts'

/** What is believed of an effect before the data; `variance` infinite or the whole left out: nothing (a flat prior). */
export interface GaussianPrior {
  readonly mean: number
  readonly variance: number
}

export interface Posterior {
  readonly mean: number
  readonly standardDeviation: number
  readonly low: number
  readonly high: number
  /** P(effect > 0). */
  readonly chancePositive: number
  /** What is lost on average by staying with the control: E[max(effect, 0)]. */
  readonly lossOfStaying: number
  /** What is lost on average by taking the treatment: E[max(−effect, 0)]. */
  readonly lossOfTaking: number
}

/**
 * Posterior of an effect whose estimate is normal, with its credible interval, the chance that it is above zero and the
 * expected losses: eΦ(e/s) + sφ(e/s) of staying, sφ(e/s) − eΦ(−e/s) of taking.
 *
 * @throws MeasureError `out-of-range`
 * @example gaussianPosterior(.04082, .14725).chancePositive // .609
 */
export function gaussianPosterior(
  estimate: number,
  standardError: number,
  { prior, level = 0.95 }: { readonly prior?: GaussianPrior | undefined; readonly level?: number | undefined } = {},
): Posterior {
  requireLevel(level)
  if (!(standardError > 0) || !Number.isFinite(estimate))
    throw new MeasureError('out-of-range', 'The standard error must be above 0.')
  if (prior !== undefined && (!(prior.variance > 0) || !Number.isFinite(prior.mean)))
    throw new MeasureError('out-of-range', "The prior's variance must be above 0 and its mean a number.")
  // Weight of the prior as a share, which stays exact however wide it is.
  const weight = prior === undefined ? 0 : 1 / (1 + prior.variance / standardError ** 2)
  const mean = weight === 0 ? estimate : weight * (prior?.mean ?? 0) + (1 - weight) * estimate
  const s = standardError * Math.sqrt(1 - weight)
  if (!(s > 0)) throw new MeasureError('out-of-range', "The prior's variance is too small beside the standard error.")
  const z = mean / s
  const half = s * normalQuantile(0.5 + level / 2)
  return {
    mean,
    standardDeviation: s,
    low: mean - half,
    high: mean + half,
    chancePositive: normalCdf(z),
    lossOfStaying: Math.max(0, mean * normalCdf(z) + s * normalDensity(z)),
    lossOfTaking: Math.max(0, s * normalDensity(z) - mean * normalCdf(-z)),
  }
}
