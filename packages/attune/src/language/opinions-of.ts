import { aspectsOf, type SentimentModels, sentimentOf } from '@attune/language'
import { type Interval, wilsonInterval } from '@attune/measure'
import { exampleSentences } from './example-sentences.ts'
import { type JudgedText, leaningsOf, leaningsOfLabels, type OpinionText, peopleOf } from './judged-text.ts'
import type { AspectOpinion, Leanings, OpinionReport } from './opinions.ts'
import { topicsOf } from './topics-of.ts'

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
