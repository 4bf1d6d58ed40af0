import { type FallbackCode, fallbackTexts } from './fallback-texts.ts'
import type { ReasonLanguage } from './reason-texts.ts'

/** Why an answer is not what was asked for, in a code for programs and a sentence in the reader's language. */
export interface Fallback {
  readonly code: FallbackCode | 'no-similar-items'
  readonly message: string
}

export const fallbackOf = (code: FallbackCode, language: ReasonLanguage): Fallback => ({
  code,
  message: fallbackTexts[language].decision[code],
})

/** @param instead whether popular items are shown */
export const noSimilarItems = (instead: boolean, language: ReasonLanguage): Fallback => ({
  code: 'no-similar-items',
  message: fallbackTexts[language].similar[instead ? 'popular' : 'nothing'],
})
