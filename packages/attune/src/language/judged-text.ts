import type { AspectSentiment, TextSentiment } from '@attune/language'
import type { Leanings } from './opinions.ts'

export interface OpinionText {
  readonly text: string
  readonly language: 'zh' | 'en'
  /** Whoever said it; goes no further than counting people. */
  readonly who: string
  /** Of UTC, ISO. */
  readonly day: string
  /** Of the period, and not of the one before. */
  readonly now: boolean
}

/** A text with what it says. */
export interface JudgedText extends OpinionText {
  readonly sentiment: TextSentiment
  readonly aspects: readonly AspectSentiment[]
}

export const peopleOf = (texts: readonly Pick<OpinionText, 'who'>[]): number =>
  new Set(texts.map(({ who }) => who)).size

const count = (labels: readonly string[], label: string): number => labels.filter((one) => one === label).length

/** How many labels say what. */
export const leaningsOfLabels = (labels: readonly string[]): Leanings => ({
  positive: count(labels, 'positive'),
  neutral: count(labels, 'neutral'),
  negative: count(labels, 'negative'),
})

export const leaningsOf = (texts: readonly Pick<JudgedText, 'sentiment'>[]): Leanings =>
  leaningsOfLabels(texts.map(({ sentiment }) => sentiment.label))
