export { RecommendError, type RecommendErrorCode } from './errors.ts'
export { type BootstrapOptions, bootstrapMeans, type MeanInterval } from './evaluate/bootstrap.ts'
export { type EvaluateOptions, type Evaluation, evaluate, type Measured } from './evaluate/evaluate.ts'
export { type ExposureMetrics, exposureMetrics } from './evaluate/exposure-metrics.ts'
export { givenNegatives, type NegativeTest } from './evaluate/given-negatives.ts'
export { type KFoldOptions, kFoldByPerson } from './evaluate/k-fold-by-person.ts'
export { type LeaveOneOutOptions, leaveOneOut } from './evaluate/leave-one-out.ts'
export { coOccurrenceDistance, type ItemDistance, type ListMetrics, listMetrics } from './evaluate/list-metrics.ts'
export { pairedDifferences } from './evaluate/paired-differences.ts'
export { type Random, randomOf } from './evaluate/random.ts'
export { rankCandidates, type TieRule } from './evaluate/rank-candidates.ts'
export { type RankingMetrics, rankingMetrics } from './evaluate/ranking-metrics.ts'
export type { EvaluationCase, Fold, Split } from './evaluate/split.ts'
export { type SplitByTimeOptions, splitByTime } from './evaluate/split-by-time.ts'
export { type Forgotten, forgetPersons } from './forget/forget-persons.ts'
export type { Exactness, ForgetTask, Forgetting } from './forget/forgetting.ts'
export { type Remaining, withoutPersons } from './forget/without-persons.ts'
export { hashInteractions } from './hash-interactions.ts'
export { denseIdMap, type IdMap, idMapOf, sortIds } from './id-map.ts'
export {
  countsByItem,
  countsByPerson,
  type DenseColumns,
  historyOf,
  type InteractionColumns,
  type Interactions,
  interactionsFrom,
  interactionsFromDense,
} from './interactions.ts'
export { type AssociationRule, associationRules } from './models/association-rules.ts'
export { basketsOf } from './models/baskets-of.ts'
export type { BprParameters } from './models/bpr-parameters.ts'
export { type ColdStartAnswer, type ColdStartPolicy, type ColdStartStep, coldStartPolicy } from './models/cold-start.ts'
export { type AssociationParameters, fitAssociation, minCountOf } from './models/fit-association.ts'
export { fitBpr } from './models/fit-bpr.ts'
export { type ContentParameters, fitContent } from './models/fit-content.ts'
export { type ContentBoostedContext, fitContentBoosted } from './models/fit-content-boosted.ts'
export { type EaseParameters, fitEase } from './models/fit-ease.ts'
export { fitIals } from './models/fit-ials.ts'
export { fitItemKnn } from './models/fit-item-knn.ts'
export { fitPopularity, type PopularityOptions } from './models/fit-popularity.ts'
export { fitRecencyItemKnn, type RecencyItemKnnOptions } from './models/fit-recency-item-knn.ts'
export { fitSasrec } from './models/fit-sasrec.ts'
export {
  fitSegmentPopularity,
  type SegmentPopularity,
  type SegmentPopularityOptions,
} from './models/fit-segment-popularity.ts'
export { fitTwoTower, type TwoTowerContext } from './models/fit-two-tower.ts'
export { fitUserKnn } from './models/fit-user-knn.ts'
export { frequentItemsets, type Itemset, type ItemsetOptions } from './models/frequent-itemsets.ts'
export type { Fusion } from './models/fuse-lists.ts'
export { type HybridMember, type HybridOptions, hybridOf } from './models/hybrid-of.ts'
export type { IalsParameters } from './models/ials-parameters.ts'
export { type InvertPositiveDefinite, invertPositiveDefinite } from './models/invert-positive-definite.ts'
export type { ItemText } from './models/item-text-vectors.ts'
export type { KnnParameters } from './models/knn-parameters.ts'
export { type RecencyItemKnnParameters, recencyItemKnnDefaults } from './models/recency-item-knn-parameters.ts'
export type { SasrecParameters } from './models/sasrec-parameters.ts'
export { textTokens } from './models/text-tokens.ts'
export type { TrainingContext } from './models/training-context.ts'
export type { TwoTowerParameters } from './models/two-tower-parameters.ts'
export type { ChoiceParameter, NumberParameter, ParameterSchema, Text, TuneRange } from './parameter-schemas.ts'
export { errorIntervals, pairedErrorDifference } from './ratings/error-intervals.ts'
export {
  type EvaluateRatingsOptions,
  evaluateRatings,
  predictsRatings,
  type RatingEvaluation,
} from './ratings/evaluate-ratings.ts'
export { type KFoldRatingsOptions, kFoldRatings, type RatingFold } from './ratings/k-fold-ratings.ts'
export type { RatingScale } from './ratings/rating-matrix.ts'
export type { RatingPredictor, RatingRecommender } from './ratings/rating-recommender.ts'
export type * from './recommender.ts'
export {
  checkParameters,
  exactnessOf,
  type FitContext,
  fitRecommender,
  loadRecommender,
  type RecommenderKind,
  recommenderKinds,
} from './recommender-registry.ts'
export * from './rerank/index.ts'
export * from './rules/index.ts'
export { decodeSafetensors, encodeSafetensors, type Safetensors, type Tensor } from './safetensors.ts'
export * from './social/index.ts'
export { type TopItems, topItems } from './top-items.ts'
export { type TrainingNeeds, trainingNeeds } from './training-needs.ts'
export { type Occurrences, type SparseRows, transpose } from './transpose.ts'
export * from './tune/index.ts'
