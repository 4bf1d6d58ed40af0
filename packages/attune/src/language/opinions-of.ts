import {
  type AspectSentiment,
  aspectsOf,
  type SentimentModels,
  sentimentOf,
  type TextSentiment,
} from '@attune/language'
import { type Interval, wilsonInterval } from '@attune/measure'
import { exampleSentences } from './example-sentences.ts'
import type { AspectOpinion, Leanings, OpinionReport } from './opinions.ts'
import { topicsOf } from './topics-of.ts'

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

/**
 * Counts what texts say: by day, by aspect, by topic. Intervals are Wilson's at 95 %, as if every text were somebody else's.
 *
 * @param texts newest first within each period
 */
export async function opinionsOf(texts: readonly OpinionText[], models: SentimentModels): Promise<OpinionReport> {
  const judged = texts.map(
    (one): JudgedText => ({
      ...one,
      sentiment: sentimentOf(one.text, models),
      aspects: one.now ? aspectsOf(one.text, models) : [],
    }),
  )
  const own = judged.filter(({ now }) => now)
  const before = judged.filter(({ now }) => !now)
  return {
    texts: own.length,
    people: peopleOf(own),
    textsBefore: before.length,
    ...leaningsOf(own),
    share: shareOf(leaningsOf(own)),
    shareBefore: shareOf(leaningsOf(before)),
    daily: [...Map.groupBy(own, ({ day }) => day)]
      .map(([day, said]) => ({ day, ...leaningsOf(said) }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    aspects: aspectsIn(own),
    topics: await topicsOf(judged),
  }
}

export const peopleOf = (texts: readonly Pick<OpinionText, 'who'>[]): number =>
  new Set(texts.map(({ who }) => who)).size

const count = (labels: readonly string[], label: string): number => labels.filter((one) => one === label).length

const leaningsOfLabels = (labels: readonly string[]): Leanings => ({
  positive: count(labels, 'positive'),
  neutral: count(labels, 'neutral'),
  negative: count(labels, 'negative'),
})

export const leaningsOf = (texts: readonly Pick<JudgedText, 'sentiment'>[]): Leanings =>
  leaningsOfLabels(texts.map(({ sentiment }) => sentiment.label))

/** Praise among what leans to a side; null where nothing does. */
function shareOf({ positive, negative }: Leanings): Interval | null {
  return positive + negative === 0 ? null : wilsonInterval(positive, positive + negative)
}

function aspectsIn(texts: readonly JudgedText[]): readonly AspectOpinion[] {
  const mentions = texts.flatMap(({ aspects, who, sentiment }) => aspects.map((said) => ({ said, who, sentiment })))
  return [...Map.groupBy(mentions, ({ said }) => said.aspect)]
    .map(([aspect, own]) => {
      const leanings = leaningsOfLabels(own.map(({ said }) => said.label))
      return {
        aspect,
        texts: own.length,
        ...leanings,
        share: shareOf(leanings),
        examples: exampleSentences(
          own.map(({ said, who, sentiment }) => ({ who, sentences: sentiment.sentences, words: said.evidence })),
        ),
      }
    })
    .sort((a, b) => b.texts - a.texts || (a.aspect < b.aspect ? -1 : 1))
}
