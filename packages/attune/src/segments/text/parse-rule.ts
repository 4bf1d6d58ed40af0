import type { Rule } from '../rules/rule.ts'
import { ruleSchema } from '../rules/rule.ts'
import { parseLeaf } from './parse-leaf.ts'
import { createScanner, type Scanner } from './scanner.ts'

const maxLength = 20_000
/** Brackets in brackets: deeper ones would only fill the stack. */
const maxDepth = 32

/**
 * Reads the text form of a rule, in English, Chinese or both mixed.
 *
 * `rule := rule or rule | rule and rule | not rule | (rule) | all of (rule, …) | any of (rule, …) | condition`; `and` binds
 * tighter than `or`. The conditions are in parse-leaf.ts.
 *
 * @throws AttuneError `rule-syntax` with line, column and what was expected there, in both languages
 * @example parseRule('bought category "shoes" last month and not (trait city = "上海")')
 */
export function parseRule(text: string): Rule {
  const scanner = createScanner(text)
  if (text.length > maxLength)
    scanner.failAt(maxLength, {
      en: 'the rule is too long; make segments of its parts',
      zh: '规则过长，请拆成多个人群',
    })
  const rule = parseAny(scanner, 0)
  if (!scanner.ended) scanner.fail()
  return rule
}

function parseAny(scanner: Scanner, depth: number): Rule {
  const of = [parseAll(scanner, depth)]
  while (scanner.word(['or'])) of.push(parseAll(scanner, depth))
  return of.length === 1 ? (of[0] as Rule) : { type: 'any', of }
}

function parseAll(scanner: Scanner, depth: number): Rule {
  const of = [parseOne(scanner, depth)]
  while (scanner.word(['and'])) of.push(parseOne(scanner, depth))
  return of.length === 1 ? (of[0] as Rule) : { type: 'all', of }
}

function parseOne(scanner: Scanner, depth: number): Rule {
  const from = scanner.at
  if (depth > maxDepth) scanner.failAt(from, { en: 'there are too many brackets in brackets', zh: '括号嵌套过深' })
  if (scanner.sign(['('])) {
    const rule = parseAny(scanner, depth + 1)
    if (!scanner.sign([')'])) scanner.fail()
    return rule
  }
  const group = scanner.word(['not', 'allOf', 'anyOf'])
  if (group === 'not') return { type: 'not', rule: parseOne(scanner, depth + 1) }
  if (group !== undefined) {
    if (!scanner.sign(['('])) scanner.fail()
    const of: Rule[] = []
    do of.push(parseAny(scanner, depth + 1))
    while (scanner.sign([',']))
    if (!scanner.sign([')'])) scanner.fail()
    return { type: group === 'allOf' ? 'all' : 'any', of }
  }
  const leaf = parseLeaf(scanner)
  const { success, error } = ruleSchema.safeParse(leaf)
  if (!success) {
    const at = error.issues[0]?.path.join('.') ?? ''
    scanner.failAt(from, {
      en: `this condition cannot be used: ${at || 'it'} is out of range`,
      zh: `该条件无法使用：${at || '内容'}超出允许范围`,
    })
  }
  return leaf
}
