import { createHash } from 'node:crypto'
import { redact } from '@attune/language'
import { fewestPeople } from '../language/example-sentences.ts'
import { readVoices, type Voice, type VoiceSource } from '../language/read-voices.ts'
import { digestKey, digestUnder } from '../protect/rights/subject-digest.ts'
import type { SourceText } from './text-source.ts'

/** What people said (reviews, comments, questions, surveys), and what they searched for. */
export const saidSources = ['reviews', 'searches'] as const
export type SaidSource = (typeof saidSources)[number]

/** The newest that are looked at: opening more takes many seconds. */
const mostRead = 40_000

export interface SaidQuery {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** At most so many, the newest. Default 40,000. */
  readonly most?: number
  /** Only the texts of these ids. */
  readonly only?: ReadonlySet<string>
}

/** Whether a text is read from what people said, so that its words are kept nowhere else. */
export const isSaid = (textId: string): boolean => textId.startsWith('said:') || textId.startsWith('search:')

/**
 * Texts of people who agree to training, the newest first, as they wrote them: for work in memory, and for eyes only after
 * `redactSaid`. None where fewer than three people spoke, and of searches only what three people and more searched for. What is
 * written word for word by many is there once. An id is a digest of the message, or of the search: it tells nothing by itself,
 * and with the message the text is gone.
 */
export async function readSaidTexts(
  source: VoiceSource,
  workspace: string,
  from: SaidSource,
  { now, most = mostRead, only }: SaidQuery,
): Promise<readonly SourceText[]> {
  const voices = await readVoices(source, workspace, {
    purpose: 'training',
    from: 0,
    to: now + 1,
    // How many searched for something is only known of all of them.
    most: from === 'reviews' ? most : mostRead,
    what: from === 'reviews' ? 'said' : 'searched',
  })
  const key = digestKey(source.vault)
  const texts = (from === 'reviews' ? reviewsIn(voices) : searchesIn(voices)).map(({ text, messageId }) => ({
    text,
    id: messageId === undefined ? searchId(text) : `said:${digestUnder(key, workspace, messageId)}`,
  }))
  if (only) return texts.filter(({ id }) => only.has(id))
  const once = new Map<string, SourceText>()
  for (const one of texts) if (!once.has(one.text)) once.set(one.text, one)
  return [...once.values()].slice(0, most)
}

/** Redacted before others get their turn. */
const atOnce = 20

/** The same without what points at somebody: names, numbers, addresses become placeholders. */
export async function redactSaid<Text extends SourceText>(texts: readonly Text[]): Promise<Text[]> {
  const redacted: Text[] = []
  for (const [i, one] of texts.entries()) {
    if (i % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve))
    redacted.push(isSaid(one.id) ? { ...one, text: redact(one.text).text } : one)
  }
  return redacted
}

interface Chosen {
  readonly text: string
  /** Undefined where many said it. */
  readonly messageId: string | undefined
}

const reviewsIn = (voices: readonly Voice[]): readonly Chosen[] =>
  new Set(voices.map(({ personId }) => personId)).size < fewestPeople ? [] : voices

function searchesIn(voices: readonly Voice[]): readonly Chosen[] {
  const people = Map.groupBy(voices, ({ text }) => text.toLowerCase())
  return [...people].flatMap(([text, of]) =>
    new Set(of.map(({ personId }) => personId)).size < fewestPeople ? [] : [{ text, messageId: undefined }],
  )
}

const searchId = (text: string): string =>
  `search:${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
