import { findPersonalData, scriptOf, type TextClassifierData } from '@attune/language'
import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { runInThread } from '../models/run-in-thread.ts'
import { fewestPeople } from './example-sentences.ts'
import { type OpinionText, peopleOf } from './judged-text.ts'
import type { OpinionAnswer, OpinionQuery, OpinionReport, Opinions } from './opinions.ts'
import type { OpinionOrder } from './opinions-worker.ts'
import { readVoices, type Voice, type VoiceSource } from './read-voices.ts'
import type { SentimentTraining } from './sentiment.ts'

export interface OpinionParts extends VoiceSource, Pick<Attune, 'clock'> {
  readonly sentiment: Pick<SentimentTraining, 'models' | 'revision'>
}

/** Of the period and of the one before: twenty thousand together. */
const mostTexts = 10_000
const keptMs = 5 * 60_000
const mostKept = 50
const dayMs = 86_400_000

interface Kept {
  readonly answer: Promise<OpinionAnswer>
  /** Who has a part in it, under all ids; known when the texts are read. */
  people: ReadonlySet<string>
  until: number
}

/** Opinions counted in a thread, one count at a time. */
export function createOpinions(parts: OpinionParts): Opinions {
  const { consent, clock, sentiment } = parts
  const kept = new Map<string, Map<string, Kept>>()
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  /** Who was erased or spoke of consent while texts are being read: their words may be among those read already. */
  let meanwhile: Set<string> | undefined

  async function answerTo(
    workspace: string,
    query: OpinionQuery,
    noted: (people: ReadonlySet<string>) => void,
  ): Promise<OpinionAnswer> {
    const now = clock()
    const from = now - query.days * dayMs
    const read = (start: number, end: number) =>
      readVoices(parts, workspace, { purpose: 'analytics', from: start, to: end, most: mostTexts + 1 })
    let voices: readonly Voice[][] = []
    let people: ReadonlySet<string>
    do {
      meanwhile = new Set<string>()
      voices = [[...(await read(from, now + 1))], [...(await read(from - query.days * dayMs, from))]]
      people = new Set(voices.flat().flatMap(({ personId, alias }) => [personId, alias]))
    } while (!people.isDisjointFrom(meanwhile))
    meanwhile = undefined
    noted(people)
    const models = sentiment.models(workspace)
    const order: OpinionOrder = {
      texts: voices.flatMap((own, period) => textsOf(own.slice(0, mostTexts), period === 0, query)),
      models: { ...data('zh', models.zh?.classifier.data), ...data('en', models.en?.classifier.data) },
    }
    const report: OpinionReport =
      order.texts.length === 0
        ? nothing
        : await runInThread('../language/opinions-worker', order, () => {}, closing.signal)
    return {
      ...report,
      madeAt: new Date(now).toISOString(),
      cut: voices.some((own) => own.length > mostTexts),
      source: { zh: models.zh ? 'model' : 'lexicon', en: models.en ? 'model' : 'lexicon' },
    }
  }

  function forget(workspace: string, personIds: readonly string[]): void {
    for (const id of personIds) meanwhile?.add(id)
    const own = kept.get(workspace)
    for (const [key, { people }] of own ?? []) if (personIds.some((id) => people.has(id))) own?.delete(key)
  }
  consent.onChange(forget)

  return {
    of(workspace, query) {
      if (query.topic !== undefined && findPersonalData(query.topic).length > 0)
        throw attuneError(
          'invalid-request',
          'topic: personal data is not looked for in what people say: ask for a word that identifies nobody.',
        )
      const own = kept.get(workspace) ?? new Map<string, Kept>()
      kept.set(workspace, own)
      const key = JSON.stringify([query.days, query.language, query.topic, sentiment.revision(workspace)])
      const known = own.get(key)
      if (known && clock() < known.until) return known.answer
      if (own.size >= mostKept) own.clear()
      const answer = last.then(() => answerTo(workspace, query, (people) => (entry.people = people)))
      const entry: Kept = { answer, people: new Set(), until: Number.POSITIVE_INFINITY }
      last = answer.catch(() => {})
      own.set(key, entry)
      answer.then(
        () => (entry.until = clock() + keptMs),
        () => own.get(key) === entry && own.delete(key),
      )
      return answer
    },
    forget,
    async close() {
      closing.abort()
      await last
    },
  }
}

/** With a topic, none of a period in which fewer than three people use it: a count would tell who does. */
function textsOf(voices: readonly Voice[], now: boolean, { language, topic }: OpinionQuery): readonly OpinionText[] {
  const word = topic?.normalize('NFKC').toLowerCase()
  const texts = voices.flatMap(({ text, personId, at }) => {
    const own = scriptOf(text)
    if (own === 'other' || (language !== undefined && own !== language)) return []
    if (word !== undefined && !text.toLowerCase().includes(word)) return []
    return [{ text, language: own, who: personId, day: new Date(at).toISOString().slice(0, 10), now }]
  })
  return word !== undefined && peopleOf(texts) < fewestPeople ? [] : texts
}

const data = (language: 'zh' | 'en', own: TextClassifierData | undefined) => (own ? { [language]: own } : {})

const nothing: OpinionReport = {
  texts: 0,
  people: 0,
  textsBefore: 0,
  positive: 0,
  neutral: 0,
  negative: 0,
  share: null,
  shareBefore: null,
  daily: [],
  aspects: [],
  topics: [],
}
