import { englishStopWords } from './stop-words-en.ts'
import { chineseStopWords } from './stop-words-zh.ts'

const none: ReadonlySet<string> = new Set()

/**
 * Words that say nothing about a text's subject, in lower case; empty for languages other than Chinese and English. Negations are
 * among them: whoever judges sentiment works on tokens instead.
 */
export function stopWords(language: string): ReadonlySet<string> {
  if (language === 'zh') return chineseStopWords
  if (language === 'en') return englishStopWords
  return none
}
