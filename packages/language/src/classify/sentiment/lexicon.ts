import { chineseLexicon } from './chinese-lexicon.ts'
import { unitsOfClause, wordForm } from './clauses.ts'
import { englishLexicon } from './english-lexicon.ts'
import type { LexiconWords } from './lexicon-words.ts'

/** What a word or phrase does to the sentiment of its clause. */
export type LexiconEntry =
  | { readonly kind: 'polarity'; readonly value: number }
  | { readonly kind: 'negator' | 'intensifier' | 'softener' | 'contrast' | 'concession' | 'neutral' | 'wanted' }

export interface Lexicon {
  /** Units of the longest phrase that begins with this unit. */
  longestFrom(unit: string): number
  /** The entry of a phrase: as it stands, or else by the forms of its words. */
  find(units: readonly string[], from: number, to: number): LexiconEntry | undefined
}

const strengths = { strong: 1, plain: 0.7, weak: 0.35 } as const

/** Signs that both languages share. */
const praiseSigns = '👍 😊 😀 😁 😄 😍 🥰 😘 ❤ 💕 💖 🎉 👏 💯 🌹 😋 🤩 ☺ 🙂 😃 💪 ✨'
const complaintSigns = '👎 😡 😠 🤬 😤 😞 😢 💔 🤮 🤢 😒 🙁 ☹ 💩 😩 😫 😣 😖'

/** Built once: nothing of a text is kept in it. */
export const lexicon: Lexicon = lexiconOf([chineseLexicon, englishLexicon])

export function lexiconOf(languages: readonly LexiconWords[]): Lexicon {
  const exact = new Map<string, LexiconEntry>()
  const byForm = new Map<string, LexiconEntry>()
  const longest = new Map<string, number>()
  const add = (phrase: string, entry: LexiconEntry): void => {
    const units = unitsOfClause(phrase)
    const first = wordForm(units[0] as string)
    longest.set(first, Math.max(longest.get(first) ?? 0, units.length))
    exact.set(units.join(' '), entry)
    const forms = units.map(wordForm).join(' ')
    // A word that means nothing by itself must not silence others of the same stem.
    if (entry.kind !== 'neutral' && !byForm.has(forms)) byForm.set(forms, entry)
  }
  const addAll = (list: string, entry: LexiconEntry): void => {
    for (const phrase of list.trim().split(/\s+/)) add(phrase.replaceAll('_', ' '), entry)
  }
  for (const words of languages) {
    for (const strength of ['strong', 'plain', 'weak'] as const) {
      addAll(words.praise[strength], { kind: 'polarity', value: strengths[strength] })
      addAll(words.complaint[strength], { kind: 'polarity', value: -strengths[strength] })
    }
    addAll(words.wanted, { kind: 'wanted' })
    addAll(words.intensifiers, { kind: 'intensifier' })
    addAll(words.softeners, { kind: 'softener' })
    addAll(words.negators, { kind: 'negator' })
    addAll(words.contrasts, { kind: 'contrast' })
    addAll(words.concessions, { kind: 'concession' })
    addAll(words.neutral, { kind: 'neutral' })
    for (const [phrase, value] of words.phrases) add(phrase, { kind: 'polarity', value })
  }
  addAll(praiseSigns, { kind: 'polarity', value: 0.8 })
  addAll(complaintSigns, { kind: 'polarity', value: -0.8 })
  return {
    longestFrom: (unit) => longest.get(wordForm(unit)) ?? 0,
    find: (units, from, to) =>
      exact.get(units.slice(from, to).join(' ')) ?? byForm.get(units.slice(from, to).map(wordForm).join(' ')),
  }
}
