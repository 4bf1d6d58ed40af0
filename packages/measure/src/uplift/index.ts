export { type BaseLearner, constantLearner, type FittedLearner, type LearnerInput } from './base-learner.ts'
export {
  type BalanceReport,
  type BalanceWarning,
  checkBalance,
  type FeatureBalance,
  type Overlap,
} from './check-balance.ts'
export {
  type ChooseTargetsOptions,
  chooseTargets,
  type Targets,
  type TargetWarning,
  type TreatmentEconomics,
} from './choose-targets.ts'
export { classTransformation } from './class-transformation.ts'
export type { DivergenceName } from './divergence.ts'
export { drLearner } from './dr-learner.ts'
export { type ArmScores, armScores } from './effect-scores.ts'
export {
  type EvaluateUpliftOptions,
  evaluateUplift,
  type UpliftEvaluation,
  type UpliftWarning,
} from './evaluate-uplift.ts'
export { type FeatureRows, featureRows, takeFeatureRows } from './feature-rows.ts'
export type { UpliftTree } from './grow-uplift-tree.ts'
export { type LinearOptions, linearLearner, openLinear, type SavedLinear } from './linear-learner.ts'
export { type CrossFitOptions, crossFit, type Nuisance } from './nuisance.ts'
export { type Policy, type PolicyValue, policyValue } from './policy-value.ts'
export { type QiniBandOptions, type QiniPoint, qiniBand } from './qini-band.ts'
export { rLearner } from './r-learner.ts'
export type { ScoredOutcomes } from './ranked-outcomes.ts'
export {
  averageEffect,
  type Refutation,
  type RefutationName,
  type RefutationReport,
  type RefuteOptions,
  refute,
} from './refute.ts'
export { sLearner } from './s-learner.ts'
export { scoreOutOfFold } from './score-out-of-fold.ts'
export { tLearner } from './t-learner.ts'
export type { ShareStrategy } from './uplift-at-share.ts'
export type { UpliftCurve } from './uplift-curve.ts'
export { takeUnits, type UpliftData, type UpliftOutcomes } from './uplift-data.ts'
export {
  fitUpliftForest,
  openUpliftForest,
  type SavedUpliftForest,
  type UpliftForestOptions,
} from './uplift-forest.ts'
export { type UpliftGroup, type UpliftGroupsOptions, upliftGroups } from './uplift-groups.ts'
export type { UpliftFitOptions, UpliftMethod, UpliftParts } from './uplift-method.ts'
export { upliftMethod, upliftMethods } from './uplift-methods.ts'
export { xLearner } from './x-learner.ts'
