import type { Nuisance } from './nuisance.ts'
import type { UpliftOutcomes } from './uplift-data.ts'

/** Unbiased scores of each unit's outcome, had it been treated or not; [rows] each. */
export interface ArmScores {
  readonly control: Float64Array
  readonly treatment: Float64Array
}

/**
 * Augmented inverse-propensity scores (Robins et al. 1994): the models' outcome, corrected by what really came, weighed by
 * one over the chance of seeing it. Their means are right where either the models or the propensities are; with models that
 * say 0 they are plain inverse-propensity scores.
 */
export function armScores(
  { treated, outcome }: UpliftOutcomes,
  { control, treatment, propensity }: Nuisance,
): ArmScores {
  const scores = { control: Float64Array.from(control), treatment: Float64Array.from(treatment) }
  for (let i = 0; i < treated.length; i++) {
    const y = outcome[i] as number
    const e = propensity[i] as number
    if (treated[i] === 1) scores.treatment[i] = (treatment[i] as number) + (y - (treatment[i] as number)) / e
    else scores.control[i] = (control[i] as number) + (y - (control[i] as number)) / (1 - e)
  }
  return scores
}
