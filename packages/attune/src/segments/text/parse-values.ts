import type { Comparison, Range } from '../rules/rule.ts'
import { type NumberOp, numberOps } from '../rules/rule-words.ts'
import type { Scanner } from './scanner.ts'

const numberPattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const numberWanted = { en: 'a number', zh: '数字' }
const opSigns = { atLeast: '>=', atMost: '<=', lessThan: '<', moreThan: '>', exactly: '=' } as const
/** Words for comparisons. */
export const verbalOps = ['atLeast', 'atMost', 'lessThan', 'moreThan', 'exactly'] as const

export function parseNumber(scanner: Scanner): number {
  return Number(scanner.pattern(numberPattern, numberWanted) ?? scanner.fail())
}

/** A name that stands alone, or any in quotes. */
export const barePattern = /[\p{L}_][\p{L}\p{N}_.-]*/uy

export function parseName(scanner: Scanner): string {
  return scanner.quoted() ?? scanner.pattern(barePattern, { en: 'a name', zh: '名称' }) ?? scanner.fail()
}

export function parseText(scanner: Scanner): string {
  return scanner.quoted() ?? scanner.fail()
}

/** @param said an operator that was read already, as a word */
export function parseNumberOp(scanner: Scanner, said?: (typeof verbalOps)[number]): NumberOp {
  const name = said ?? scanner.word(verbalOps)
  return name === undefined ? (scanner.sign(numberOps) ?? scanner.fail()) : opSigns[name]
}

/** `10..20`, `10..`, `..20` */
export function parseRange(scanner: Scanner): Range {
  const from = scanner.pattern(numberPattern, numberWanted)
  if (!scanner.sign(['..'])) scanner.fail()
  const to = scanner.pattern(numberPattern, numberWanted)
  if (from === undefined && to === undefined) scanner.fail()
  return { ...(from === undefined ? {} : { from: Number(from) }), ...(to === undefined ? {} : { to: Number(to) }) }
}

/** A day, or a moment with its zone. */
export function parseDate(scanner: Scanner): string {
  const pattern = /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?/y
  return scanner.pattern(pattern, { en: 'a date such as 2026-01-31', zh: '日期，例如 2026-01-31' }) ?? scanner.fail()
}

export function parseList<Value>(scanner: Scanner, parseOne: (scanner: Scanner) => Value): Value[] {
  if (!scanner.sign(['('])) scanner.fail()
  const values: Value[] = []
  do values.push(parseOne(scanner))
  while (scanner.sign([',']))
  if (!scanner.sign([')'])) scanner.fail()
  return values
}

function parseScalar(scanner: Scanner): string | number | boolean {
  const text = scanner.quoted()
  if (text !== undefined) return text
  const number = scanner.pattern(numberPattern, numberWanted)
  if (number !== undefined) return Number(number)
  return (scanner.word(['yes', 'no']) ?? scanner.fail()) === 'yes'
}

export function parseComparison(scanner: Scanner): Comparison {
  const name = scanner.word([...verbalOps, 'in', 'contains', 'startsWith', 'exists'])
  switch (name) {
    case 'exists':
      return { op: 'exists' }
    case 'in':
      return { op: 'in', values: parseList(scanner, parseScalar) }
    case 'contains':
    case 'startsWith':
      return { op: name, value: parseText(scanner) }
    default: {
      const op = parseNumberOp(scanner, name)
      if (op === '=' || op === '!=') return { op, value: parseScalar(scanner) }
      const text = scanner.quoted()
      return { op, value: text ?? parseNumber(scanner) }
    }
  }
}
