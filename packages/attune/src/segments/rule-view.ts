import { attuneError } from '../errors.ts'
import type { Rule } from './rules/rule.ts'
import { describeRule } from './text/describe-rule.ts'
import { parseRule } from './text/parse-rule.ts'
import { printRule } from './text/print-rule.ts'

interface InBoth {
  readonly en: string
  readonly zh: string
}

/** A rule in every form in which people read it. */
export interface RuleView {
  readonly rule: Rule
  readonly text: InBoth
  readonly description: InBoth
}

export function ruleView(rule: Rule): RuleView {
  return {
    rule,
    text: { en: printRule(rule, 'en'), zh: printRule(rule, 'zh') },
    description: { en: describeRule(rule, 'en'), zh: describeRule(rule, 'zh') },
  }
}

/**
 * The rule that was given, as data or as text.
 *
 * @throws AttuneError `rule-missing` where it is neither or both, `rule-syntax`
 */
export function givenRule({
  rule,
  text,
}: {
  readonly rule?: Rule | undefined
  readonly text?: string | undefined
}): Rule {
  if (rule !== undefined && text === undefined) return rule
  if (rule === undefined && text !== undefined) return parseRule(text)
  throw attuneError('rule-missing', 'Give the rule as “rule” (JSON) or as “text”, one of them.', {
    details: { field: 'rule', zh: '请用 “rule”（JSON）或 “text” 给出规则，二者选一。' },
  })
}
