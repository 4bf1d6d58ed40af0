export { gradients, type ParameterGradient } from './autodiff/gradients.ts'
export { areaUnderCurve } from './calibrate/area-under-curve.ts'
export { calibrationError } from './calibrate/calibration-error.ts'
export { type Calibrator, calibrate } from './calibrate/calibrator.ts'
export { fitIsotonic } from './calibrate/fit-isotonic.ts'
export { fitPlatt } from './calibrate/fit-platt.ts'
export { logLoss } from './calibrate/log-loss.ts'
export { type LoadedEncoder, loadEncoder } from './files/load-encoder.ts'
export {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsData,
  type SavedArray,
} from './files/safetensors.ts'
export { Graph, type Parameter, type ParameterOptions, type Start } from './graph/graph.ts'
export { type NeededPart, prune } from './graph/prune.ts'
export type { DataType, Shape, Tensor } from './graph/tensor.ts'
export { writeOnnx } from './graph/write-onnx.ts'
export { bilinearAggregation } from './layers/bilinear-aggregation.ts'
export { chainedLogit } from './layers/chained-logit.ts'
export { crossNetwork } from './layers/cross-network.ts'
export { dense } from './layers/dense.ts'
export { type EncoderInputs, type EncoderOptions, type EncoderShape, encoder } from './layers/encoder.ts'
export { fieldPairs } from './layers/factorisation-machine.ts'
export { mergeLora } from './layers/merge-lora.ts'
export { mixObjectives, type ObjectiveMix } from './layers/mix-objectives.ts'
export { mixtureOfExperts } from './layers/mixture-of-experts.ts'
export { type MlpOptions, mlp } from './layers/mlp.ts'
export { type TargetAttentionOptions, targetAttention } from './layers/target-attention.ts'
export { LearnError, type LearnErrorCode } from './learn-error.ts'
export {
  accuracyOf,
  type FineTuned,
  type FineTuneOptions,
  fineTuneClassifier,
  type LabelledTexts,
  type TuningMethod,
} from './models/fine-tune-classifier.ts'
export { type MaskedLanguageModelOptions, maskedLanguageModel } from './models/masked-language-model.ts'
export {
  type Classified,
  openTextClassifier,
  type TextClassifier,
  type TextClassifierModel,
} from './models/open-text-classifier.ts'
export { type ColumnKind, type DefineFeaturesOptions, defineFeatures } from './models/rankers/define-features.ts'
export { type EncodedRows, rowEncoder } from './models/rankers/encode-rows.ts'
export {
  entriesOf,
  type Feature,
  type FeatureDefinition,
  type FeatureRow,
} from './models/rankers/feature-definition.ts'
export {
  type FitRankerOptions,
  type FittedRanker,
  fitRanker,
  type LabelledRows,
} from './models/rankers/fit-ranker.ts'
export { openRanker, type Ranker, type RankerModel } from './models/rankers/open-ranker.ts'
export { rankerNetwork } from './models/rankers/ranker-network.ts'
export {
  multiTaskKinds,
  type RankerKind,
  type RankerOptions,
  rankerKinds,
} from './models/rankers/ranker-options.ts'
export { type RankerShape, rankerShape } from './models/rankers/ranker-shape.ts'
export { textBatch } from './models/text-batch.ts'
export { type TextClassifierOptions, textClassifier, textVectors } from './models/text-classifier.ts'
export { add, divide, multiply, scale, shift, subtract } from './ops/arithmetic.ts'
export { type AttentionOptions, attention, notSeen } from './ops/attention.ts'
export { dropout } from './ops/dropout.ts'
export { type FeedForwardWeights, feedForward } from './ops/feed-forward.ts'
export { exp, gelu, log, negate, relu, sigmoid, silu, softplus, square, squareRoot, tanh } from './ops/functions.ts'
export {
  binaryCrossEntropy,
  type CrossEntropyOptions,
  crossEntropy,
  meanSquaredError,
  tiedCrossEntropy,
} from './ops/losses.ts'
export { addProduct, linear, matmul, type ProductOptions } from './ops/matrix.ts'
export { layerNorm, rmsNorm } from './ops/normalise.ts'
export { mean, type ReduceOptions, sum } from './ops/reductions.ts'
export { embed, takeRows, takeUniqueRows } from './ops/rows.ts'
export { concat, reshape, slice, transpose } from './ops/shapes.ts'
export { logSoftmax, softmax } from './ops/softmax.ts'
export { type Inference, type InferenceOptions, openInference } from './runtime/open-inference.ts'
export { type Feed, type Feeds, openSession, type Session, type TensorData } from './runtime/open-session.ts'
export { type EncodeOptions, openTokenizer, type Tokenizer } from './tokenise/open-tokenizer.ts'
export type { TokenizerJson, TokenizerKind } from './tokenise/tokenizer-json.ts'
export { type TrainTokenizerOptions, trainTokenizer } from './tokenise/train-tokenizer.ts'
export {
  type Best,
  type FitOptions,
  type FitProgress,
  type FitResult,
  type FitState,
  fit,
  type Judge,
} from './train/fit.ts'
export { decodeFitState, encodeFitState } from './train/fit-state.ts'
export {
  type Batch,
  openTraining,
  type StepReport,
  type Training,
  type TrainingOptions,
  type TrainingState,
} from './train/open-training.ts'
export type { Optimiser, RowOptimiser } from './train/optimiser.ts'
export { learningRates, type ScheduleOptions } from './train/schedule.ts'
export { tensorboardRecord, tensorboardStart } from './train/tensorboard.ts'
