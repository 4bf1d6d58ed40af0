import type { Text } from '../parameter-schemas.ts'
import { closestName } from './closest-name.ts'
import type { Expression, ListLiteral, Literal } from './expression.ts'
import { RuleError, type Span } from './rule-error.ts'
import { type Keyword, type Mark, type Token, tokenize } from './tokens.ts'

/** Deepest nesting of parentheses, calls and `not`. */
export const deepestRule = 100

const somethingToTest: Text = { en: 'a field, a function, a value or (', zh: '字段、函数、值或 (' }

/**
 * Parses a rule. From loose to tight: `or`, `and`, `not`, then one of == != < <= > >= in `not in` (which cannot be chained).
 * Whether fields exist and types fit is checked by `compileRule`.
 *
 * @throws RuleError with the position, what was expected and, where one is near, a suggestion
 * @example
 * parseExpression('price < 50 and "vegan" in tags and not seen_within("7d")')
 */
export function parseExpression(source: string): Expression {
  const tokens = tokenize(source)
  let next = 0
  let depth = 0

  const peek = (): Token => tokens[next] as Token
  const take = (): Token => tokens[next++] as Token
  const isKeyword = (word: Keyword, token = peek()): boolean => token.kind === 'keyword' && token.value === word
  const isMark = (mark: Mark): boolean => {
    const token = peek()
    return token.kind === 'mark' && token.value === mark
  }

  function unexpected(expected: Text, suggestion?: string): RuleError {
    const token = peek()
    const { start, end, kind } = token
    const shown = source.slice(start, end)
    const meant = token.kind === 'name' ? closestName(token.value, ['and', 'or', 'not', 'in']) : undefined
    const text =
      kind === 'end'
        ? { en: 'the rule ends too early', zh: '规则不完整' }
        : { en: `unexpected ${shown}`, zh: `此处不应出现 ${shown}` }
    return new RuleError({
      problem: 'unexpected-token',
      source,
      span: { start, end },
      text,
      expected,
      suggestion: suggestion ?? meant,
    })
  }

  function takeMark(mark: Mark, expected: Text = { en: mark, zh: ` ${mark}` }): Token {
    if (!isMark(mark)) throw unexpected(expected)
    return take()
  }

  function nested<T>(parse: () => T): T {
    if (++depth > deepestRule) {
      const { start, end } = peek()
      const text = { en: `more than ${deepestRule} levels of nesting`, zh: `嵌套超过 ${deepestRule} 层` }
      throw new RuleError({ problem: 'too-deep', source, span: { start, end }, text })
    }
    const result = parse()
    depth--
    return result
  }

  const chain = (kind: 'and' | 'or', operand: () => Expression): Expression => {
    const operands = [operand()]
    while (isKeyword(kind)) {
      take()
      operands.push(operand())
    }
    const [first] = operands as [Expression]
    return operands.length === 1 ? first : { kind, operands, ...spanOf(first, operands.at(-1) ?? first) }
  }
  const disjunction = (): Expression => chain('or', conjunction)
  const conjunction = (): Expression => chain('and', negation)

  function negation(): Expression {
    if (!isKeyword('not')) return comparison()
    const word = take()
    const operand = nested(negation)
    return { kind: 'not', operand, ...spanOf(word, operand) }
  }

  function comparison(): Expression {
    const left = primary()
    const compared = compareOn(left)
    const after = peek()
    if (compared !== left && (after.kind === 'operator' || isKeyword('in', after))) {
      throw unexpected({ en: '“and” between two comparisons', zh: '用 and 连接两个比较' }, 'and')
    }
    return compared
  }

  function compareOn(left: Expression): Expression {
    const token = peek()
    if (token.kind === 'operator') {
      take()
      const right = primary()
      return { kind: 'compare', operator: token.value, left, right, ...spanOf(left, right) }
    }
    const negated = isKeyword('not') && isKeyword('in', tokens[next + 1])
    if (!negated && !isKeyword('in')) return left
    next += negated ? 2 : 1
    const right = primary()
    return { kind: 'in', negated, left, right, ...spanOf(left, right) }
  }

  function primary(): Expression {
    const token = peek()
    switch (token.kind) {
      case 'number':
      case 'string':
        return literal()
      case 'keyword':
        if (token.value === 'true' || token.value === 'false') return literal()
        throw unexpected(somethingToTest)
      case 'name':
        take()
        return isMark('(') ? call(token.value, token) : { kind: 'field', name: token.value, ...spanOf(token, token) }
      case 'mark':
        if (token.value === '[') return list()
        if (token.value === '(') return group()
        throw unexpected(somethingToTest)
      default:
        throw unexpected(somethingToTest)
    }
  }

  function literal(): Literal {
    const token = take()
    if (token.kind === 'number' || token.kind === 'string') {
      return { kind: 'literal', value: token.value, ...spanOf(token, token) }
    }
    if (token.kind === 'keyword') return { kind: 'literal', value: token.value === 'true', ...spanOf(token, token) }
    next--
    throw unexpected({ en: 'a text in quotes, a number, true or false', zh: '带引号的文本、数字、true 或 false' })
  }

  function listItem(): Literal {
    const token = peek()
    const fits = token.kind !== 'keyword' || token.value === 'true' || token.value === 'false'
    if (!fits)
      throw unexpected({ en: 'a text in quotes, a number, true or false', zh: '带引号的文本、数字、true 或 false' })
    return literal()
  }

  function list(): ListLiteral {
    const open = take()
    const items = separated(']', listItem)
    return { kind: 'list', items, ...spanOf(open, takeMark(']', { en: ', or ]', zh: ' , 或 ]' })) }
  }

  function group(): Expression {
    take()
    const inner = nested(disjunction)
    takeMark(')', { en: '“and”, “or” or )', zh: ' and、or 或 )' })
    return inner
  }

  function call(name: string, from: Span): Expression {
    takeMark('(')
    const args = nested(() => separated(')', disjunction))
    return { kind: 'call', name, args, ...spanOf(from, takeMark(')', { en: ', or )', zh: ' , 或 )' })) }
  }

  function separated<T>(close: Mark, item: () => T): readonly T[] {
    const items: T[] = []
    if (isMark(close)) return items
    items.push(item())
    while (isMark(',')) {
      take()
      items.push(item())
    }
    return items
  }

  const whole = disjunction()
  if (peek().kind !== 'end') throw unexpected({ en: '“and”, “or” or the end of the rule', zh: ' and、or 或规则结束' })
  return whole
}

const spanOf = (first: Span, last: Span): Span => ({ start: first.start, end: last.end })
