import type { SettledOptions } from './analysis-options.ts'
import { centred } from './arm-estimate.ts'
import type { ArmSums } from './arm-sums.ts'
import { betaBinomial } from './beta-binomial.ts'
import type { CredibleInterval, ExactPosterior } from './exact-posterior.ts'
import { gammaPoisson } from './gamma-poisson.ts'
import type { InferredEffect } from './infer-effect.ts'

/** What exact posteriors say of both effects. */
export interface ExactInference {
  readonly absolute: InferredEffect
  /** Null where the control's posterior lets the quotient have no mean. */
  readonly relative: InferredEffect | null
  /** Counts vary more between units than Poisson's would: the interval is too narrow. */
  readonly overdispersed: boolean
}

/**
 * Beta–Binomial of a proportion, Gamma–Poisson of a mean whose sums are counts; null where the data are neither, or so
 * many that the Gaussian posterior is the same to all digits that are shown.
 */
export function exactInference(
  control: ArmSums,
  treatment: ArmSums,
  { kind, level, better }: SettledOptions,
): ExactInference | null {
  const posterior = posteriorOf(control, treatment, kind, level)
  if (posterior === null) return null
  const up = better === 'up'
  // Losses are in the metric's unit; a relative one is over the control's posterior mean.
  const inferred = (interval: CredibleInterval, unit: number): InferredEffect | null => {
    const { value, low, high } = interval
    if (value === null || !(unit > 0) || ![value, low, high].every(Number.isFinite)) return null
    return {
      effect: { value, low, high, standardError: null, p: null },
      chanceToWin: up ? posterior.chancePositive : 1 - posterior.chancePositive,
      expectedLoss: {
        ofShipping: (up ? posterior.lossOfTaking : posterior.lossOfStaying) / unit,
        ofStaying: (up ? posterior.lossOfStaying : posterior.lossOfTaking) / unit,
      },
      minimumDetectableEffect: null,
    }
  }
  const absolute = inferred(posterior.absolute, 1)
  return (
    absolute && {
      absolute,
      relative: inferred(posterior.relative, control.sum / control.units),
      overdispersed: kind === 'mean' && [control, treatment].some(variesMore),
    }
  )
}

const mostCounts = 1e9

function posteriorOf(a: ArmSums, b: ArmSums, kind: SettledOptions['kind'], level: number): ExactPosterior | null {
  if ([a, b].some(({ units, sum }) => !(units + sum <= mostCounts))) return null
  if (kind === 'proportion') {
    const counts = ({ sum, units }: ArmSums) => ({ successes: sum, trials: units })
    return betaBinomial(counts(a), counts(b), { level })
  }
  const counted = [a, b].every(({ sum, units }) => Number.isInteger(sum) && sum >= 0 && units > 0)
  if (kind !== 'mean' || !counted) return null
  const rate = ({ sum, units }: ArmSums) => ({ count: sum, exposure: units })
  return gammaPoisson(rate(a), rate(b), { level })
}

/** A variance of half as much again as the mean, as a rule of thumb. */
function variesMore({ units, sum, sumSquares }: ArmSums): boolean {
  return units > 1 && centred(sumSquares, sum, sum, units) / (units - 1) > (1.5 * sum) / units
}
