/** Han characters in a row, a word of letters and digits, or one character of another kind; what is between is space. */
const parts = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+|[^\s\p{L}\p{N}\p{M}]|\p{M}/gu
const han = /^\p{Script=Han}/u

/**
 * A text without spaces in its words: Chinese by a segmenter, letters and digits in a row otherwise, signs one by one.
 *
 * @param segment words of a run of Han characters
 * @returns words that make up the text again
 */
export function splitWords(text: string, segment: (run: string) => readonly string[]): readonly string[] {
  return (text.match(parts) ?? []).flatMap((part) => (han.test(part) && part.length > 1 ? segment(part) : [part]))
}
