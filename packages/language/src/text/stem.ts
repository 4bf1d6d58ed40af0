import { stemmer } from 'stemmer'

const possessive = /(?:'s|s')$/
const plainWord = /^[a-z]{3,40}$/

/**
 * Stem of an English word by Porter's algorithm (1980), in lower case and without a possessive: `Runners'` → `runner`. What is no
 * English word (digits, hyphens, accents, Chinese) is only put in lower case.
 */
export function stem(word: string): string {
  const lower = word.toLowerCase().replaceAll('’', "'")
  const bare = lower.replace(possessive, (ending) => (ending === "s'" ? 's' : ''))
  return plainWord.test(bare) ? stemmer(bare) : bare
}
