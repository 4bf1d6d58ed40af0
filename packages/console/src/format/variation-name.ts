import { variationTexts } from '../texts/overview-texts.ts'
import type { Language } from '../texts/text.ts'
import { pick } from '../texts/text.ts'

/** A variation as people call it: the product's own words for its own variations, else the team's name. */
export function variationName(variation: string, language: Language): string {
  const known = Object.hasOwn(variationTexts, variation) ? variationTexts[variation] : undefined
  return known ? pick(known, language) : variation
}
