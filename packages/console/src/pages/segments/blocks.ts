import type { Rule } from 'attune/api-types'

type RuleOf<Type extends Rule['type']> = Extract<Rule, { type: Type }>
export type EventsRule = RuleOf<'events'>
export type TraitRule = RuleOf<'trait'>

/** A rule as the builder shows it: conditions side by side, each perhaps turned round. */
export interface Blocks {
  readonly join: 'all' | 'any'
  readonly blocks: readonly Block[]
}

export interface Block {
  readonly not: boolean
  readonly rule: Rule
}

const blockOf = (rule: Rule): Block => (rule.type === 'not' ? { not: true, rule: rule.rule } : { not: false, rule })
const ruleOf = ({ not, rule }: Block): Rule => (not ? { type: 'not', rule } : rule)

export function blocksOf(rule: Rule | undefined): Blocks {
  if (rule === undefined) return { join: 'all', blocks: [] }
  if (rule.type === 'all' || rule.type === 'any') return { join: rule.type, blocks: rule.of.map(blockOf) }
  return { join: 'all', blocks: [blockOf(rule)] }
}

/** Undefined where there is no condition. */
export function ruleOfBlocks({ join, blocks }: Blocks): Rule | undefined {
  const [first] = blocks
  if (first === undefined) return undefined
  return blocks.length === 1 ? ruleOf(first) : { type: join, of: blocks.map(ruleOf) }
}

/** Whether the builder has fields for everything that a condition says. */
export function hasFields({ rule }: Block): boolean {
  switch (rule.type) {
    case 'segment':
      return true
    case 'trait':
      return rule.is.op !== 'in' && rule.is.op !== 'startsWith' && rule.is.op !== '<' && rule.is.op !== '>'
    case 'events': {
      const { did, item, value, amount } = rule.doing
      const { categories, ...others } = item ?? {}
      return (
        did !== 'anything' &&
        'kind' in did &&
        value === undefined &&
        amount === undefined &&
        Object.values(others).every((one) => one === undefined) &&
        (categories?.length ?? 0) <= 1 &&
        rule.aggregate === 'count' &&
        rule.op === '>='
      )
    }
    default:
      return false
  }
}

export const newDoing: Rule = {
  type: 'events',
  doing: { did: { kind: 'order' } },
  window: { type: 'last', days: 30 },
  aggregate: 'count',
  op: '>=',
  number: 1,
}
