import { MeasureError, requireLevel } from '../errors.ts'

/** Where a sequential interval is tightest if nothing else is said: GrowthBook's default. */
export const defaultSequentialTuning = 5000

/** What a sequential test says of an estimate, at whatever moment it is asked. */
export interface AlwaysValid {
  /** The interval is the estimate ± this. */
  readonly halfWidth: number
  /** Two-sided; may be looked at any number of times. */
  readonly p: number
}

/**
 * Asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, arXiv 2103.06476, eq. 9): intervals
 * that hold the truth at all moments at once with the given confidence.
 *
 * @param estimate an asymptotically normal effect
 * @param standardError its standard error now, above 0
 * @param n units in both arms together
 * @param tuning the n at which the interval is to be tightest
 * @throws MeasureError `out-of-range`, `not-finite`
 * @example confidenceSequence(.50386, .0270, 6461, { tuning: 5000 }).halfWidth // .10288
 */
export function confidenceSequence(
  estimate: number,
  standardError: number,
  n: number,
  {
    level = 0.95,
    tuning = defaultSequentialTuning,
  }: { readonly level?: number | undefined; readonly tuning?: number | undefined } = {},
): AlwaysValid {
  requireLevel(level)
  if (!(standardError > 0) || !(n > 0) || !(tuning > 0) || ![estimate, n, tuning].every(Number.isFinite))
    throw new MeasureError('out-of-range', 'The standard error, n and tuning must be above 0.')
  const logAlpha = Math.log1p(-level)
  const rhoSquared = (-2 * logAlpha + Math.log(1 - 2 * logAlpha)) / tuning
  return mixture(estimate, standardError, n * rhoSquared, logAlpha)
}

/**
 * Mixture sequential probability ratio test with a normal mixture (Robbins 1970; Johari, Koomen, Pekelis & Walsh 2017):
 * under the alternative the effect is N(0, τ²).
 *
 * @param tau standard deviation of effects that are expected, in the estimate's unit, above 0
 * @throws MeasureError `out-of-range`, `not-finite`
 */
export function msprt(
  estimate: number,
  standardError: number,
  { tau, level = 0.95 }: { readonly tau: number; readonly level?: number | undefined },
): AlwaysValid {
  requireLevel(level)
  if (!(standardError > 0) || !(tau > 0) || ![estimate, tau].every(Number.isFinite))
    throw new MeasureError('out-of-range', 'The standard error and tau must be above 0.')
  return mixture(estimate, standardError, (tau / standardError) ** 2, Math.log1p(-level))
}

/**
 * Both are one martingale: a normal mixture over the effect whose variance is `ratio` times the estimate's. Its value is
 * exp(z²·ratio / (2 (ratio + 1))) / √(ratio + 1); p is one over it, and the interval holds what it does not reject.
 */
function mixture(estimate: number, standardError: number, ratio: number, logAlpha: number): AlwaysValid {
  const more = ratio + 1
  const z = estimate / standardError
  const logMartingale = (z * z * ratio) / (2 * more) - Math.log(more) / 2
  return {
    halfWidth: standardError * Math.sqrt(((2 * more) / ratio) * (Math.log(more) / 2 - logAlpha)),
    p: Math.min(1, Math.exp(-logMartingale)),
  }
}
