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

/**
 * @param why whether popular items are shown instead, and whether a model knows similar items that may not be offered
 */
export function noSimilarItems(
  { instead, notOffered }: { readonly instead: boolean; readonly notOffered: boolean },
  language: ReasonLanguage,
): Fallback {
  const { popular, nothing, notOfferedPopular, notOfferedNothing } = fallbackTexts[language].similar
  const [some, none] = notOffered ? [notOfferedPopular, notOfferedNothing] : [popular, nothing]
  return { code: 'no-similar-items', message: instead ? some : none }
}
