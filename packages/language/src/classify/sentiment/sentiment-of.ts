import { scriptOf } from '../script-of.ts'
import { type Sentence, sentencesOf } from './clauses.ts'
import { judgeClauses } from './judge-clauses.ts'
import { sentenceValue } from './lexicon-value.ts'
import type { SentimentModel } from './sentiment-model.ts'

/** How content a text is. */
export interface Sentiment {
  /** From −1, a complaint for certain, to 1, praise for certain: 2 · probability − 1. */
  readonly score: number
  /** That it is praise; calibrated on reviews. */
  readonly probability: number
  readonly label: 'positive' | 'negative' | 'neutral'
  /** `model`: learnt from a team's own texts. `lexicon`: the built-in list of words and rules. */
  readonly source: 'model' | 'lexicon'
}

export interface TextSentiment extends Sentiment {
  readonly language: 'zh' | 'en' | 'other'
  readonly sentences: readonly (Sentiment & { readonly text: string })[]
}

/** The models that there are; the word list speaks for a language without one. */
export interface SentimentModels {
  readonly zh?: SentimentModel
  readonly en?: SentimentModel
}

/** By how much the log-odds of praise rise with the word list's sum; fitted on the public reviews named in bench/RESULTS.md. */
const slope = 1.3

export const lexiconProbability = (value: number): number =>
  1 / (1 + Math.exp(-slope * Math.min(4, Math.max(-4, value))))

export const sentimentFrom = (probability: number, source: Sentiment['source']): Sentiment => ({
  score: 2 * probability - 1,
  probability,
  // Within .1 of one half neither side has said anything.
  label: probability > 0.6 ? 'positive' : probability < 0.4 ? 'negative' : 'neutral',
  source,
})

/**
 * The sentiment of a text and of each of its sentences.
 *
 * @example
 * sentimentOf('味道不好，不会再来了').label // → 'negative', source 'lexicon'
 */
export function sentimentOf(text: string, models: SentimentModels = {}): TextSentiment {
  const language = scriptOf(text)
  const sentences = sentencesOf(text)
  const model = language === 'other' ? undefined : models[language]
  if (!model) {
    const values = sentences.map(sentenceValue)
    return {
      language,
      ...sentimentFrom(lexiconProbability(values.reduce((sum, value) => sum + value, 0)), 'lexicon'),
      sentences: sentences.map((sentence, i) => ({
        text: sentence.text,
        ...sentimentFrom(lexiconProbability(values[i] as number), 'lexicon'),
      })),
    }
  }
  const parts = model.probabilities(sentences.map((sentence) => sentence.text))
  const judged = sentences.map((sentence, i) => ({
    text: sentence.text,
    ...sentimentFrom(withNegation(sentence, parts[i] as number), 'model'),
  }))
  const [only] = judged
  const whole = only && judged.length === 1 ? only.probability : (model.probabilities([text])[0] as number)
  return { language, ...sentimentFrom(whole, 'model'), sentences: judged }
}

/**
 * A model on words and characters hardly hears who denies what: in a sentence that denies something the rules have their say too,
 * and log-odds are added. (Taught on takeaway reviews alone it is right about .72 of the negated sentences, with them about .91.)
 */
function withNegation(sentence: Sentence, probability: number): number {
  if (!judgeClauses(sentence.clauses).some(({ negated }) => negated)) return probability
  const rules = lexiconProbability(sentenceValue(sentence))
  const odds = (probability / (1 - probability)) * (rules / (1 - rules))
  return odds / (1 + odds)
}
