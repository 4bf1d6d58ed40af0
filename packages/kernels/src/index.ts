export type { AdagradInput, AdagradParameters, SparseGradient } from './adagrad/adagrad-problem.ts'
export { type Adagrad, openAdagrad } from './adagrad/open-adagrad.ts'
export type { BprInput, BprParameters, BprReport } from './bpr/bpr-problem.ts'
export { type Bpr, openBpr } from './bpr/open-bpr.ts'
export {
  createKernels,
  type Kernels,
  type KernelsOptions,
  type PlainKernels,
  type ThreadedKernels,
} from './create-kernels.ts'
export { type CsrMatrix, transposeCsr } from './csr-matrix.ts'
export type { FtrlParameters, FtrlState, HashedRows, LabelledRows } from './ftrl/ftrl-problem.ts'
export { hashFeature, murmur3 } from './ftrl/hash-feature.ts'
export { type Ftrl, type FtrlInput, openFtrl } from './ftrl/open-ftrl.ts'
export { type IalsFoldIn, prepareIalsFoldIn } from './ials/fold-in-ials.ts'
export type { IalsParameters } from './ials/ials-problem.ts'
export type { IalsRow } from './ials/ials-reference.ts'
export { type Ials, type IalsInput, openIals } from './ials/open-ials.ts'
export { easeInverse } from './inverse/ease-inverse.ts'
export { invertSymmetric } from './inverse/invert-symmetric.ts'
export { KernelError, type KernelErrorCode } from './kernel-error.ts'
export type { Measure, MeasureParameters } from './neighbours/likeness.ts'
export { type NearestInput, type Neighbours, nearestColumns } from './neighbours/nearest-columns.ts'
export {
  type BiasedFactors,
  type BiasedFactorsInput,
  openBiasedFactors,
} from './ratings/open-biased-factors.ts'
export {
  type NonNegativeFactors,
  type NonNegativeFactorsInput,
  type NonNegativeParameters,
  openNonNegativeFactors,
} from './ratings/open-non-negative-factors.ts'
export type { DescentParameters } from './ratings/rating-problem.ts'
export type { SharedArray, SharedMemory } from './shared-memory.ts'
export { type TopKOptions, topK } from './top-k/top-k.ts'
export type { TopK, TopKInput } from './top-k/top-k-problem.ts'
export {
  openTrainingMemory,
  rowGroupsBytes,
  type TrainingMemory,
  trainingBytes,
} from './training/open-training-memory.ts'
export type {
  AdamWStep,
  DescentStep,
  Floats,
  Ids,
  Ints,
  RowAdagradStep,
  RowGroups,
  RowTable,
  TrainingArray,
  TrainingKernels,
} from './training/training-kernels.ts'
export type { CategoryBins, FeatureBins, NumericBins } from './trees/feature-bins.ts'
export type { CategoryColumn, FeatureColumn, NumericColumn } from './trees/feature-column.ts'
export { type FeatureImportance, featureImportance } from './trees/feature-importance.ts'
export { fitTrees } from './trees/fit-trees.ts'
export { type PredictOptions, predictTrees } from './trees/predict-trees.ts'
export { loadTrees, type SavedTrees, saveTrees } from './trees/saved-trees.ts'
export type { TreeLoss } from './trees/tree-loss.ts'
export { type TreeContributions, treeShap } from './trees/tree-shap.ts'
export type { TreesInput, TreesPart } from './trees/trees-input.ts'
export type { TreesModel } from './trees/trees-model.ts'
export type { TreesParameters } from './trees/trees-parameters.ts'
export type { RunOptions, WorkerPool } from './worker-pool.ts'
