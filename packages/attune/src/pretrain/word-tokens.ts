import type { Tokenizer, WordedText } from '@attune/learn'
import { splitWords } from './split-words.ts'

interface Worded {
  readonly ids: readonly number[]
  /** Number of each id's word, from 0. */
  readonly words: readonly number[]
}

/** Repeated words are cut once; a limit against texts without any. */
const mostKnown = 200_000

/**
 * Cuts texts into tokens that know their word: English words, and Chinese ones by a segmenter. Texts that are longer than
 * wanted become several, cut between words.
 *
 * @param segment words of a run of Han characters
 */
export function wordTokens(
  tokenizer: Tokenizer,
  segment: (run: string) => readonly string[],
): (text: string, longest: number) => readonly WordedText[] {
  const known = new Map<string, Worded>()
  const wordedOf = (chunk: string, first: boolean): Worded => {
    const key = first ? chunk : ` ${chunk}`
    const found = known.get(key) ?? cutChunk(tokenizer, key, splitWords(chunk, segment))
    if (known.size < mostKnown) known.set(key, found)
    return found
  }
  const { begin, end, unknown } = tokenizer.ids
  const around = Number(begin >= 0) + Number(end >= 0)
  return (text, longest) => {
    const tokens: number[] = []
    const words: number[] = []
    let next = 0
    for (const [i, chunk] of text.split(/\s+/u).filter(Boolean).entries()) {
      const worded = wordedOf(chunk, i === 0)
      tokens.push(...worded.ids)
      for (const [j, word] of worded.words.entries()) words.push(worded.ids[j] === unknown ? -1 : next + word)
      next += (worded.words.at(-1) ?? -1) + 1
    }
    return pieces(words, longest - around).map(([from, to]) => ({
      tokens: [...(begin >= 0 ? [begin] : []), ...tokens.slice(from, to), ...(end >= 0 ? [end] : [])],
      words: [...(begin >= 0 ? [-1] : []), ...words.slice(from, to), ...(end >= 0 ? [-1] : [])],
    }))
  }
}

/** Ranges of at most `room` tokens that end where a word does; a longer word is cut all the same. */
function pieces(words: readonly number[], room: number): (readonly [from: number, to: number])[] {
  const found: (readonly [number, number])[] = []
  for (let from = 0; from < words.length; ) {
    let to = Math.min(words.length, from + room)
    if (to < words.length) {
      let cut = to
      while (cut > from && words[cut] === words[cut - 1] && words[cut] !== -1) cut--
      if (cut > from) to = cut
    }
    found.push([from, to])
    from = to
  }
  return found
}

function cutChunk(tokenizer: Tokenizer, chunk: string, words: readonly string[]): Worded {
  const ids = tokenizer.encode(chunk, { special: false })
  if (words.length < 2) return { ids, words: ids.map(() => 0) }
  return { ids, words: byWord(tokenizer, ids, words) ?? byLetters(tokenizer, ids, words) ?? oneByOne(tokenizer, ids) }
}

/** Where each word is cut alone as it is among the others (WordPiece). */
function byWord(tokenizer: Tokenizer, ids: readonly number[], words: readonly string[]): number[] | undefined {
  const alone = words.map((word) => tokenizer.encode(word, { special: false }))
  const all = alone.flat()
  if (all.length !== ids.length || all.some((id, i) => id !== ids[i])) return undefined
  return alone.flatMap((own, word) => own.map(() => word))
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** By the letters of the tokens; a token that begins inside a word belongs to it. */
function byLetters(tokenizer: Tokenizer, ids: readonly number[], words: readonly string[]): number[] | undefined {
  const target = words.map(plain)
  const named = (id: number): string => (tokenizer.tokenOf(id) ?? '').replace(/^(?:##|▁|Ġ)/u, '')
  const decoded = (id: number): string => tokenizer.decode([id]).trim()
  for (const lettersOf of [named, decoded]) {
    const letters = ids.map((id) => plain(lettersOf(id)))
    if (letters.join('') !== target.join('')) continue
    let [word, wordEnd, at] = [0, (target[0] as string).length, 0]
    return letters.map((own) => {
      while (at >= wordEnd && word < target.length - 1) {
        word++
        wordEnd += (target[word] as string).length
      }
      at += own.length
      return word
    })
  }
  return undefined
}

/** Where nothing fits, what goes on with a word does, and every other token is one. */
function oneByOne(tokenizer: Tokenizer, ids: readonly number[]): number[] {
  let word = -1
  return ids.map((id) => {
    if (word < 0 || !tokenizer.goesOn(id)) word++
    return word
  })
}
