import { examplesFromRatings, type SentimentModels, scriptOf } from '@attune/language'
import type { Attune } from '../attune.ts'
import { AttuneError } from '../errors.ts'
import { runInThread } from '../models/run-in-thread.ts'
import { readVoices, type VoiceSource } from './read-voices.ts'
import type { SentimentOutcome, SentimentState, SentimentTraining } from './sentiment.ts'
import { hasSentiment, openSentiment, removeSentiment, type SavedSentiment, saveSentiment } from './sentiment-files.ts'
import type { SentimentLesson, TaughtSentiment } from './teach-sentiment.ts'

/** Reviews of either kind below which nothing is taught: an accuracy of so few could not be told from chance. */
export const neededReviews = 50
/** The newest of either kind that are learnt from: more add little and take minutes. */
const mostOfEither = 3_000
const mostRead = 40_000
const keptMs = 5 * 60_000
const languages = ['zh', 'en'] as const
type Language = (typeof languages)[number]
type Saved = Partial<Record<Language, SavedSentiment>>

export type SentimentParts = VoiceSource & Pick<Attune, 'clock' | 'log'>

/** Sentiment models in `sentiment/` of the data folder. */
export function createSentiment(parts: SentimentParts): SentimentTraining {
  const { config, clock, consent, log } = parts
  const { dataDir } = config
  const opened = new Map<string, Saved>()
  const revisions = new Map<string, number>()
  const running = new Map<string, Promise<readonly SentimentOutcome[]>>()
  const states = new Map<string, { readonly answer: Promise<readonly SentimentState[]>; until: number }>()
  const closing = new AbortController()

  function savedOf(workspace: string): Saved {
    const known = opened.get(workspace)
    if (known) return known
    const saved: Saved = {}
    for (const language of languages) {
      try {
        const found = openSentiment(dataDir, workspace, language)
        if (found) saved[language] = found
      } catch (error) {
        log.warn(
          { err: error, workspace, language },
          'a sentiment model is damaged: the word list is used until the next training',
        )
      }
    }
    opened.set(workspace, saved)
    return saved
  }

  function changed(workspace: string): void {
    opened.delete(workspace)
    states.delete(workspace)
    revisions.set(workspace, (revisions.get(workspace) ?? 0) + 1)
  }

  /** Whoever spoke of consent or was erased: their reviews count no longer, or again. */
  consent.onChange((workspace) => states.delete(workspace))

  /** Kept, and shared while it is counted: for it up to forty thousand texts are opened. */
  function status(workspace: string): Promise<readonly SentimentState[]> {
    const known = states.get(workspace)
    if (known && clock() < known.until) return known.answer
    const answer = lessons(workspace).then((found) => found.map((lesson) => stateOf(workspace, lesson)))
    const entry = { answer, until: Number.POSITIVE_INFINITY }
    states.set(workspace, entry)
    answer.then(
      () => (entry.until = clock() + keptMs),
      () => states.get(workspace) === entry && states.delete(workspace),
    )
    return answer
  }

  async function lessons(workspace: string): Promise<readonly SentimentLesson[]> {
    const voices = await readVoices(parts, workspace, {
      purpose: 'training',
      from: 0,
      to: clock() + 1,
      most: mostRead,
      withStars: true,
    })
    // What many write word for word (“很好”) counts once, as its newest writer meant it.
    const newest = [...new Map(voices.toReversed().map((voice) => [voice.text, voice])).values()].reverse()
    return languages.map((language) => {
      const { texts, labels } = examplesFromRatings(
        newest.flatMap(({ text, stars }) =>
          stars !== null && scriptOf(text) === language ? [{ text, rating: stars }] : [],
        ),
      )
      const seen = { positive: 0, negative: 0 }
      const kept = [...texts.keys()].filter((i) => seen[labels[i] as 'positive' | 'negative']++ < mostOfEither)
      return {
        language,
        texts: kept.map((i) => texts[i] as string),
        labels: kept.map((i) => labels[i] as 'positive' | 'negative'),
      }
    })
  }

  function stateOf(workspace: string, { language, labels }: SentimentLesson): SentimentState {
    const saved = savedOf(workspace)[language]
    const positive = labels.filter((label) => label === 'positive').length
    return {
      language,
      source: saved ? 'model' : 'lexicon',
      positive,
      negative: labels.length - positive,
      needed: neededReviews,
      model: saved ? { version: saved.version, ...told(saved.card) } : null,
    }
  }

  /** Undefined where texts that differ in numbers alone make fewer than they seemed. */
  function taughtBy(lesson: SentimentLesson): Promise<TaughtSentiment | undefined> {
    return runInThread<TaughtSentiment>('../language/sentiment-worker', lesson, () => {}, closing.signal).catch(
      (error: unknown) => {
        if (error instanceof AttuneError && error.code === 'too-few-examples') return undefined
        throw error
      },
    )
  }

  async function teach(workspace: string, only: readonly Language[]): Promise<readonly SentimentOutcome[]> {
    const outcomes: SentimentOutcome[] = []
    for (const lesson of await lessons(workspace)) {
      const { positive, negative } = stateOf(workspace, lesson)
      const enough = Math.min(positive, negative) >= neededReviews
      let outcome: SentimentOutcome['outcome'] = 'too-few'
      if (only.includes(lesson.language)) {
        const taught = enough ? await taughtBy(lesson) : undefined
        if (taught) {
          outcome = taught.judged.accuracy >= taught.judged.lexicon.accuracy ? 'trained' : 'lexicon-better'
          if (outcome === 'trained') saveSentiment(dataDir, workspace, lesson.language, { ...taught, now: clock() })
        }
        // One that could not be taught any more would go on saying what people said who are gone.
        if (outcome !== 'trained') removeSentiment(dataDir, workspace, lesson.language)
        changed(workspace)
      }
      outcomes.push({ ...stateOf(workspace, lesson), outcome })
    }
    return outcomes
  }

  function inTurn(
    workspace: string,
    work: () => Promise<readonly SentimentOutcome[]>,
  ): Promise<readonly SentimentOutcome[]> {
    const next = work().finally(() => {
      if (running.get(workspace) === next) running.delete(workspace)
    })
    running.set(workspace, next)
    return next
  }

  return {
    models(workspace) {
      const { zh, en } = savedOf(workspace)
      const models: SentimentModels = { ...(zh && { zh: zh.model }), ...(en && { en: en.model }) }
      return models
    },
    revision: (workspace) => revisions.get(workspace) ?? 0,
    status,
    train: (workspace) => running.get(workspace) ?? inTurn(workspace, () => teach(workspace, languages)),
    async relearn(workspace) {
      // One under way may have read the words of who was erased since: it is waited for, and another follows.
      await running.get(workspace)?.catch(() => {})
      // Also one that is damaged: it holds what it learnt all the same.
      const there = languages.filter((language) => hasSentiment(dataDir, workspace, language))
      if (there.length > 0) await inTurn(workspace, () => teach(workspace, there))
    },
    async close() {
      closing.abort()
      await Promise.allSettled(running.values())
    },
  }
}

const told = ({ texts, createdAt, accuracy, lexicon }: SavedSentiment['card']) => ({
  texts,
  createdAt,
  accuracy,
  lexicon,
})
