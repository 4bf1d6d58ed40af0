import { emojiPattern } from './emoji.ts'
import { isKnownHanWord, segmentHan } from './segment-han.ts'
import type { Token, TokenKind } from './token.ts'
import { mailAddress, webAddress } from './web-addresses.ts'

/** Scripts that are written without spaces between words. */
const unspaced = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\u30fc'
const letter = `[[\\p{L}\\p{N}\\p{M}]--[${unspaced}]]`
const patterns = {
  mark: '‹[a-z0-9\\-]{1,80}›',
  url: webAddress.source,
  email: mailAddress.source,
  emoji: emojiPattern,
  number: `(?:[¥￥$€£₩₹]\\s?)?(?<!${letter})[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\\.[0-9]+)?(?:[%％‰℃℉]|${letter}+)?(?:[\\-'’]${letter}+)*`,
  word: `${letter}+(?:[\\-'’‑&]${letter}+)*`,
  unspaced: `(?:[${unspaced}]\\p{M}*)+`,
  sign: '\\S',
} as const
const pieces = new RegExp(
  Object.entries(patterns)
    .map(([name, pattern]) => `(?<${name}>${pattern})`)
    .join('|'),
  'giv',
)
const onlyHan = /^\p{sc=Han}+$/u
const han = /\p{sc=Han}/u
const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/u
/** After a number these are words of their own, unless the dictionary knows better (元旦): 满300元减50. */
const unit = /^[元块角分折件个只条双套包盒瓶箱袋斤克升年月日天号点倍万亿]/u
const letters = /\p{L}/u

/**
 * Tokens of a text without any dictionary but jieba's.
 *
 * @param language of the text, where it is known: Han characters of a Japanese text are cut as Japanese
 */
export function splitTokens(text: string, language: string | undefined): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(pieces)) {
    const [piece] = match
    const start = match.index
    const groups = match.groups as Readonly<Record<keyof typeof patterns, string | undefined>>
    if (groups.unspaced !== undefined) splitUnspaced(piece, start, language, tokens)
    else tokens.push({ text: piece, start, end: start + piece.length, kind: kindOf(groups, piece) })
  }
  return tokens
}

function kindOf(groups: Readonly<Record<keyof typeof patterns, string | undefined>>, piece: string): TokenKind {
  if (groups.word !== undefined) return letters.test(piece) ? 'word' : 'number'
  if (groups.number !== undefined) return letters.test(piece.replace(/[℃℉]/u, '')) ? 'word' : 'number'
  if (groups.sign !== undefined) return 'punctuation'
  for (const kind of ['mark', 'url', 'email', 'emoji'] as const) if (groups[kind] !== undefined) return kind
  return 'punctuation'
}

function splitUnspaced(run: string, start: number, language: string | undefined, tokens: Token[]): void {
  const before = tokens.at(-1)
  const followsNumber = before?.kind === 'number' && before.end === start
  let at = start
  const push = (word: string): void => {
    tokens.push({ text: word, start: at, end: at + word.length, kind: 'word' })
    at += word.length
  }
  for (const [i, word] of wordsOf(run, language).entries()) {
    if (i === 0 && followsNumber && word.length > 1 && unit.test(word) && !isKnownHanWord(word)) {
      push(word.slice(0, 1))
      push(word.slice(1))
    } else push(word)
  }
}

/** Kana tell Japanese, which jieba does not know; the other scripts have their rules in the runtime. */
function wordsOf(run: string, language: string | undefined): readonly string[] {
  const isJapanese = language === 'ja' || (language !== 'zh' && kana.test(run))
  if (!isJapanese && onlyHan.test(run)) return run.length > 1 ? segmentHan(run) : [run]
  if (isJapanese) return segmentsOf(run, 'ja')
  // Scripts stand side by side: each run of Han characters goes to jieba.
  return run
    .split(/(\p{sc=Han}+)/u)
    .filter((part) => part !== '')
    .flatMap((part) => (han.test(part) ? segmentHan(part) : segmentsOf(part, language ?? 'und')))
}

const segmenters = new Map<string, Intl.Segmenter>()

function segmentsOf(run: string, language: string): string[] {
  const known = supported(language)
  let segmenter = segmenters.get(known)
  if (!segmenter) {
    segmenter = new Intl.Segmenter(known, { granularity: 'word' })
    segmenters.set(known, segmenter)
  }
  return Array.from(segmenter.segment(run), ({ segment }) => segment)
}

/** A language tag comes from outside; one that is none must not throw, and must not fill the table of segmenters. */
function supported(language: string): string {
  return ['ja', 'th', 'lo', 'km', 'my'].includes(language) ? language : 'und'
}
