import type { Comparison, Doing, LeafRule, Range, Rule, Window } from '../rules/rule.ts'
import type { Aggregate, NumberOp } from '../rules/rule-words.ts'
import { type DescriptionTexts, descriptionTexts } from './description-texts.ts'
import type { RuleLanguage } from './words.ts'

/**
 * Says a rule as a sentence for people, in words rather than in signs.
 *
 * @example describeRule(parseRule('bought category "tea" in last 30 days'), 'en')
 * // 'People who bought something in “tea” in the last 30 days'
 */
export function describeRule(rule: Rule, language: RuleLanguage): string {
  const t = descriptionTexts[language]
  return t.people(describePart(rule, t, true))
}

function describePart(rule: Rule, t: DescriptionTexts, isTop = false): string {
  switch (rule.type) {
    case 'all':
    case 'any': {
      const joined = rule.of.map((one) => describePart(one, t)).join(rule.type === 'all' ? t.and : t.or)
      return isTop || rule.of.length === 1 ? joined : t.group(joined)
    }
    case 'not':
      return rule.rule.type === 'all' || rule.rule.type === 'any'
        ? t.notGroup(describePart(rule.rule, t, true))
        : t.not(describePart(rule.rule, t))
    default:
      return describeLeaf(rule, t)
  }
}

function describeLeaf(leaf: LeafRule, t: DescriptionTexts): string {
  switch (leaf.type) {
    case 'trait':
    case 'computed':
      return comparison(leaf.name, leaf.is, t)
    case 'events':
      return measured(
        leaf.aggregate,
        leaf.op,
        leaf.number,
        describeDoing(leaf.doing, t),
        describeWindow(leaf.window, t),
        t,
      )
    case 'mostFrequent':
      return t.mostFrequent(
        t.parts[leaf.part],
        leaf.doing ? describeDoing(leaf.doing, t) : undefined,
        describeWindow(leaf.window, t),
        leaf.in.map(t.quote).join(t.orList),
      )
    case 'sequence':
      return t.sequence(
        describeDoing(leaf.first, t),
        describeDoing(leaf.next, t),
        leaf.withinDays,
        leaf.without ? describeDoing(leaf.without, t) : undefined,
        describeWindow(leaf.window, t),
      )
    case 'interest':
      return t.interest(
        t.parts[leaf.part],
        t.quote(leaf.name),
        t.ops[leaf.op],
        `${Number((100 * leaf.share).toFixed(2))}%`,
      )
    case 'similar':
      return t.similar(
        leaf.to
          .toSorted((a, b) => b.weight - a.weight)
          .slice(0, 3)
          .map(({ category }) => t.quote(category))
          .join(t.list),
        leaf.atLeast,
      )
    case 'likePeople':
      return t.likePeople(leaf.people.length, leaf.by.type === 'top' ? leaf.by.count : undefined)
    case 'lifecycle':
      return t.lifecycle(leaf.in.map((stage) => t.stages[stage]).join(t.orList))
    case 'score':
      return t.score(leaf.name, t.ops[leaf.op], leaf.number)
    case 'segment':
      return t.segment(leaf.id)
  }
}

function comparison(name: string, is: Comparison, t: DescriptionTexts): string {
  const scalar = (value: string | number | boolean): string =>
    typeof value === 'boolean' ? (value ? t.yes : t.no) : typeof value === 'string' ? t.quote(value) : String(value)
  switch (is.op) {
    case 'exists':
      return t.exists(name)
    case 'in':
      return t.isOneOf(name, is.values.map(scalar).join(t.orList))
    case 'contains':
      return t.contains(name, t.quote(is.value))
    case 'startsWith':
      return t.startsWith(name, t.quote(is.value))
    default:
      return t.compares(name, t.ops[is.op], scalar(is.value))
  }
}

/** What is done, as the start of a sentence about somebody. */
export function describeDoing({ did, item, value, amount }: Doing, t: DescriptionTexts): string {
  const verb =
    did === 'anything'
      ? t.anything
      : 'event' in did
        ? t.event(did.event)
        : Object.hasOwn(t.kinds, did.kind)
          ? (t.kinds[did.kind as keyof typeof t.kinds] as string)
          : t.event(did.kind)
  const list = (names: readonly string[]): string => names.map(t.quote).join(t.orList)
  const facts = [
    item?.ids && t.ofItems(list(item.ids)),
    item?.categories && t.ofCategories(list(item.categories)),
    item?.brands && t.ofBrands(list(item.brands)),
    item?.tags && t.ofTags(list(item.tags)),
    item?.price && t.ofPrice(range(item.price, t)),
    item?.title !== undefined && t.ofTitle(t.quote(item.title)),
    value && t.ofValue(range(value, t)),
    amount && t.ofAmount(range(amount, t)),
  ].filter((fact): fact is string => typeof fact === 'string')
  return t.doing(verb, facts)
}

const range = ({ from, to }: Range, t: DescriptionTexts): string => t.range(from, to)

/** Within which time; empty: ever. */
export function describeWindow(of: Window | undefined, t: DescriptionTexts): string {
  if (of === undefined) return ''
  if (of.type === 'last') return t.lastDays(of.days)
  return of.type === 'between' ? t.between(of.from, of.to) : t.periods[of.period]
}

function measured(
  aggregate: Aggregate,
  op: NumberOp,
  number: number,
  what: string,
  when: string,
  t: DescriptionTexts,
): string {
  if (aggregate === 'count') {
    if ((op === '>=' && number === 1) || (op === '>' && number === 0)) return t.did(what, when)
    if ((op === '=' && number === 0) || (op === '<' && number === 1)) return t.didNot(what, when)
    return t.didTimes(what, when, t.ops[op], number)
  }
  return t.measured(t.aggregates[aggregate], what, when, t.ops[op], number)
}
