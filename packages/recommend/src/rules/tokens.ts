import { RuleError, type RuleProblem, type Span } from './rule-error.ts'

export const keywords = ['and', 'or', 'not', 'in', 'true', 'false'] as const
export type Keyword = (typeof keywords)[number]
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>='
export type Mark = '(' | ')' | '[' | ']' | ','

/** A word of a rule. `name` is a field or a function; a dot may stand inside. */
export type Token = Span &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'name'; readonly value: string }
    | { readonly kind: 'keyword'; readonly value: Keyword }
    | { readonly kind: 'operator'; readonly value: Operator }
    | { readonly kind: 'mark'; readonly value: Mark }
    | { readonly kind: 'end' }
  )

/** Most UTF-16 units of one rule: a guard against text that is no rule. */
export const longestRule = 20_000

const numberPattern = /-?(?:\d+(?:\.\d+)?)(?:[eE][+-]?\d+)?/y
const namePattern = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*/uy
const operatorPattern = /==|!=|<=|>=|<|>/y
const markPattern = /[()[\],]/y
const spacePattern = /\s+/y
/** What people write who come from another language, and what to write here. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
  ['=', '=='],
  ['<>', '!='],
  ['，', ','],
  ['（', '('],
  ['）', ')'],
  ['【', '['],
  ['】', ']'],
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
])
const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
])

/**
 * Splits a rule into words, `end` last. Strings stand in " or ' with the escapes \n \t \r \\ \" \' \uXXXX and \u{X…}.
 *
 * @throws RuleError with the position of the first thing that is no word
 */
export function tokenize(source: string): readonly Token[] {
  if (source.length > longestRule) {
    const text = {
      en: `a rule may have ${longestRule} characters and this one has ${source.length}`,
      zh: `规则最多 ${longestRule} 个字符，此规则有 ${source.length} 个`,
    }
    throw new RuleError({ problem: 'too-long', source: '', span: { start: 0, end: 0 }, text })
  }
  const tokens: Token[] = []
  let start = 0
  while (start < source.length) {
    start += matchAt(spacePattern, source, start).length
    if (start >= source.length) break
    const token = readToken(source, start)
    tokens.push(token)
    start = token.end
  }
  return [...tokens, { kind: 'end', start: source.length, end: source.length }]
}

function matchAt(pattern: RegExp, source: string, start: number): string {
  pattern.lastIndex = start
  return pattern.exec(source)?.[0] ?? ''
}

function readToken(source: string, start: number): Token {
  const first = source.charAt(start)
  if (first === '"' || first === "'") return readString(source, start)
  const span = (text: string): Span => ({ start, end: start + text.length })
  const digits = matchAt(numberPattern, source, start)
  if (digits) return readNumber(source, digits, span(digits))
  const name = matchAt(namePattern, source, start)
  if (name) {
    const keyword = keywords.find((word) => word === name)
    return keyword ? { kind: 'keyword', value: keyword, ...span(name) } : { kind: 'name', value: name, ...span(name) }
  }
  const two = source.slice(start, start + 2)
  const wrong = foreign.has(two) ? two : first
  const operator = foreign.has(two) ? '' : matchAt(operatorPattern, source, start)
  if (operator) return { kind: 'operator', value: operator as Operator, ...span(operator) }
  const mark = matchAt(markPattern, source, start)
  if (mark) return { kind: 'mark', value: mark as Mark, ...span(mark) }
  const shown = foreign.has(wrong) ? wrong : String.fromCodePoint(source.codePointAt(start) ?? 0)
  const text = { en: `${shown} means nothing here`, zh: `无法识别 ${shown}` }
  throw new RuleError({
    problem: 'unexpected-character',
    source,
    span: span(shown),
    text,
    suggestion: foreign.get(wrong),
  })
}

function readNumber(source: string, digits: string, span: Span): Token {
  const value = Number(digits)
  const next = source.charAt(span.end)
  if (Number.isFinite(value) && !/[\p{L}\p{N}_.]/u.test(next)) return { kind: 'number', value, ...span }
  const text = { en: `${digits}${next} is not a number`, zh: `${digits}${next} 不是有效的数字` }
  const expected = {
    en: 'a number such as 50 or 9.99 (durations stand in quotes: "7d")',
    zh: '数字，如 50 或 9.99（时长需加引号："7d"）',
  }
  throw new RuleError({
    problem: 'bad-number',
    source,
    span: { start: span.start, end: span.end + next.length },
    text,
    expected,
  })
}

function readString(source: string, start: number): Token {
  const quote = source.charAt(start)
  let value = ''
  let at = start + 1
  while (at < source.length) {
    const unit = source.charAt(at)
    if (unit === quote) return { kind: 'string', value, start, end: at + 1 }
    if (unit === '\\') {
      const escaped = readEscape(source, at)
      value += escaped.value
      at = escaped.end
    } else {
      value += unit
      at++
    }
  }
  const text = { en: `this text has no closing ${quote}`, zh: `字符串缺少结尾的 ${quote}` }
  throw new RuleError({ problem: 'unclosed-string', source, span: { start, end: source.length }, text })
}

function readEscape(source: string, start: number): { readonly value: string; readonly end: number } {
  const letter = source.charAt(start + 1)
  const plain = escapes.get(letter)
  if (plain !== undefined) return { value: plain, end: start + 2 }
  const unicode = /^\\u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})/.exec(source.slice(start, start + 10))
  const code = unicode && Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16)
  if (unicode && code !== null && code <= 0x10ffff) {
    return { value: String.fromCodePoint(code), end: start + unicode[0].length }
  }
  const problem: RuleProblem = letter === '' ? 'unclosed-string' : 'bad-escape'
  const text = { en: `\\${letter} is no escape`, zh: `\\${letter} 不是有效的转义` }
  const expected = { en: String.raw`one of \n \t \r \\ \" \' \u4e2d`, zh: String.raw` \n \t \r \\ \" \' \u4e2d 之一` }
  throw new RuleError({ problem, source, span: { start, end: Math.min(source.length, start + 2) }, text, expected })
}
