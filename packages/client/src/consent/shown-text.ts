import type { ConsentAnswer } from '../consent-types.ts'
import { type ConsentLanguage, type ConsentTexts, consentTexts } from './consent-texts.ts'
import type { ConsentUiOptions } from './consent-ui-options.ts'

export interface ShownText {
  /** Null where no kept text is shown, so that none is claimed as proof. */
  readonly version: string | null
  readonly language: string
  readonly paragraphs: readonly string[]
}

/** The text a person sees, with its version: the page's own, else the server's, else the built-in one. */
export function shownText(
  answer: ConsentAnswer | null,
  language: ConsentLanguage,
  { texts, textVersion = undefined }: Pick<ConsentUiOptions, 'texts' | 'textVersion'>,
): ShownText {
  const own = texts?.body
  const served = own === undefined ? answer?.text : undefined
  const body = own ?? served?.body ?? consentTexts[language].body
  return {
    version: own === undefined ? (served?.version ?? null) : (textVersion ?? null),
    language: served?.language ?? language,
    paragraphs: body
      .split(/\n\s*\n/)
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  }
}

export const wordsOf = (language: ConsentLanguage, { texts }: Pick<ConsentUiOptions, 'texts'>): ConsentTexts => ({
  ...consentTexts[language],
  ...texts,
})
