import { segmentWords } from './segment-words.ts'

/** One way to take a text apart into terms. */
export interface TextView {
  /**
   * `words`: words, whatever the script. `characters`: characters of the whole text, for scripts without spaces.
   * `word-characters`: characters within each word and the spaces beside it, for scripts with spaces.
   */
  readonly of: 'words' | 'characters' | 'word-characters'
  /** Terms are runs of `from` to `to` neighbouring units. */
  readonly from: number
  readonly to: number
}

/** What texts without spaces between words are seen by. */
export const chineseViews: readonly TextView[] = [
  { of: 'characters', from: 1, to: 3 },
  { of: 'words', from: 1, to: 2 },
]
/** What texts with spaces between words are seen by. */
export const englishViews: readonly TextView[] = [
  { of: 'words', from: 1, to: 2 },
  { of: 'word-characters', from: 2, to: 5 },
]

/** The views for texts of this kind: Chinese where a fifth of the letters or more are Han; judged by two thousand of them. */
export function viewsFor(texts: readonly string[]): readonly TextView[] {
  let [han, letters] = [0, 0]
  const step = Math.max(1, Math.floor(texts.length / 2000))
  for (let i = 0; i < texts.length; i += step) {
    const text = (texts[i] as string).slice(0, 200)
    han += text.match(/\p{Script=Han}/gu)?.length ?? 0
    letters += text.match(/\p{L}/gu)?.length ?? 0
  }
  return han > 0 && han >= letters / 5 ? chineseViews : englishViews
}

/**
 * A text as its terms are counted: compatible forms as one, lower case, one space for any white space, and one sign for all numbers
 * of two digits or more, which say little one by one and may be somebody's.
 */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d{2,}/g, '0')
    .replace(/\s+/g, ' ')
    .trim()

/** The runs of units within which terms are made. */
export function unitsOf(text: string, { of }: TextView): readonly (readonly string[])[] {
  const plain = plainText(text)
  if (of === 'characters') return [[...plain]]
  if (of === 'words') return [segmentWords(plain)]
  return plain.split(/[^\p{L}\p{N}$£€¥%!?']+/u).flatMap((word) => (word === '' ? [] : [[' ', ...word, ' ']]))
}
