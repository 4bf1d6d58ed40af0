import { stemmer } from 'stemmer'

const possessive = /(?:'s|s')$/
/** Words repeat, and a stem takes a microsecond; a limit against texts without any sense. */
const stems = new Map<string, string>()
const mostKnown = 50_000
const plainWord = /^[a-z]{3,40}$/

/**
 * Stem of an English word by Porter's algorithm (1980), in lower case and without a possessive: `Runners'` → `runner`. What is no
 * English word (digits, hyphens, accents, Chinese) is only put in lower case.
 */
export function stem(word: string): string {
  const lower = word.toLowerCase().replaceAll('’', "'")
  const bare = lower.replace(possessive, (ending) => (ending === "s'" ? 's' : ''))
  if (!plainWord.test(bare)) return bare
  const known = stems.get(bare)
  if (known !== undefined) return known
  const found = stemmer(bare)
  if (stems.size >= mostKnown) stems.clear()
  stems.set(bare, found)
  return found
}
