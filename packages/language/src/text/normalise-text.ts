import { type EmojiTreatment, treatEmoji } from './emoji.ts'
import { decodeHtmlEntities } from './html-entities.ts'
import { stripHtml } from './strip-html.ts'
import { webAddress } from './web-addresses.ts'

export interface NormaliseOptions {
  /** Default `keep`. */
  readonly case?: 'keep' | 'lower'
  /** Tags and character references: out by default; `keep` for texts that are no HTML and talk about it. */
  readonly html?: 'strip' | 'keep'
  /** Web addresses: the mark `‹url›` by default, or nothing. */
  readonly urls?: 'mark' | 'remove' | 'keep'
  /** Default `keep`: the emoji without tone of skin. */
  readonly emoji?: EmojiTreatment
}

/** Invisible: joiners, marks of direction, variants, soft hyphens, byte order marks. The joiner inside of an emoji stays. */
const invisible =
  /(?<!\p{Extended_Pictographic})\u200d|\u200d(?!\p{Extended_Pictographic})|(?!\u200d)[\p{Cf}\p{Variation_Selector}]|\u034f|\u115f|\u1160|\u17b4|\u17b5/gu
const control = /(?![\t\n\r\v\f\u0085])\p{Cc}/gu
const space = /[\s\u0085]+/gu
const lineBreak = /[\n\r\u0085\u2028\u2029]/

/**
 * A text in one form: NFKC (full-width letters and digits become half-width), without HTML, invisible and control
 * characters; lone surrogates become U+FFFD, runs of white space one space, or one line break where they hold one.
 * It never throws, and whatever comes out is well-formed Unicode.
 *
 * @example
 * normaliseText('<b>ＮＩＫＥ</b>&nbsp;跑鞋 https://nike.cn/a 👍🏽') // 'NIKE 跑鞋 ‹url› 👍'
 */
export function normaliseText(text: string, options: NormaliseOptions = {}): string {
  const { case: letters = 'keep', html = 'strip', urls = 'mark', emoji = 'keep' } = options
  let clean = text.toWellFormed()
  if (html === 'strip') clean = decodeHtmlEntities(stripHtml(clean))
  clean = treatEmoji(clean, emoji).normalize('NFKC').replace(control, ' ').replace(invisible, '')
  if (urls !== 'keep') clean = clean.replace(webAddress, urls === 'mark' ? '‹url›' : ' ')
  if (letters === 'lower') clean = clean.toLowerCase()
  return clean.replace(space, (run) => (lineBreak.test(run) ? '\n' : ' ')).trim()
}
