import { armEstimate } from './arm-estimate.ts'
import type { ArmSums, MetricKind } from './arm-sums.ts'

export interface StratifiedEffect {
  /** Difference of means, each stratum weighted with its share of all units. */
  readonly value: number
  readonly standardError: number
  /** Strata in which an arm has too few units to count, left out. */
  readonly leftOut: number
}

/**
 * Post-stratification (Miratrix, Sekhon & Yu 2013): the difference within each stratum, weighted with the stratum's
 * share of units in both arms. Takes out what the chance of unequal strata adds to the difference.
 *
 * @param strata control and treatment of each
 * @returns undefined where no stratum has both arms
 */
export function postStratify(
  strata: readonly { readonly control: ArmSums; readonly treatment: ArmSums }[],
  kind: MetricKind,
): StratifiedEffect | undefined {
  const kept = strata.flatMap(({ control, treatment }) => {
    const [a, b] = [armEstimate(control, kind), armEstimate(treatment, kind)]
    if (a.value === null || b.value === null || a.variance === null || b.variance === null) return []
    return [
      { units: control.units + treatment.units, difference: b.value - a.value, variance: a.variance + b.variance },
    ]
  })
  const units = kept.reduce((sum, own) => sum + own.units, 0)
  if (units === 0) return undefined
  return {
    value: kept.reduce((sum, own) => sum + (own.units / units) * own.difference, 0),
    standardError: Math.sqrt(kept.reduce((sum, own) => sum + (own.units / units) ** 2 * own.variance, 0)),
    leftOut: strata.length - kept.length,
  }
}
