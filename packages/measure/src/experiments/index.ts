export { analyseMetric } from './analyse-metric.ts'
export type { AnalysisOptions } from './analysis-options.ts'
export type { ArmSums, MetricKind, PreSums, QuantileEstimate } from './arm-sums.ts'
export { type AlwaysValid, confidenceSequence, defaultSequentialTuning, msprt } from './confidence-sequence.ts'
export { type CorrectedP, type Correction, correctComparisons } from './correct-comparisons.ts'
export { type CupedEstimates, cuped } from './cuped.ts'
export {
  type DecidedMetric,
  type Decision,
  type DecisionAction,
  type DecisionOptions,
  type DecisionReason,
  decide,
  type GoalMetric,
  type GuardrailMetric,
  type ReasonEffect,
  type VariationDecision,
} from './decide.ts'
export { type GaussianPrior, gaussianPosterior, type Posterior } from './gaussian-posterior.ts'
export { groupSequentialBounds, type Spending } from './group-sequential.ts'
export type {
  AnalysisMethod,
  AnalysisWarning,
  AnalysisWarningCode,
  ArmResult,
  Effect,
  MetricAnalysis,
  TreatmentResult,
} from './metric-analysis.ts'
