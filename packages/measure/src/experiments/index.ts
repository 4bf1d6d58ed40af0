export { analyseMetric } from './analyse-metric.ts'
export type { AnalysisOptions } from './analysis-options.ts'
export type { ArmSums, MetricKind, PreSums, QuantileEstimate } from './arm-sums.ts'
export { type BetaPrior, betaBinomial, chanceBetaAbove } from './beta-binomial.ts'
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
export type { CredibleInterval, ExactPosterior } from './exact-posterior.ts'
export { type GammaPrior, gammaPoisson, type Rate } from './gamma-poisson.ts'
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
export {
  type OrderLevels,
  type OrderStatistics,
  orderLevels,
  quantileOfClusters,
  quantileOfOrderStatistics,
  quantileOfValues,
} from './quantile-estimate.ts'
export {
  addSketches,
  type SketchBin,
  sketchQuantile,
  sketchValues,
  type ValueSketch,
  type WinsorisedSums,
  winsorisedSums,
} from './value-sketch.ts'
