import type { Text } from '../parameter-schemas.ts'
import { closestName } from './closest-name.ts'
import type { Expression, Literal } from './expression.ts'
import { printExpression } from './expression.ts'
import { parseExpression } from './parse-expression.ts'
import { parseDate, parseDuration } from './parse-moments.ts'
import { RuleError, type RuleMistake } from './rule-error.ts'
import { ruleFunctions } from './rule-functions.ts'
import {
  type Evaluator,
  isPresent,
  type RuleContext,
  type RuleFunction,
  type RuleParameter,
  type RuleSchema,
  type RuleType,
  type RuleValue,
  typeNames,
} from './rule-schema.ts'

/** A rule that has been checked and can be asked. */
export interface CompiledRule<Subject> {
  readonly source: string
  readonly expression: Expression
  /** Fields the rule reads, each once, in the order they are named. */
  readonly fields: readonly string[]
  matches(subject: Subject, context: RuleContext<Subject>): boolean
}

interface Typed<Subject> {
  readonly type: RuleType
  readonly evaluate: Evaluator<Subject>
}

/**
 * Parses a rule, checks it against the fields and functions there are, and makes a predicate of closures of it (no text is
 * ever run as code). What a subject lacks compares as false, whatever the operator; `!=` and `not in` are `not` of `==` and `in`.
 *
 * @throws RuleError (`code` `bad-rule`) with the position, what was expected and the nearest known name
 * @example
 * const rule = compileRule('price < 50 and not seen_within("7d")', {
 *   fields: { price: { type: 'number', read: (item: Item) => item.price } },
 * })
 * rule.matches(item, { now, seenAt: () => undefined })
 */
export function compileRule<Subject>(source: string, schema: RuleSchema<Subject>): CompiledRule<Subject> {
  const expression = parseExpression(source)
  const fields = new Set<string>()
  const predicate = compiler(source, schema, fields).condition(expression)
  return {
    source,
    expression,
    fields: [...fields],
    matches: (subject, context) => predicate(subject, context) === true,
  }
}

function compiler<Subject>(source: string, schema: RuleSchema<Subject>, used: Set<string>) {
  const functions: Readonly<Record<string, RuleFunction<Subject>>> = {
    ...ruleFunctions<Subject>(),
    ...schema.functions,
  }

  const mistake = (span: Expression, rest: Omit<RuleMistake, 'source' | 'span'>): RuleError =>
    new RuleError({ source, span, ...rest })

  function condition(expression: Expression): Evaluator<Subject> {
    const { type, evaluate } = value(expression)
    if (type !== 'boolean') throw wrongType(expression, type, { en: 'something that is true or false', zh: '真假条件' })
    return evaluate
  }

  function value(expression: Expression): Typed<Subject> {
    switch (expression.kind) {
      case 'literal':
        return { type: typeOfLiteral(expression), evaluate: () => expression.value }
      case 'list':
        return { type: 'strings', evaluate: constant(texts(expression.items)) }
      case 'field':
        return field(expression)
      case 'call':
        return call(expression)
      case 'compare':
        return { type: 'boolean', evaluate: compare(expression) }
      case 'in':
        return { type: 'boolean', evaluate: membership(expression) }
      case 'not': {
        const operand = condition(expression.operand)
        return { type: 'boolean', evaluate: (subject, context) => operand(subject, context) !== true }
      }
      case 'and': {
        const operands = expression.operands.map(condition)
        return {
          type: 'boolean',
          evaluate: (subject, context) => operands.every((test) => test(subject, context) === true),
        }
      }
      case 'or': {
        const operands = expression.operands.map(condition)
        return {
          type: 'boolean',
          evaluate: (subject, context) => operands.some((test) => test(subject, context) === true),
        }
      }
    }
  }

  function field(expression: Expression & { kind: 'field' }): Typed<Subject> {
    const { name } = expression
    const known = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined
    if (!known) {
      const suggestion = closestName(name, [...Object.keys(schema.fields), 'true', 'false'])
      const expected = suggestion === undefined ? { expected: oneOf(Object.keys(schema.fields)) } : {}
      const text = { en: `there is no field ${name}`, zh: `没有字段 ${name}` }
      throw mistake(expression, { problem: 'unknown-field', text, suggestion, ...expected })
    }
    used.add(name)
    return { type: known.type, evaluate: known.read }
  }

  function call(expression: Expression & { kind: 'call' }): Typed<Subject> {
    const { name, args } = expression
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined
    if (!known) {
      const suggestion = closestName(name, Object.keys(functions))
      const expected = suggestion === undefined ? { expected: oneOf(Object.keys(functions)) } : {}
      const text = { en: `there is no function ${name}`, zh: `没有函数 ${name}` }
      throw mistake(expression, { problem: 'unknown-function', text, suggestion, ...expected })
    }
    const { parameters, returns, build } = known
    if (parameters.length !== args.length) {
      const signature = `${name}(${parameters.map((type) => typeNames[type].en).join(', ')})`
      const signatureZh = ` ${name}(${parameters.map((type) => typeNames[type].zh).join('，')})`
      const text = { en: `${name} is given ${args.length} values`, zh: `${name} 收到 ${args.length} 个值` }
      throw mistake(expression, { problem: 'wrong-arguments', text, expected: { en: signature, zh: signatureZh } })
    }
    return {
      type: returns,
      evaluate: build(args.map((arg, index) => argument(arg, parameters[index] as RuleParameter))),
    }
  }

  function argument(expression: Expression, wanted: RuleParameter): Evaluator<Subject> {
    if (wanted === 'duration') return constant(duration(expression))
    if (wanted === 'date') return date(expression)
    const { type, evaluate } = value(expression)
    if (wanted !== 'any' && type !== wanted) throw wrongType(expression, type, typeNames[wanted])
    return evaluate
  }

  function duration(expression: Expression): number {
    const written = expression.kind === 'literal' && typeof expression.value === 'string' ? expression.value : ''
    const ms = parseDuration(written)
    if (ms !== undefined) return ms
    const shown = printExpression(expression)
    const text = { en: `${shown} is not a duration`, zh: `${shown} 不是有效的时长` }
    throw mistake(expression, { problem: 'bad-duration', text, expected: typeNames.duration })
  }

  /** A date, or a text written in the rule that says one. */
  function date(expression: Expression, typed: Typed<Subject> = value(expression)): Evaluator<Subject> {
    if (typed.type === 'date') return typed.evaluate
    if (expression.kind === 'literal') return constant(writtenDate(expression))
    throw wrongType(expression, typed.type, typeNames.date)
  }

  function writtenDate(literal: Literal): number {
    if (typeof literal.value !== 'string') throw wrongType(literal, typeOfLiteral(literal), typeNames.date)
    const ms = parseDate(literal.value)
    if (ms !== undefined) return ms
    const shown = printExpression(literal)
    const text = { en: `${shown} is not a date`, zh: `${shown} 不是有效的日期` }
    const example = '"2026-03-01" / "2026-03-01T08:30:00Z"'
    throw mistake(literal, {
      problem: 'bad-date',
      text,
      expected: { en: `a date such as ${example}`, zh: `日期，如 ${example}` },
    })
  }

  function compare(expression: Expression & { kind: 'compare' }): Evaluator<Subject> {
    const { operator, left, right } = expression
    const sides = [value(left), value(right)] as const
    const ofDates = sides.some(({ type }) => type === 'date')
    const a = ofDates ? { type: 'date' as const, evaluate: date(left, sides[0]) } : sides[0]
    const b = ofDates ? { type: 'date' as const, evaluate: date(right, sides[1]) } : sides[1]
    if (a.type === 'strings')
      throw wrongType(left, a.type, { en: 'a single value; ask lists with “in”', zh: '单个值；列表请用 in' })
    if (a.type !== b.type) throw wrongType(right, b.type, typeNames[a.type])
    const ordered = a.type === 'number' || a.type === 'date'
    if (!ordered && operator !== '==' && operator !== '!=') {
      throw wrongType(left, a.type, {
        en: `a number or a date before ${operator}`,
        zh: `数字或日期（在 ${operator} 之前）`,
      })
    }
    return comparison(operator, a.evaluate, b.evaluate)
  }

  function membership(expression: Expression & { kind: 'in' }): Evaluator<Subject> {
    const { left, right, negated } = expression
    const holds = right.kind === 'list' ? inLiterals(left, right.items) : inField(left, right)
    return negated ? (subject, context) => holds(subject, context) !== true : holds
  }

  function inLiterals(left: Expression, items: readonly Literal[]): Evaluator<Subject> {
    const { type, evaluate } = value(left)
    if (type === 'strings')
      throw wrongType(left, type, {
        en: 'a single value; for two lists use has_any',
        zh: '单个值；两个列表请用 has_any',
      })
    const wanted = new Set<RuleValue>(
      items.map((item) => (type === 'date' ? writtenDate(item) : typedLiteral(item, type))),
    )
    return (subject, context) => wanted.has(evaluate(subject, context))
  }

  function inField(left: Expression, right: Expression): Evaluator<Subject> {
    const list = value(right)
    if (list.type !== 'strings') {
      const expected = {
        en: 'a list after “in”; for a part of a text use contains',
        zh: 'in 之后的列表；查找文本片段请用 contains',
      }
      throw wrongType(right, list.type, expected)
    }
    const { type, evaluate } = value(left)
    if (type !== 'string') throw wrongType(left, type, typeNames.string)
    return (subject, context) => {
      const entries = list.evaluate(subject, context)
      return isPresent(entries) && (entries as readonly RuleValue[]).includes(evaluate(subject, context))
    }
  }

  function typedLiteral(item: Literal, type: RuleType): RuleValue {
    const own = typeOfLiteral(item)
    if (own !== type) throw wrongType(item, own, typeNames[type])
    return item.value
  }

  const texts = (items: readonly Literal[]): readonly string[] =>
    items.map((item) => typedLiteral(item, 'string') as string)

  function wrongType(expression: Expression, type: RuleType, expected: Text): RuleError {
    const shown = printExpression(expression)
    const text = { en: `${shown} is ${typeNames[type].en}`, zh: `${shown} 是${typeNames[type].zh}` }
    return mistake(expression, { problem: 'wrong-type', text, expected })
  }

  return { condition }
}

function comparison<Subject>(
  operator: string,
  left: Evaluator<Subject>,
  right: Evaluator<Subject>,
): Evaluator<Subject> {
  const holds = comparators[operator] as (a: number, b: number) => boolean
  if (operator === '!=') {
    const equal = comparison('==', left, right)
    return (subject, context) => equal(subject, context) !== true
  }
  return (subject, context) => {
    const a = left(subject, context)
    const b = right(subject, context)
    return isPresent(a) && isPresent(b) && holds(a as number, b as number)
  }
}

const comparators: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const constant =
  (value: RuleValue): (() => RuleValue) =>
  () =>
    value

const typeOfLiteral = ({ value }: Literal): RuleType => typeof value as 'string' | 'number' | 'boolean'

const oneOf = (names: readonly string[]): Text => ({
  en: `one of ${names.join(', ')}`,
  zh: `以下之一：${names.join('、')}`,
})
