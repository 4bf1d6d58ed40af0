import { aspectsOf } from '@attune/language'
import type { AspectsOf } from './sentiment-of.ts'

/** Aspects that somebody's own words speak of, by the built-in words and rules of both languages. */
export const readAspects: AspectsOf = async (texts) =>
  texts.map((text) =>
    aspectsOf(text).map(({ aspect, score, evidence }) => ({ aspect, sentiment: score, text: evidence.join(' … ') })),
  )
