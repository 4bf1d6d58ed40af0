export { type Apart, type ClippedGradients, clippedGradients } from './autodiff/clipped-gradients.ts'
export { gradients, type ParameterGradient } from './autodiff/gradients.ts'
export { areaUnderCurve } from './calibrate/area-under-curve.ts'
export { calibrationError } from './calibrate/calibration-error.ts'
export { type Calibrator, calibrate } from './calibrate/calibrator.ts'
export { fitIsotonic } from './calibrate/fit-isotonic.ts'
export { fitPlatt } from './calibrate/fit-platt.ts'
export { logLoss } from './calibrate/log-loss.ts'
export { type ExportOptions, exportEncoder } from './export/export-encoder.ts'
export { decodeE5S1, type UnpackedEncoder } from './files/decode-e5s1.ts'
export { type LoadedDecoder, loadDecoder } from './files/load-decoder.ts'
export { type LoadedEncoder, loadEncoder } from './files/load-encoder.ts'
export {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsData,
  type SavedArray,
} from './files/safetensors.ts'
export { type SavedDecoder, saveDecoder } from './files/save-decoder.ts'
export { type SavedEncoder, saveEncoder } from './files/save-encoder.ts'
export { type ChoiceOptions, chooseToken, tokenProbabilities } from './generate/choose-token.ts'
export {
  type Ended,
  type GenerateOptions,
  type Generator,
  type GeneratorModel,
  openGenerator,
  type Written,
} from './generate/open-generator.ts'
export { Graph, type Parameter, type ParameterOptions, type Start } from './graph/graph.ts'
export { type NeededPart, prune } from './graph/prune.ts'
export type { DataType, Shape, Tensor } from './graph/tensor.ts'
export { writeOnnx } from './graph/write-onnx.ts'
export { adaptiveBudget, type BudgetOptions } from './layers/adaptive-budget.ts'
export { bilinearAggregation } from './layers/bilinear-aggregation.ts'
export { chainedLogit } from './layers/chained-logit.ts'
export { type ConvolutionOptions, convolution } from './layers/convolution.ts'
export { crossNetwork } from './layers/cross-network.ts'
export {
  type Decoded,
  type DecoderInputs,
  type DecoderOptions,
  type DecoderPast,
  type DecoderShape,
  decoder,
  decoderOutput,
  decoderWithKeys,
} from './layers/decoder.ts'
export { dense } from './layers/dense.ts'
export { type EncoderInputs, type EncoderOptions, type EncoderShape, encoder } from './layers/encoder.ts'
export { fieldPairs } from './layers/factorisation-machine.ts'
export { mergeLora } from './layers/merge-lora.ts'
export { mixObjectives, type ObjectiveMix } from './layers/mix-objectives.ts'
export { mixtureOfExperts } from './layers/mixture-of-experts.ts'
export { type MlpOptions, mlp } from './layers/mlp.ts'
export { orthogonality } from './layers/orthogonality.ts'
export { type RotaryShape, rotaryAngles } from './layers/rotary-angles.ts'
export { type TargetAttentionOptions, targetAttention } from './layers/target-attention.ts'
export type { AdapterOptions, LoraOptions, LoraPart, TransformerOptions } from './layers/transformer-parts.ts'
export { LearnError, type LearnErrorCode } from './learn-error.ts'
export { correlation, rankCorrelation } from './measures/correlation.ts'
export { bestThresholds, microF1 } from './measures/f1.ts'
export { ndcg, reciprocalRank } from './measures/ranked.ts'
export { spreadOf } from './measures/spread-of.ts'
export { alignment, dot, recallAt, uniformity } from './measures/vectors.ts'
export { type CausalLanguageModelOptions, causalLanguageModel } from './models/causal-language-model.ts'
export { type Distilled, type DistilOptions, distilClassifier } from './models/distil-classifier.ts'
export type { EncodedText, TextPair } from './models/encoded-text.ts'
export { everyKthLayer } from './models/every-kth-layer.ts'
export {
  type FineTuned,
  type FineTuneOptions,
  fineTune,
  type PrivacyOptions,
  type PrivacySpent,
  type TuningMethod,
} from './models/fine-tune.ts'
export { fitSequenceModel, type SequenceFit, type SequenceFitOptions } from './models/fit-sequence-model.ts'
export { fitTwoTower, type TwoTowerFit, type TwoTowerFitOptions } from './models/fit-two-tower.ts'
export type { Example, Head, HeadOn, WrittenHead } from './models/head.ts'
export { type ClassAnswer, type ClassificationOptions, classification } from './models/heads/classification.ts'
export { type ContrastiveOptions, contrastive } from './models/heads/contrastive.ts'
export { above, multiLabel } from './models/heads/multi-label.ts'
export { type RankingOptions, ranking } from './models/heads/ranking.ts'
export { type RegressionOptions, regression } from './models/heads/regression.ts'
export {
  type ScoredTags,
  scoredTokenLabels,
  spansOf,
  type TokenSpan,
  tagsOf,
  tokenLabels,
  unlabelled,
} from './models/heads/token-labels.ts'
export { type LanguageSequence, languageBatch, packTexts } from './models/language-batch.ts'
export { type LanguageLoss, languageLoss } from './models/language-loss.ts'
export {
  type MaskedLanguageModel,
  type MaskedLanguageModelOptions,
  maskedLanguageModel,
} from './models/masked-language-model.ts'
export {
  type Classified,
  openTextClassifier,
  type TextClassifier,
  type TextClassifierModel,
} from './models/open-text-classifier.ts'
export { openTextEncoder, type TextEncoderModel } from './models/open-text-encoder.ts'
export { openTextModel, type TextModel, type TextModelOptions } from './models/open-text-model.ts'
export {
  type MaskVocabulary,
  type Pretrained,
  type PretrainOptions,
  pretrainEncoder,
  type WordedText,
} from './models/pretrain-encoder.ts'
export { type ColumnKind, type DefineFeaturesOptions, defineFeatures } from './models/rankers/define-features.ts'
export { type EncodedRows, rowEncoder } from './models/rankers/encode-rows.ts'
export {
  entriesOf,
  type Feature,
  type FeatureDefinition,
  type FeatureRow,
} from './models/rankers/feature-definition.ts'
export { type FitRankerOptions, type FittedRanker, fitRanker, type LabelledRows } from './models/rankers/fit-ranker.ts'
export { openRanker, type Ranker, type RankerModel } from './models/rankers/open-ranker.ts'
export { rankerNetwork } from './models/rankers/ranker-network.ts'
export { multiTaskKinds, type RankerKind, type RankerOptions, rankerKinds } from './models/rankers/ranker-options.ts'
export { type RankerShape, rankerShape } from './models/rankers/ranker-shape.ts'
export { fitScope, outOfScope, type Scope, type ScopeKind } from './models/scope.ts'
export type { MaskedScores } from './models/score-masked.ts'
export {
  type SequenceModelOptions,
  type SequenceShape,
  sequenceModel,
  sequencePrefix,
} from './models/sequence-model.ts'
export { textBatch } from './models/text-batch.ts'
export { hiddenPlaces, type TextConvolutionOptions, textConvolution } from './models/text-convolution.ts'
export { type TextEncoderOptions, textVectors, tokenVectors } from './models/text-vectors.ts'
export { decoderTuning, type TrainDecoderOptions, type TrainedDecoder, trainDecoder } from './models/train-decoder.ts'
export { type TwoTowerOptions, type TwoTowerShape, twoTower } from './models/two-tower.ts'
export { type TermsOfItems, type TowerCase, twoTowerBatch } from './models/two-tower-batch.ts'
export { add, divide, multiply, scale, shift, subtract } from './ops/arithmetic.ts'
export { type AttentionOptions, attention, notSeen } from './ops/attention.ts'
export { dropout } from './ops/dropout.ts'
export { type FeedForwardWeights, feedForward } from './ops/feed-forward.ts'
export {
  exp,
  gelu,
  geluTanh,
  log,
  negate,
  relu,
  sigmoid,
  silu,
  softplus,
  square,
  squareRoot,
  swiglu,
  tanh,
} from './ops/functions.ts'
export {
  binaryCrossEntropy,
  type CrossEntropyOptions,
  crossEntropy,
  meanSquaredError,
  type TiedCrossEntropyOptions,
  tiedCrossEntropy,
} from './ops/losses.ts'
export { addProduct, linear, matmul, type ProductOptions } from './ops/matrix.ts'
export { maximum } from './ops/maximum.ts'
export { layerNorm, rmsNorm } from './ops/normalise.ts'
export { mean, type ReduceOptions, sum } from './ops/reductions.ts'
export { repeatHeads } from './ops/repeat-heads.ts'
export { type RotaryOptions, rotary } from './ops/rotary.ts'
export { embed, takeRows, takeUniqueRows } from './ops/rows.ts'
export { type SampledOptions, sampledCrossEntropy } from './ops/sampled-cross-entropy.ts'
export { concat, reshape, slice, transpose } from './ops/shapes.ts'
export { logSoftmax, softmax } from './ops/softmax.ts'
export { dequantise, type QuantisedMatrix, quantiseMatrix } from './quantise/quantise-matrix.ts'
export { type QuantisedParameters, type QuantiseOptions, quantiseParameters } from './quantise/quantise-parameters.ts'
export { quantisedArrays, readQuantisedArrays } from './quantise/quantised-arrays.ts'
export { type FoundDevice, findDevice, type WantedDevice } from './runtime/find-device.ts'
export { type Inference, type InferenceOptions, openInference } from './runtime/open-inference.ts'
export {
  type Device,
  type Feed,
  type Feeds,
  openSession,
  type Session,
  type TensorData,
} from './runtime/open-session.ts'
export { runtimeVersion } from './runtime/runtime-version.ts'
export { alignTokens, type CharacterSpan } from './tokenise/align-tokens.ts'
export { encodePair } from './tokenise/encode-pair.ts'
export { type EncodeOptions, openTokenizer, type Tokenizer } from './tokenise/open-tokenizer.ts'
export type { TokenizerJson, TokenizerKind } from './tokenise/tokenizer-json.ts'
export { type TrainTokenizerOptions, trainTokenizer } from './tokenise/train-tokenizer.ts'
export type { Companion } from './train/companion.ts'
export {
  type Best,
  type FitOptions,
  type FitProgress,
  type FitResult,
  type FitState,
  fit,
  type Judge,
  type Keep,
} from './train/fit.ts'
export { decodeFitState, encodeFitState, fitStateParts } from './train/fit-state.ts'
export {
  type Batch,
  openTraining,
  type StepReport,
  type Training,
  type TrainingOptions,
  type TrainingPrivacy,
  type TrainingState,
} from './train/open-training.ts'
export type { Optimiser, RowOptimiser } from './train/optimiser.ts'
export { createRandom } from './train/random.ts'
export { learningRates, type ScheduleOptions } from './train/schedule.ts'
export { tensorboardRecord, tensorboardStart } from './train/tensorboard.ts'
export {
  type FittedTreeEnsemble,
  fitTreeEnsemble,
  type LabelledColumns,
  type TreeEnsembleOptions,
} from './trees/fit-tree-ensemble.ts'
export { explainTreeEnsemble, scoreTreeEnsemble, type TreeEnsemble } from './trees/tree-ensemble.ts'
