import { LanguageError } from '../../errors.ts'
import { fitTextClassifier } from '../fit-text-classifier.ts'
import { type TextClassifier, type TextClassifierData, textClassifierOf } from '../text-classifier.ts'
import { lexiconValue } from './lexicon-value.ts'

/** A sentiment classifier taught with a team's own texts. */
export interface SentimentModel {
  readonly language: 'zh' | 'en'
  readonly classifier: TextClassifier
  /** Probabilities of praise, one a text. */
  probabilities(texts: readonly string[]): Float64Array
}

export interface SentimentExamples {
  readonly texts: readonly string[]
  readonly labels: readonly ('positive' | 'negative')[]
  readonly language: 'zh' | 'en'
  readonly seed?: number
}

/**
 * Teaches sentiment with labelled texts: words and characters, and beside them what the built-in word list says, so that few
 * examples are enough and negations count.
 *
 * @throws LanguageError `too-few-examples` below ten texts of either label
 */
export function trainSentiment({ texts, labels, language, seed = 1 }: SentimentExamples): SentimentModel {
  const positive = labels.filter((label) => label === 'positive').length
  const negative = labels.filter((label) => label === 'negative').length
  if (positive + negative !== labels.length)
    throw new LanguageError('unknown-label', 'Labels of sentiment are positive and negative.')
  if (Math.min(positive, negative) < 10)
    throw new LanguageError(
      'too-few-examples',
      `${positive} positive and ${negative} negative texts: sentiment needs ten of either. Until then the word list is used.`,
      { positive, negative },
    )
  return sentimentModelOf(fitTextClassifier(texts, labels, { vectors: texts.map(vectorOf), seed }).data, language)
}

/** A sentiment model from what was saved of its classifier. */
export function sentimentModelOf(data: TextClassifierData, language: 'zh' | 'en'): SentimentModel {
  const classifier = textClassifierOf(data)
  const at = classifier.labels.indexOf('positive')
  if (at === -1 || classifier.labels.length !== 2 || data.dimensions !== 2)
    throw new LanguageError('bad-model', 'This is no sentiment model: train one with trainSentiment.')
  return {
    language,
    classifier,
    probabilities: (texts) =>
      Float64Array.from(
        classifier.predict(texts, texts.map(vectorOf)),
        ({ probabilities }) => probabilities[at] as number,
      ),
  }
}

/** What the word list says, as a vector of length 1. */
function vectorOf(text: string): readonly number[] {
  const said = Math.tanh(lexiconValue(text) / 2)
  return [said, Math.sqrt(1 - said * said)]
}

/**
 * Examples from reviews with stars: 4 and more are praise, 2 and less complaints, and what lies between says neither.
 *
 * @param reviews ratings from 1 to 5
 */
export function examplesFromRatings(
  reviews: readonly { readonly text: string; readonly rating: number }[],
): Pick<SentimentExamples, 'texts' | 'labels'> {
  const kept = reviews.filter(({ text, rating }) => text.trim() !== '' && (rating >= 4 || (rating <= 2 && rating >= 1)))
  return {
    texts: kept.map(({ text }) => text),
    labels: kept.map(({ rating }) => (rating >= 4 ? 'positive' : 'negative')),
  }
}
