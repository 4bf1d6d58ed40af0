import { type Segmenter, segment } from './create-segmenter.ts'
import { foldText } from './fold-text.ts'
import { normaliseText } from './normalise-text.ts'
import { stem } from './stem.ts'
import { stopWords } from './stop-words.ts'
import type { Token } from './token.ts'

export interface TermOptions {
  /** ISO 639-1 code, where it is known. English is stemmed unless another language of Latin letters is named. */
  readonly language?: string | undefined
  /** Default: one without words of a catalogue. */
  readonly segmenter?: Segmenter
}

/** A word of a text in the form in which it is counted and looked up. */
export interface Term {
  /** Folded, stemmed: `running shoes` has the terms `run` and `shoe`. */
  readonly term: string
  readonly token: Token
  /** Index of the token among all tokens of the text: neighbours differ by one. */
  readonly position: number
}

const han = /\p{sc=Han}/u
const latin = /^[a-z0-9'-]+$/
const letter = /\p{L}/u

/**
 * The terms of a text: normalised, cut, without stop words and signs, in lower case, English ones stemmed. Numbers stay, emoji and
 * addresses go. Keywords, search and near-duplicates count the same terms.
 *
 * @example
 * terms('The running shoes are 跑步的鞋！') // ['run', 'shoe', '跑步', '鞋']
 */
export function terms(text: string, options: TermOptions = {}): readonly string[] {
  return termsOf((options.segmenter ?? segment)(normaliseText(text), options), options.language).map(({ term }) => term)
}

/** The terms among tokens of a text that is normalised already, with where they stand. */
export function termsOf(tokens: readonly Token[], language?: string): readonly Term[] {
  const isEnglish = language === undefined || ['en', 'zh', 'ja', 'ko', 'und'].includes(language)
  const found: Term[] = []
  for (const [position, token] of tokens.entries()) {
    if (token.kind !== 'word' && token.kind !== 'number') continue
    const folded = foldText(token.text)
    if (isStopWord(folded, language, isEnglish)) continue
    const term = isEnglish && latin.test(folded) ? stem(folded) : folded
    found.push({ term, token, position })
  }
  return found
}

/** Texts mix languages: Chinese words are judged as Chinese in an English text, and the other way round. */
function isStopWord(word: string, language: string | undefined, isEnglish: boolean): boolean {
  if (han.test(word)) return language !== 'ja' && stopWords('zh').has(word)
  if (isEnglish && stopWords('en').has(word)) return true
  // A single Latin letter is a remainder (T, 's); a single letter of other scripts may be a word.
  return word.length === 1 && latin.test(word) && letter.test(word)
}
