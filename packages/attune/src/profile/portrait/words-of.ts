/** The words of a text that may say what it is about. */
export type WordsOf = (text: string) => readonly string[]

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterOf(language: 'zh' | 'en'): Intl.Segmenter {
  const known = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' })
  segmenters.set(language, known)
  return known
}

const empty = new Set(
  `the and for with from into of to in on at by an or a is are be as it its this that these those your our new set pack pcs
   的 了 和 与 及 或 在 是 有 为 等 款 个 件 装 新款 一个 我们 你的`.split(/\s+/),
)

/**
 * Words of a text in Chinese and English, in lower case: by the dictionary of the runtime's ICU. Numbers, single letters,
 * single Han characters and words that say nothing of a thing are left out.
 *
 * @example wordsOf('Green Tea 绿茶礼盒') // ['green', 'tea', '绿茶', '礼盒']
 */
export const wordsOf: WordsOf = (text) => {
  const plain = text.normalize('NFKC').toLowerCase()
  const words: string[] = []
  for (const { segment, isWordLike } of segmenterOf(/\p{Script=Han}/u.test(plain) ? 'zh' : 'en').segment(plain)) {
    if (!isWordLike || segment.length < 2 || segment.length > 40) continue
    if (!/\p{L}/u.test(segment) || empty.has(segment)) continue
    words.push(segment)
  }
  return words
}
