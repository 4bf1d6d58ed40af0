import type { ReportNumber, ReportSentence } from './report-document.ts'
import { writtenForms } from './write-number.ts'

/** Why a sentence must not be printed. */
export type NumberFault =
  /** It names a number that the report does not have. */
  | 'unknown-id'
  /** It writes a number that is none of those it names. */
  | 'foreign-number'
  /** It names a number and does not write it. */
  | 'not-written'
  /** It puts a quantity into words, which nobody can compare with a table. */
  | 'in-words'

export interface CheckOptions {
  readonly numbers: ReadonlyMap<string, ReportNumber>
  /** Names that may stand in quotation marks with whatever digits they have: titles, placements, variations. */
  readonly names: ReadonlySet<string>
  /** Texts that are no measurements, such as the days of the report. */
  readonly dates: readonly string[]
}

const quoted = /[“"「『《]([^“”"「」『』《》]*)[”"」』》]/gu
/** A figure with its sign and its percent sign; any other digit of any script is left over, and refused. */
const figure = /[+\-−]?\s?\d[\d,]*(?:\.\d+)?\s?%?/gu

const englishQuantity =
  /\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|halved|twice|thrice|doubled?|doubling|tripled?|quadrupled?|\w*fold|thirds?|quarters?|percent|per cent)\b/iu
const chineseQuantity =
  /百分之|千分之|[一二两三四五六七八九十百千万亿几]+(?:成|倍|个百分|分之)|[二两三四五六七八九十百千万亿]+(?:个|人|次|单|件|元|块|点)|翻(?:一|两|了)?[番倍]|一半|半数|过半|减半|[〇零一二三四五六七八九十]点[〇零一二三四五六七八九]/u

/** A figure without what only helps the eye: spaces, commas, which minus it is. */
const bare = (text: string): string => text.replaceAll(/[\s,]/gu, '').replace('−', '-')

/**
 * Whether a sentence says only what the numbers say that it names: each figure in it is, to the digit, the sign and the percent
 * sign, how one of them or an end of its interval is written in the tables, and each number that it names is written.
 *
 * @returns undefined where it does
 * @example checkNumbers({ text: 'Clicks: 120.', numbers: ['clicks'] }, options) // undefined
 */
export function checkNumbers(
  sentence: ReportSentence,
  { numbers, names, dates }: CheckOptions,
): NumberFault | undefined {
  const named = sentence.numbers.map((id) => numbers.get(id))
  if (named.includes(undefined)) return 'unknown-id'
  let text = sentence.text.normalize('NFKC')
  text = text.replaceAll(quoted, (whole, name: string) => (names.has(name) ? ' ' : whole))
  for (const date of dates) text = text.replaceAll(date, ' ')
  if (englishQuantity.test(text) || chineseQuantity.test(text)) return 'in-words'
  const forms = named.map((number) => (number === undefined ? [] : writtenForms(number).map(bare)))
  const allowed = new Set(forms.flat())
  const written = new Set<string>()
  const rest = text.replaceAll(figure, (match, at: number) => {
    // Between the ends of an interval a hyphen is no sign.
    const all = bare(match)
    const between = match.startsWith('-') && /[\d%]/.test(text.slice(0, at).at(-1) ?? '')
    const one = between && !allowed.has(all) ? all.slice(1) : all
    written.add(one)
    return ' '
  })
  if (/\p{N}/u.test(rest)) return 'foreign-number'
  for (const one of written) if (!allowed.has(one)) return 'foreign-number'
  return forms.every((of) => of.some((form) => written.has(form))) ? undefined : 'not-written'
}
