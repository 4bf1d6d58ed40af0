import { segment } from './create-segmenter.ts'
import { normaliseText } from './normalise-text.ts'
import { type Term, type TermOptions, termsOf } from './terms.ts'
import type { Token } from './token.ts'

/** A text that was normalised and cut once, for everything that looks at it afterwards. Offsets are in `text`. */
export interface ReadText {
  readonly text: string
  readonly language: string | undefined
  readonly tokens: readonly Token[]
  readonly terms: readonly Term[]
}

/** Normalises and cuts a text; one that was read already is returned as it is. */
export function readText(text: string | ReadText, { language, segmenter = segment }: TermOptions = {}): ReadText {
  if (typeof text !== 'string') return text
  const clean = normaliseText(text)
  const tokens = segmenter(clean, { language })
  return { text: clean, language, tokens, terms: termsOf(tokens, language) }
}
