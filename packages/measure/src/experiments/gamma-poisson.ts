import { MeasureError, requireLevel } from '../errors.ts'
import { incompleteBeta } from '../incomplete-beta.ts'
import { incompleteGammaUpper } from '../incomplete-gamma.ts'
import { type ExactPosterior, expectationOf, intervalOf } from './exact-posterior.ts'

/** `count` events in so much exposure (units, days). */
export interface Rate {
  readonly count: number
  readonly exposure: number
}

/** A Gamma distribution of rates. */
export interface GammaPrior {
  readonly shape: number
  /** Per unit of exposure: the mean is shape / rate. */
  readonly rate: number
}

/** Nearly flat on the scale of logarithms: half an event in no time to speak of (Jeffreys). */
const jeffreys: GammaPrior = { shape: 0.5, rate: 1e-6 }

/**
 * Exact posterior of two Poisson rates with Gamma priors. The ratio of two Gamma variables is a Beta variable in
 * disguise, so that chances and the relative interval are incomplete beta functions.
 *
 * @param prior of both arms. Default Jeffreys's, Gamma(½, 0)
 * @throws MeasureError `out-of-range`
 * @example gammaPoisson({ count: 90, exposure: 100 }, { count: 110, exposure: 100 }).chancePositive // .921
 */
export function gammaPoisson(
  control: Rate,
  treatment: Rate,
  {
    prior = jeffreys,
    level = 0.95,
  }: { readonly prior?: GammaPrior | undefined; readonly level?: number | undefined } = {},
): ExactPosterior {
  requireLevel(level)
  if (!(prior.shape > 0 && prior.rate > 0 && Number.isFinite(prior.shape + prior.rate)))
    throw new MeasureError('out-of-range', "The prior's shape and rate must be above 0.")
  const [a, b] = [control, treatment].map(({ count, exposure }) => {
    if (!(count >= 0 && exposure > 0 && Number.isFinite(count + exposure)))
      throw new MeasureError('out-of-range', 'Counts must not be negative and exposures must be above 0.')
    return { shape: prior.shape + count, rate: prior.rate + exposure }
  }) as [GammaPrior, GammaPrior]
  const [meanA, meanB] = [a.shape / a.rate, b.shape / b.rate]
  const chancePositive = chanceGammaAbove(a, b, 1)
  const lossOfStaying = Math.max(
    0,
    meanB * chanceGammaAbove(a, { ...b, shape: b.shape + 1 }, 1) -
      meanA * chanceGammaAbove({ ...a, shape: a.shape + 1 }, b, 1),
  )
  const widest = meanA + meanB + 12 * Math.sqrt(a.shape / a.rate ** 2 + b.shape / b.rate ** 2)
  return {
    absolute: {
      value: meanB - meanA,
      ...intervalOf((d) => differenceBelow(a, b, d), { level, from: -widest, to: widest }),
    },
    relative: {
      value: a.shape > 1 ? (meanB * a.rate) / (a.shape - 1) - 1 : null,
      ...intervalOf((r) => 1 - chanceGammaAbove(a, b, 1 + r), { level, from: -1, to: Number.POSITIVE_INFINITY }),
    },
    chancePositive,
    lossOfStaying,
    lossOfTaking: Math.max(0, lossOfStaying - (meanB - meanA)),
  }
}

/** P(b > factor · a): with x = rate_a · a, y = rate_b · b both standard, y / (x + y) is Beta(shape_b, shape_a). */
function chanceGammaAbove(a: GammaPrior, b: GammaPrior, factor: number): number {
  if (factor <= 0) return 1
  const whole = a.rate + factor * b.rate
  return Math.min(1, Math.max(0, incompleteBeta(a.rate / whole, a.shape, b.shape, (factor * b.rate) / whole)))
}

/** P(b − a ≤ d), over the logarithm of a, on whose scale the density is smooth however few events there are. */
function differenceBelow(a: GammaPrior, b: GammaPrior, d: number): number {
  const mode = Math.log(a.shape / a.rate)
  const width = 9 / Math.sqrt(a.shape)
  return expectationOf(
    (y) => {
      const at = Math.exp(y) + d
      return !(at > 0) ? 0 : 1 - incompleteGammaUpper(b.shape, b.rate * at)
    },
    {
      logDensity: (y) => a.shape * (y - mode) - a.rate * Math.exp(y),
      from: mode - Math.max(width, 40 / a.shape),
      to: mode + Math.min(width, 5),
      breaks: d < 0 ? [Math.log(-d)] : [],
    },
  )
}
