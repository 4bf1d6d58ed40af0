import { LanguageError } from '../../errors.ts'
import { fitTextClassifier, type TextClassifierOptions } from '../fit-text-classifier.ts'
import type { TextClassifier, TextPrediction } from '../text-classifier.ts'
import { type TextVectors, vectorsOf } from './text-vectors.ts'

export interface TopicExample {
  readonly text: string
  readonly topic: string
}

export interface TopicOptions extends Pick<TextClassifierOptions, 'members' | 'classWeight' | 'folds' | 'seed'> {
  /** Seen beside the words; an encoder helps most where examples are few. */
  readonly vectors?: TextVectors
}

export interface TopicModel {
  readonly topics: readonly string[]
  readonly classifier: TextClassifier
  classify(texts: readonly string[]): Promise<TextPrediction[]>
}

/**
 * Teaches a team's own topics from few examples: words and characters, and an encoder's vectors where one is passed.
 *
 * @throws LanguageError `too-few-examples` below two topics, `bad-text`, `bad-vectors`
 * @example
 * const model = await fitTopics([{ text: '怎么退货', topic: 'returns' }, { text: '什么时候发货', topic: 'delivery' }])
 */
export async function fitTopics(
  examples: readonly TopicExample[],
  { vectors, ...options }: TopicOptions = {},
): Promise<TopicModel> {
  const texts = examples.map(({ text }) => text)
  const classifier = fitTextClassifier(
    texts,
    examples.map(({ topic }) => topic),
    { ...options, ...(vectors ? { vectors: await vectorsOf(texts, vectors) } : {}) },
  )
  return topicModelOf(classifier, vectors)
}

/**
 * A topic model from its classifier, for example a saved one.
 *
 * @throws LanguageError `bad-model` when it was taught with vectors and none are passed
 */
export function topicModelOf(classifier: TextClassifier, vectors?: TextVectors): TopicModel {
  if (classifier.data.dimensions > 0 && !vectors)
    throw new LanguageError(
      'bad-model',
      'These topics were taught with an encoder: pass its vectors, or teach them anew.',
    )
  return {
    topics: classifier.labels,
    classifier,
    classify: async (texts) =>
      vectors && classifier.data.dimensions > 0
        ? classifier.predict(texts, await vectorsOf(texts, vectors))
        : classifier.predict(texts),
  }
}
