import { RecommendError } from '../errors.ts'
import type { Text } from '../parameter-schemas.ts'

/** What is wrong with a rule, stable for programs. */
export type RuleProblem =
  | 'unexpected-character'
  | 'unclosed-string'
  | 'bad-escape'
  | 'bad-number'
  | 'unexpected-token'
  | 'too-long'
  | 'too-deep'
  | 'unknown-field'
  | 'unknown-function'
  | 'wrong-type'
  | 'wrong-arguments'
  | 'bad-duration'
  | 'bad-date'

/** A part of the source text of a rule. */
export interface Span {
  /** First UTF-16 unit, from 0. */
  readonly start: number
  /** One past the last UTF-16 unit. */
  readonly end: number
}

/** Where a mistake is, as an editor shows it. */
export interface RulePosition extends Span {
  /** From 1. */
  readonly line: number
  /** In characters (code points), from 1. */
  readonly column: number
}

export interface RuleMistake {
  readonly problem: RuleProblem
  readonly source: string
  readonly span: Span
  /** What is wrong, without the position. */
  readonly text: Text
  /** What would have been right there. */
  readonly expected?: Text
  /** A name or an operator to write instead. */
  readonly suggestion?: string | undefined
}

/** A rule that cannot be used: `code` is `bad-rule`, `message` the English sentence, `text` both languages. */
export class RuleError extends RecommendError {
  readonly problem: RuleProblem
  readonly position: RulePosition
  readonly text: Text
  readonly expected: Text | undefined
  readonly suggestion: string | undefined

  constructor(mistake: RuleMistake) {
    const { problem, source, span, expected, suggestion } = mistake
    const position = positionIn(source, span)
    const text = sentence(mistake, position)
    super('bad-rule', text.en, { problem, ...position, ...(suggestion === undefined ? {} : { suggestion }) })
    this.name = 'RuleError'
    this.problem = problem
    this.position = position
    this.text = text
    this.expected = expected
    this.suggestion = suggestion
  }
}

function positionIn(source: string, { start, end }: Span): RulePosition {
  const lines = source.slice(0, start).split('\n')
  const last = lines.at(-1) ?? ''
  return { start, end, line: lines.length, column: [...last].length + 1 }
}

function sentence({ text, expected, suggestion }: RuleMistake, { line, column }: RulePosition): Text {
  const en = [
    `Line ${line}, column ${column}: ${text.en}`,
    expected && `; expected ${expected.en}`,
    suggestion !== undefined && `; did you mean ${suggestion}?`,
  ]
  const zh = [
    `第 ${line} 行第 ${column} 列：${text.zh}`,
    expected && `；应为${expected.zh}`,
    suggestion !== undefined && `；您是想写 ${suggestion} 吗？`,
  ]
  const close = suggestion === undefined
  return { en: en.filter(Boolean).join('') + (close ? '.' : ''), zh: zh.filter(Boolean).join('') + (close ? '。' : '') }
}
