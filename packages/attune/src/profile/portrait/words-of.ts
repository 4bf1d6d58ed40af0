import { normaliseText, segment, termsOf } from '@attune/language'

/** The words of a text that may say what it is about. */
export type WordsOf = (text: string) => readonly string[]

/**
 * Words of a text in Chinese and English, in lower case and as they stand there. Numbers, single letters, single Han characters and
 * words that say nothing of a thing are left out.
 *
 * @example wordsOf('Green Tea 绿茶礼盒') // ['green', 'tea', '绿茶', '礼盒']
 */
export const wordsOf: WordsOf = (text) =>
  termsOf(segment(normaliseText(text))).flatMap(({ token }) => {
    const word = token.text.toLowerCase()
    return word.length > 1 && word.length <= 40 && /^\p{L}/u.test(word) ? [word] : []
  })
