import type { Tokenizer } from '@attune/learn'
import { LanguageError } from '../errors.ts'
import { alignedMatches } from './aligned-matches.ts'
import { mixedWords } from './mixed-words.ts'
import { createPhraseTable, type PhraseMatch } from './phrase-table.ts'
import { splitTokens } from './split-tokens.ts'
import { subWords } from './sub-words.ts'
import type { Token } from './token.ts'

export interface SegmentOptions {
  /** ISO 639-1 code, where it is known. Japanese is told by its kana without it. */
  readonly language?: string | undefined
  /** `subword`: pieces of words, as the segmenter's tokeniser cuts them. Default `word`. */
  readonly unit?: 'word' | 'subword' | undefined
}

/** Cuts texts into tokens; offsets are in the text that was given. */
export type Segmenter = (text: string, options?: SegmentOptions) => readonly Token[]

/**
 * A segmenter that keeps words of its own whole: brands, names of products, terms of a trade.
 *
 * Chinese is cut by jieba, Japanese, Thai and the like by the rules of the runtime, everything else at spaces and signs. Words of
 * the dictionary then join the tokens that they span. jieba's own user dictionaries are not used: each would need a jieba of
 * its own, 70 MB a workspace, and would still split names that hold Latin letters.
 *
 * @param tokenizer what cuts words into sub-words: of an encoder (`tokenizer.json`), or `trainTokenizer` of one's own texts
 * @throws LanguageError (the segmenter) `bad-option` when sub-words are asked for without a tokeniser
 * @example
 * const segment = createSegmenter({ words: ['小米手环8 Pro', 'SK-II神仙水'] })
 * segment('买了小米手环8 pro').map(({ text }) => text) // ['买', '了', '小米手环8 pro']
 */
export function createSegmenter({
  words = [],
  tokenizer,
}: {
  readonly words?: Iterable<string>
  readonly tokenizer?: Tokenizer | undefined
} = {}): Segmenter {
  const table = createPhraseTable([...mixedWords, ...words])
  return (text, { language, unit = 'word' } = {}) => {
    if (unit === 'subword' && tokenizer === undefined)
      throw new LanguageError('bad-option', 'Sub-words need a tokenizer: give one to createSegmenter.')
    const tokens = splitTokens(text, language)
    const matches = alignedMatches(table, text, tokens)
    const whole = matches.length === 0 ? tokens : joinTokens(text, tokens, matches, language)
    return unit === 'subword' && tokenizer ? subWords(text, whole, tokenizer) : whole
  }
}

/** Tokens of a text, without words of one's own. */
export const segment: Segmenter = createSegmenter()

function joinTokens(
  text: string,
  tokens: readonly Token[],
  matches: readonly PhraseMatch[],
  language: string | undefined,
): Token[] {
  const joined: Token[] = []
  let next = 0
  let from = 0
  const fillTo = (to: number): void => {
    while (next < tokens.length && (tokens[next] as Token).start < from) next++
    const first = next
    while (next < tokens.length && (tokens[next] as Token).end <= to) next++
    const cutsToken = next < tokens.length && (tokens[next] as Token).start < to
    const beginsInToken = first > 0 && (tokens[first - 1] as Token).end > from
    // A name that begins or ends inside of a token: what lies between names is cut anew.
    if (cutsToken || beginsInToken) joined.push(...shifted(text.slice(from, to), from, language))
    else for (let i = first; i < next; i++) joined.push(tokens[i] as Token)
  }
  for (const { start, end } of matches) {
    fillTo(start)
    joined.push({ text: text.slice(start, end), start, end, kind: 'word' })
    from = end
  }
  fillTo(text.length)
  return joined
}

function shifted(piece: string, by: number, language: string | undefined): Token[] {
  return splitTokens(piece, language).map((token) => ({ ...token, start: token.start + by, end: token.end + by }))
}
