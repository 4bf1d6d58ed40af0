import { englishWords } from './english-words.ts'
import { hanVarieties } from './han-varieties.ts'
import { type LettersByScript, lettersByScript } from './letters-by-script.ts'
import type { NgramIdentifier } from './load-ngram-identifier.ts'
import { mailAddress, webAddress } from './web-addresses.ts'

export interface DetectedLanguage {
  /** ISO 639-1, or `und` where nothing tells. */
  readonly language: string
  /**
   * In [0, 1]: the share of the evidence that speaks for the language, less where there is little of it. Names of brands alone
   * are at most 0.4.
   */
  readonly confidence: number
  /** ISO 15924 of the letters that decided: `Hani`, `Jpan`, `Kore`, `Latn`, …; `Zyyy` for a text without letters. */
  readonly script: string
}

export interface DetectOptions {
  /**
   * From `loadNgramIdentifier()`. Without it only Chinese, Japanese, Korean and languages with a script of their own are told, and a
   * text of plain Latin letters counts as English, unsurely where few of its words are.
   */
  readonly ngrams?: NgramIdentifier
}

/** How much one letter says: a Han character is about half a word, a syllable of Hangul or a kana a third, a Latin letter a fifth. */
const weight = { han: 3, kana: 2, hangul: 2.5 } as const
/** Latin words stand in Chinese, Japanese and Korean texts far more often than the other way round. */
const mixing = 2
/** A Latin word that need not be English: a name, a model, a size. */
const nameWeight = 0.25
/** Evidence that a text without any would have: keeps short texts from being sure. */
const doubt = 2
/** Names make short English titles look like another language; scores of n-grams that are closer than this do not tell them apart. */
const ngramMargin = 0.12
/** What `eld` gives on average to a text that it is right about. */
const usualScore = 0.78

const soleLanguage: Readonly<Record<string, string>> = {
  Thai: 'th',
  Grek: 'el',
  Hebr: 'he',
  Taml: 'ta',
  Telu: 'te',
  Gujr: 'gu',
  Guru: 'pa',
  Knda: 'kn',
  Mlym: 'ml',
  Sinh: 'si',
  Khmr: 'km',
  Laoo: 'lo',
  Mymr: 'my',
  Geor: 'ka',
  Armn: 'hy',
  Ethi: 'am',
  Tibt: 'bo',
}
/** Words of Japanese shops that hold no kana and that Chinese does not use. */
const japaneseWords =
  /送料|無料|税込|税抜|半額|割引|値引|値下|返品|通販|激安|当店|在庫|取扱|注文|予約|受付|発送|入荷|出荷|納期|申込|見積|引換|支払|締切|抽選|応募|当選|新着|即日|翌日配|大特価|特価/u
const latinWord = /\p{sc=Latin}[\p{sc=Latin}\p{M}\p{N}'’]*/gu

/**
 * The language of a text, by its script first. Han characters with kana are Japanese, Hangul is Korean, Han without kana is
 * Chinese unless characters or words that only Japanese has stand there. In a mixed text the letters are weighed: Latin words that
 * are not English ones (brands, models) weigh a quarter, so that “iPhone 15 手机壳 包邮 Free Shipping” is Chinese.
 * Latin texts are English where enough of their words are; n-grams tell the rest.
 *
 * @example
 * detectLanguage('双十一大促 Nike Air Max 全场5折') // { language: 'zh', confidence: 0.93, script: 'Hani' }
 */
export function detectLanguage(text: string, { ngrams }: DetectOptions = {}): DetectedLanguage {
  const bare = /[.@]/.test(text) ? text.replace(webAddress, ' ').replace(mailAddress, ' ') : text
  const letters = lettersByScript(bare)
  const kana = letters.hiragana + letters.katakana
  const east = mixing * (weight.han * letters.han + weight.kana * (kana + letters.no) + weight.hangul * letters.hangul)
  const words = latinWords(bare)
  const other = [...letters.others].sort(([, a], [, b]) => b - a)[0]
  const otherCount = other?.[1] ?? 0
  const latin = words.evidence
  const total = east + latin + otherCount
  if (total === 0) return { language: 'und', confidence: 0, script: 'Zyyy' }
  const shareOf = (evidence: number): number => evidence / (total + doubt)
  if (east >= latin && east >= otherCount) return eastAsian(bare, letters, shareOf)
  if (other && otherCount > letters.latin) return ofScript(bare, other[0], shareOf(otherCount), ngrams)
  return ofLatin(bare, words, shareOf(latin), ngrams)
}

function eastAsian(text: string, letters: LettersByScript, shareOf: (evidence: number) => number): DetectedLanguage {
  const { han, hiragana, no, katakana, hangul } = letters
  const inKana = weight.kana * (hiragana + katakana + no)
  const inHan = weight.han * han
  const inHangul = weight.hangul * hangul
  if (inHangul >= inHan + inKana) return { language: 'ko', confidence: shareOf(mixing * inHangul), script: 'Kore' }
  const confidence = shareOf(mixing * (inHan + inKana))
  const japanese: DetectedLanguage = { language: 'ja', confidence, script: 'Jpan' }
  const chinese: DetectedLanguage = { language: 'zh', confidence, script: 'Hani' }
  const varieties = hanVarieties(text)
  if (hiragana + katakana + no === 0)
    return varieties.simplified === 0 && (varieties.japanese || japaneseWords.test(text)) ? japanese : chinese
  if (varieties.simplified === 0) return japanese
  // Chinese that borrows kana: の, the Japanese name of a brand.
  const isDecoration = hiragana * 3 <= han && (hiragana + katakana) * weight.kana <= inHan * 2
  return isDecoration ? { ...chinese, confidence: shareOf(mixing * inHan) } : japanese
}

interface LatinWords {
  readonly count: number
  /** Letters of all words, of those that are English, and whether any that is no name has a letter that English lacks. */
  readonly letters: number
  readonly english: number
  readonly englishCount: number
  readonly foreign: boolean
  /** Whether every word looks like a name: a capital, a digit. */
  readonly onlyNames: boolean
  readonly evidence: number
}

function latinWords(text: string): LatinWords {
  let [count, letters, english, englishCount, evidence] = [0, 0, 0, 0, 0]
  let foreign = false
  let onlyNames = true
  for (const [word] of text.matchAll(latinWord)) {
    const size = word.length
    const isEnglish = englishWords.has(word.toLowerCase().replaceAll('’', "'"))
    const isName = !isEnglish && /[\p{Lu}\p{N}]/u.test(word)
    count++
    letters += size
    if (isEnglish) {
      english += size
      englishCount++
    }
    if (!isName) onlyNames = false
    if (!isName && /[^\p{ASCII}’]/u.test(word)) foreign = true
    evidence += isName ? nameWeight * size : size
  }
  return { count, letters, english, englishCount, foreign, onlyNames, evidence }
}

function ofLatin(
  text: string,
  words: LatinWords,
  share: number,
  ngrams: NgramIdentifier | undefined,
): DetectedLanguage {
  const script = 'Latn'
  const englishShare = words.english / words.letters
  const english = (confidence: number): DetectedLanguage => ({ language: 'en', confidence, script })
  const isPlain = englishShare >= 0.5 || (englishShare >= 0.3 && words.englishCount > 1)
  if (isPlain && !words.foreign) return english(share * (0.5 + englishShare / 2))
  if (words.english === 0 && words.onlyNames && words.count <= 4 && !words.foreign) return english(Math.min(0.4, share))
  const guess = ngrams?.(text)
  if (!guess?.language) {
    if (words.foreign) return { language: 'und', confidence: 0, script }
    return english(share * (englishShare >= 0.15 ? 0.4 + englishShare / 2 : 0.4))
  }
  if (guess.language === 'en') return english(share * usualScore)
  const score = guess.scoreOf(guess.language)
  const margin = words.foreign ? 0 : ngramMargin + englishShare
  if (score - guess.scoreOf('en') < margin) return english(share * Math.max(guess.scoreOf('en'), 0.3))
  return { language: guess.language, confidence: share * score, script }
}

function ofScript(text: string, script: string, share: number, ngrams: NgramIdentifier | undefined): DetectedLanguage {
  const sole = soleLanguage[script]
  if (sole !== undefined) return { language: sole, confidence: share, script }
  const guess = ngrams?.(text)
  if (!guess?.language) return { language: 'und', confidence: 0, script }
  return { language: guess.language, confidence: share * guess.scoreOf(guess.language), script }
}
