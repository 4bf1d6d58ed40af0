import { foldText } from './fold-text.ts'

/** A place where a phrase of the table stands in a text: UTF-16 offsets, and the number of the phrase. */
export interface PhraseMatch {
  readonly start: number
  readonly end: number
  /** Index among the phrases that the table was made of; the first one where several fold to the same. */
  readonly phrase: number
}

/** Many phrases, found in a text in time that grows with the text and the logarithm of their number. */
export interface PhraseTable {
  readonly size: number
  /** Every place where a phrase begins, with the longest one there. Matches may overlap; they come in order of their start. */
  matches(text: string): readonly PhraseMatch[]
}

const wordCharacter =
  /[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]]/v

/**
 * A table of phrases such as the names of a catalogue. Case and width do not matter. Inside of a word of a script that puts
 * spaces between words nothing is found: “art” is not in “smart”. Phrases of one UTF-16 unit say too little and are left out.
 *
 * Phrases lie sorted, each with a link to the longest other one that it begins with: the greatest phrase that is not after the
 * text at a place, followed along its links until it fits, is the longest one there. It takes a fraction of a trie's memory.
 */
export function createPhraseTable(phrases: Iterable<string>): PhraseTable {
  const numbers = new Map<string, number>()
  let count = 0
  for (const phrase of phrases) {
    const folded = foldText(phrase.trim())
    if (folded.length > 1 && !numbers.has(folded)) numbers.set(folded, count)
    count++
  }
  // Without a comparison of one's own: by UTF-16 units, as `compareAt` does.
  const sorted = [...numbers.keys()].sort()
  const shorter = new Int32Array(sorted.length).fill(-1)
  const open: number[] = []
  for (const [i, phrase] of sorted.entries()) {
    while (open.length > 0 && !phrase.startsWith(sorted[open.at(-1) as number] as string)) open.pop()
    shorter[i] = open.at(-1) ?? -1
    open.push(i)
  }
  /** First and last phrase of those that begin with two units, so that most places cost one look. */
  const begin = new Map<number, [from: number, to: number]>()
  for (const [i, phrase] of sorted.entries()) {
    const range = begin.get(pairAt(phrase, 0))
    if (range) range[1] = i
    else begin.set(pairAt(phrase, 0), [i, i])
  }

  function longestAt(text: string, at: number): number {
    const range = begin.get(pairAt(text, at))
    if (!range) return -1
    let [low, high] = range
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (compareAt(sorted[middle] as string, text, at) <= 0) low = middle
      else high = middle - 1
    }
    let found = low
    while (found >= 0 && !fits(sorted[found] as string, text, at)) found = shorter[found] as number
    return found
  }

  return {
    size: sorted.length,
    matches(text) {
      if (sorted.length === 0) return []
      const folded = foldText(text)
      const found: PhraseMatch[] = []
      for (let at = 0; at + 1 < folded.length; at++) {
        // Most places of a Latin text are inside of a word; this tells without asking what script it is.
        if (at > 0 && isPlainLetter(folded.charCodeAt(at)) && isPlainLetter(folded.charCodeAt(at - 1))) continue
        const phrase = longestAt(folded, at)
        if (phrase < 0) continue
        const name = sorted[phrase] as string
        found.push({ start: at, end: at + name.length, phrase: numbers.get(name) as number })
      }
      return found
    },
  }
}

const pairAt = (text: string, at: number): number => (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1)

/** a to z and digits: the text is folded. */
const isPlainLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57)

/** Order of a phrase and of what stands in the text at a place; a phrase that the text goes on from is before it. */
function compareAt(phrase: string, text: string, at: number): number {
  for (let i = 0; i < phrase.length; i++) {
    if (at + i >= text.length) return 1
    const difference = phrase.charCodeAt(i) - text.charCodeAt(at + i)
    if (difference !== 0) return difference
  }
  return 0
}

function fits(phrase: string, text: string, at: number): boolean {
  return text.startsWith(phrase, at) && !isInsideWord(text, at) && !isInsideWord(text, at + phrase.length)
}

/** Whether characters on both sides of an offset belong to one word. */
function isInsideWord(text: string, at: number): boolean {
  return (
    at > 0 && at < text.length && wordCharacter.test(text[at - 1] as string) && wordCharacter.test(text[at] as string)
  )
}
