import type { Span } from './rule-error.ts'
import type { Operator } from './tokens.ts'

/** A value written in a rule. */
export type Literal = Span & { readonly kind: 'literal'; readonly value: string | number | boolean }
export type ListLiteral = Span & { readonly kind: 'list'; readonly items: readonly Literal[] }

/** A parsed rule, with the place of every part in its source. `and` and `or` have two or more operands. */
export type Expression =
  | Literal
  | ListLiteral
  | (Span & { readonly kind: 'field'; readonly name: string })
  | (Span & { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] })
  | (Span & {
      readonly kind: 'compare'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
    })
  | (Span & { readonly kind: 'in'; readonly negated: boolean; readonly left: Expression; readonly right: Expression })
  | (Span & { readonly kind: 'not'; readonly operand: Expression })
  | (Span & { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] })

/**
 * A rule as text that parses to the same expression: parentheses where they are needed, strings in double quotes.
 *
 * @example
 * printExpression(parseExpression("not(a and 'x' in tags)")) // → 'not (a and "x" in tags)'
 */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? quote(expression.value) : String(expression.value)
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`
    case 'field':
      return expression.name
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`
    case 'compare':
      return `${inside(expression.left, 3)} ${expression.operator} ${inside(expression.right, 3)}`
    case 'in':
      return `${inside(expression.left, 3)} ${expression.negated ? 'not in' : 'in'} ${inside(expression.right, 3)}`
    case 'not':
      return `not ${inside(expression.operand, 2)}`
    case 'and':
      return expression.operands.map((operand) => inside(operand, 2)).join(' and ')
    case 'or':
      return expression.operands.map((operand) => inside(operand, 1)).join(' or ')
  }
}

/** How tightly a kind of expression binds; what binds less than its place needs parentheses. */
const tightness = { or: 0, and: 1, not: 2, compare: 3, in: 3, literal: 4, list: 4, field: 4, call: 4 } as const

function inside(expression: Expression, place: 1 | 2 | 3): string {
  const text = printExpression(expression)
  const needed = place === 3 ? 4 : place
  return tightness[expression.kind] < needed ? `(${text})` : text
}

function quote(text: string): string {
  const special: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' }
  return `"${text.replaceAll(/["\\\n\t\r]/g, (unit) => special[unit] ?? unit)}"`
}
