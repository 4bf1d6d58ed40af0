import { type JudgedSentiment, judgeSentiment, type TextClassifierData, trainSentiment } from '@attune/language'

export interface SentimentLesson {
  readonly language: 'zh' | 'en'
  readonly texts: readonly string[]
  readonly labels: readonly ('positive' | 'negative')[]
}

export interface TaughtSentiment {
  readonly data: TextClassifierData
  readonly judged: JudgedSentiment
}

/** A sentiment model of labelled texts, and how well one does on texts that it has not learnt from. */
export const teachSentiment = (lesson: SentimentLesson): TaughtSentiment => ({
  judged: judgeSentiment(lesson),
  data: trainSentiment(lesson).classifier.data,
})
