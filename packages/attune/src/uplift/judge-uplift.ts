import {
  armScores,
  chooseTargets,
  evaluateUplift,
  type PolicyValue,
  policyValue,
  seededRng,
  type Targets,
  type TreatmentEconomics,
  type UpliftEvaluation,
} from '@attune/measure'
import type { JudgedUnits } from './uplift-model.ts'

export interface UpliftJudgement extends UpliftEvaluation {
  /** Treating the best 30 %. */
  readonly best30: PolicyValue
}

/** How well scores order units that the model never saw. */
export function judgeUplift(judged: JudgedUnits, samples = 500): UpliftJudgement {
  const units = typedUnits(judged)
  const cut = units.scores.toSorted().at(-Math.max(1, Math.round(0.3 * units.scores.length))) ?? 0
  return {
    ...evaluateUplift(units, { samples }),
    best30: policyValue(
      units.scores.map((score) => Number(score >= cut)),
      armScores(units, units),
    ),
  }
}

/** Whom it pays to treat, by units that the model never saw. */
export function targetsOf(judged: JudgedUnits, economics: TreatmentEconomics): Targets {
  const units = typedUnits(judged)
  return chooseTargets(units.scores, armScores(units, units), { ...economics, rng: seededRng(1) })
}

/** As typed arrays, which the measures take. */
export function typedUnits({ scores, treated, outcome, propensity, control, treatment }: JudgedUnits) {
  return {
    scores: Float64Array.from(scores),
    treated: Uint8Array.from(treated),
    outcome: Float64Array.from(outcome),
    propensity: Float64Array.from(propensity),
    control: Float64Array.from(control),
    treatment: Float64Array.from(treatment),
  }
}
