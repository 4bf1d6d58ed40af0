import { discoverTopics, findPersonalData, LanguageError, stopWords } from '@attune/language'
import { type Interval, twoProportionTest } from '@attune/measure'
import { exampleSentences, fewestPeople } from './example-sentences.ts'
import { type JudgedText, leaningsOf, peopleOf } from './judged-text.ts'
import type { TopicOpinion } from './opinions.ts'

/** Texts of a language below which there are no topics to speak of. */
const fewestTexts = 20

/** More texts tell finer topics apart; readers want them fine enough to act on, and few enough to read. */
const topicCount = (texts: number): number => Math.min(12, Math.max(2, Math.round(Math.sqrt(texts / 20))))

/** What texts of both periods are about, by language, each topic with its change against the period before. */
export async function topicsOf(texts: readonly JudgedText[]): Promise<readonly TopicOpinion[]> {
  const found: TopicOpinion[] = []
  for (const language of ['zh', 'en'] as const) found.push(...(await topicsIn(texts, language)))
  return found.sort((a, b) => b.texts - a.texts)
}

async function topicsIn(texts: readonly JudgedText[], language: 'zh' | 'en'): Promise<readonly TopicOpinion[]> {
  const own = texts.filter((one) => one.language === language)
  if (own.length < fewestTexts) return []
  const groups = await discovered(
    own.map(({ text }) => text),
    language,
  )
  const isNow = own.filter(({ now }) => now).length
  return groups.flatMap(({ words, members }): TopicOpinion[] => {
    const all = members.map((i) => own[i] as JudgedText)
    const now = all.filter((one) => one.now)
    const names = words.filter((word) => isPublic(word, all))
    if (names.length === 0 || now.length === 0) return []
    return [
      {
        language,
        words: names,
        texts: now.length,
        ...leaningsOf(now),
        change: changeOf(now.length, isNow, all.length - now.length, own.length - isNow),
        examples: exampleSentences(
          now.map(({ who, sentiment }) => ({ who, sentences: sentiment.sentences, words: names })),
        ),
      },
    ]
  })
}

interface Group {
  readonly words: readonly string[]
  /** Places of its texts, nearest to its middle first. */
  readonly members: readonly number[]
}

async function discovered(texts: readonly string[], language: 'zh' | 'en'): Promise<readonly Group[]> {
  try {
    const { topics } = await discoverTopics(texts, { topics: topicCount(texts.length), stopWords: stopWords(language) })
    return topics.map(({ words, texts: members }) => ({ words, members: [...members] }))
  } catch (error) {
    // Texts without a word in common have no topics.
    if (error instanceof LanguageError && error.code === 'no-texts') return []
    throw error
  }
}

/** A word that several people use and that names nobody. */
function isPublic(word: string, texts: readonly JudgedText[]): boolean {
  const users = texts.filter(({ text }) => text.toLowerCase().includes(word))
  return peopleOf(users) >= fewestPeople && findPersonalData(word).length === 0
}

function changeOf(now: number, ofNow: number, before: number, ofBefore: number): Interval | null {
  if (ofNow === 0 || ofBefore === 0) return null
  return twoProportionTest({ successes: before, trials: ofBefore }, { successes: now, trials: ofNow }).difference
}
