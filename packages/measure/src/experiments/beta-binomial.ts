import { MeasureError, requireLevel } from '../errors.ts'
import { incompleteBeta } from '../incomplete-beta.ts'
import type { Proportion } from '../two-proportion-test.ts'
import { type ExactPosterior, expectationOf, intervalOf } from './exact-posterior.ts'

/** A Beta distribution: α − 1 successes and β − 1 failures seen on top of a flat one. */
export interface BetaPrior {
  readonly alpha: number
  readonly beta: number
}

const flat: BetaPrior = { alpha: 1, beta: 1 }

/**
 * P(b > a) of two independent Beta variables, by integrating the distribution of a over the density of b.
 *
 * @throws MeasureError `out-of-range`
 * @example chanceBetaAbove({ alpha: 50, beta: 52 }, { alpha: 52, beta: 50 }) // .610771
 */
export function chanceBetaAbove(a: BetaPrior, b: BetaPrior): number {
  return chanceAbove(a, b, (x) => x)
}

/**
 * Exact posterior of two proportions with Beta priors: chance to win, expected losses, credible intervals of the
 * difference and of the relative effect.
 *
 * @param prior of both arms. Default Beta(1, 1), flat
 * @throws MeasureError `out-of-range`
 * @example
 * betaBinomial({ successes: 49, trials: 100 }, { successes: 51, trials: 100 }).chancePositive // .610771
 */
export function betaBinomial(
  control: Proportion,
  treatment: Proportion,
  { prior = flat, level = 0.95 }: { readonly prior?: BetaPrior | undefined; readonly level?: number | undefined } = {},
): ExactPosterior {
  requireLevel(level)
  if (!(prior.alpha > 0 && prior.beta > 0 && Number.isFinite(prior.alpha + prior.beta)))
    throw new MeasureError('out-of-range', "The prior's alpha and beta must be above 0.")
  const [a, b] = [control, treatment].map(({ successes, trials }) => {
    if (!(successes >= 0 && successes <= trials && Number.isFinite(trials)))
      throw new MeasureError('out-of-range', 'successes must lie in [0, trials].')
    return { alpha: prior.alpha + successes, beta: prior.beta + trials - successes }
  }) as [BetaPrior, BetaPrior]
  const chancePositive = chanceBetaAbove(a, b)
  // E[b; b > a] is the mean of b times the same chance with one success more (Stucchio 2015).
  const above = (more: 'a' | 'b') => chanceBetaAbove(more === 'a' ? oneMore(a) : a, more === 'b' ? oneMore(b) : b)
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  const lossOfStaying = Math.max(0, meanB * above('b') - meanA * above('a'))
  return {
    absolute: {
      value: meanB - meanA,
      ...intervalOf((d) => 1 - chanceAbove(a, b, (x) => x - d, [d, 1 + d]), { level, from: -1, to: 1 }),
    },
    // E[1/a] exists where α > 1; else the ratio has no mean and its median is what can be said.
    relative: {
      ...relativeMean(a, meanB),
      ...intervalOf((r) => 1 - chanceAbove(a, b, (x) => x / (1 + r), [1 + r]), {
        level,
        from: -1,
        to: Number.POSITIVE_INFINITY,
      }),
    },
    chancePositive,
    lossOfStaying,
    lossOfTaking: Math.max(0, lossOfStaying - (meanB - meanA)),
  }
}

const meanOf = ({ alpha, beta }: BetaPrior): number => alpha / (alpha + beta)
const oneMore = ({ alpha, beta }: BetaPrior): BetaPrior => ({ alpha: alpha + 1, beta })

function relativeMean({ alpha, beta }: BetaPrior, meanB: number): { readonly value: number | null } {
  return { value: alpha > 1 ? (meanB * (alpha + beta - 1)) / (alpha - 1) - 1 : null }
}

/** P(a < g(b)), where g leaves [0, 1] at the breaks; over the logit of b, on whose scale the density is smooth however few successes there are. */
function chanceAbove(a: BetaPrior, b: BetaPrior, g: (x: number) => number, breaks: readonly number[] = []): number {
  const mode = Math.log(b.alpha / b.beta)
  const width = 9 * Math.sqrt(1 / b.alpha + 1 / b.beta)
  const chance = expectationOf(
    (y) => {
      const at = g(1 / (1 + Math.exp(-y)))
      return !(at > 0) ? 0 : at >= 1 ? 1 : incompleteBeta(at, a.alpha, a.beta)
    },
    {
      logDensity: (y) => -b.alpha * Math.log1p(Math.exp(-y)) - b.beta * Math.log1p(Math.exp(y)),
      from: mode - Math.max(width, 40 / b.alpha),
      to: mode + Math.max(width, 40 / b.beta),
      breaks: breaks.filter((x) => x > 0 && x < 1).map((x) => Math.log(x / (1 - x))),
    },
  )
  return Math.min(1, Math.max(0, chance))
}
