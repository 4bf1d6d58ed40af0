export { type CrossValidation, crossValidate } from './cross-validate.ts'
export { fitLatentVectors, type LatentVectors, type LatentVectorsOptions } from './fit-latent-vectors.ts'
export type { LinearModel, LinearOptions } from './fit-linear-svm.ts'
export { fitLinearSvm } from './fit-linear-svm.ts'
export { fitLogistic } from './fit-logistic.ts'
export { fitSoftmax, type SoftmaxOptions } from './fit-softmax.ts'
export { fitTextClassifier, type TextClassifierOptions } from './fit-text-classifier.ts'
export type { Member } from './member.ts'
export { scriptOf } from './script-of.ts'
export { segmentWords } from './segment-words.ts'
export { type Aspect, aspects } from './sentiment/aspect-words.ts'
export { type AspectSentiment, aspectsOf } from './sentiment/aspects-of.ts'
export { type JudgedSentiment, judgeSentiment } from './sentiment/judge-sentiment.ts'
export {
  examplesFromRatings,
  type SentimentExamples,
  type SentimentModel,
  sentimentModelOf,
  trainSentiment,
} from './sentiment/sentiment-model.ts'
export { type Sentiment, type SentimentModels, sentimentOf, type TextSentiment } from './sentiment/sentiment-of.ts'
export type { SparseRows } from './sparse-rows.ts'
export {
  type TermWeight,
  type TextClassifier,
  type TextClassifierData,
  type TextPrediction,
  textClassifierOf,
} from './text-classifier.ts'
export { chineseViews, englishViews, type TextView } from './text-view.ts'
export { fitTfIdf, type TermWeights, type TfIdf, tfIdfOf } from './tf-idf.ts'
export {
  type DiscoveredTopic,
  type DiscoveredTopics,
  type DiscoverTopicsOptions,
  discoverTopics,
} from './topics/discover-topics.ts'
export {
  fitIntents,
  type Intent,
  type IntentEntity,
  type IntentModel,
  type IntentOptions,
  intentModelOf,
} from './topics/fit-intents.ts'
export { fitTopics, type TopicExample, type TopicModel, type TopicOptions, topicModelOf } from './topics/fit-topics.ts'
export { type NameClustersOptions, nameClusters } from './topics/name-clusters.ts'
export { type ProposeOptions, proposeToLabel } from './topics/propose-to-label.ts'
export type { TextVectors } from './topics/text-vectors.ts'
