export { adaptiveEffectsOfBatches, type BanditBatch, type BatchedEffects } from './adaptive-batches.ts'
export {
  type AdaptiveEffects,
  type AdaptiveEstimate,
  adaptiveEffects,
  type BanditStep,
} from './adaptive-effect.ts'
export { analyseMetric } from './analyse-metric.ts'
export type { AnalysisOptions } from './analysis-options.ts'
export type { ArmSums, CovariateSums, MetricKind, PreSums, QuantileEstimate } from './arm-sums.ts'
export { type BetaPrior, betaBinomial, chanceBetaAbove } from './beta-binomial.ts'
export { type Cluster, clusterSums } from './cluster-sums.ts'
export { type AlwaysValid, confidenceSequence, defaultSequentialTuning, msprt } from './confidence-sequence.ts'
export { type CorrectedP, type Correction, correctComparisons } from './correct-comparisons.ts'
export { type CupedEstimates, cuped } from './cuped.ts'
export {
  type DecidedMetric,
  type Decision,
  type DecisionAction,
  type DecisionCaution,
  type DecisionOptions,
  type DecisionReason,
  decide,
  type GoalMetric,
  type GuardrailMetric,
  type ReasonEffect,
  type VariationDecision,
} from './decide.ts'
export type { CredibleInterval, ExactPosterior } from './exact-posterior.ts'
export {
  type FalseAlarmOptions,
  type FalseAlarms,
  type FalseAlarmVerdict,
  judgeFalseAlarms,
  simulateFalseAlarms,
} from './false-alarms.ts'
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
export { type DailyEffect, type NoveltyEffect, noveltyEffect } from './novelty-effect.ts'
export { postStratify, type StratifiedEffect } from './post-stratify.ts'
export {
  type Baseline,
  baselineOf,
  type Design,
  minimumDetectableEffect,
  powerOf,
  type RequiredUnits,
  requiredUnits,
} from './power.ts'
export {
  type OrderLevels,
  type OrderStatistics,
  orderLevels,
  quantileOfClusters,
  quantileOfOrderStatistics,
  quantileOfValues,
} from './quantile-estimate.ts'
export { type AdjustedMeans, regressionAdjustment } from './regression-adjustment.ts'
export { type SegmentEffect, type SegmentEffects, type ShrunkEffect, segmentEffects } from './segment-effects.ts'
export {
  type SwitchbackBlock,
  type SwitchbackEffect,
  type SwitchbackOptions,
  type SwitchbackStep,
  switchbackEffect,
} from './switchback.ts'
export {
  addSketches,
  type SketchBin,
  sketchQuantile,
  sketchValues,
  type ValueSketch,
  type WinsorisedSums,
  winsorisedSums,
} from './value-sketch.ts'
