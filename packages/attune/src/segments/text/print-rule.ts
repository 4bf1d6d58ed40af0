import type { Comparison, Doing, LeafRule, Rule, Window } from '../rules/rule.ts'
import type { Aggregate, NumberOp } from '../rules/rule-words.ts'
import { barePattern } from './parse-values.ts'
import { printDoing, quote } from './print-doing.ts'
import { type AnyWord, type RuleLanguage, written } from './words.ts'

/**
 * The text form of a rule: `parseRule(printRule(rule, language))` is the rule again.
 *
 * @example printRule({ type: 'segment', id: 'vip' }, 'zh') // '人群 vip'
 */
export function printRule(rule: Rule, language: RuleLanguage): string {
  const w = (name: AnyWord): string => written(name, language)
  const join = language === 'en' ? ', ' : '，'

  function group(of: readonly Rule[], word: 'and' | 'or', name: 'allOf' | 'anyOf'): string {
    const [only] = of
    if (of.length === 1 && only !== undefined) return `${w(name)} (${print(only)})`
    return of
      .map((one) => (one.type === 'all' || one.type === 'any' ? `(${print(one)})` : print(one)))
      .join(` ${w(word)} `)
  }
  function print(one: Rule): string {
    switch (one.type) {
      case 'all':
        return group(one.of, 'and', 'allOf')
      case 'any':
        return group(one.of, 'or', 'anyOf')
      case 'not':
        return `${w('not')} (${print(one.rule)})`
      default:
        return printLeaf(one)
    }
  }
  function printLeaf(leaf: LeafRule): string {
    switch (leaf.type) {
      case 'trait':
      case 'computed':
        return `${w(leaf.type)} ${name(leaf.name)} ${comparison(leaf.is)}`
      case 'score':
        return `${w('score')} ${name(leaf.name)} ${leaf.op} ${leaf.number}`
      case 'segment':
        return `${w('segment')} ${name(leaf.id)}`
      case 'events':
        return [doing(leaf.doing), window(leaf.window), measure(leaf.aggregate, leaf.op, leaf.number)]
          .filter(Boolean)
          .join(' ')
      case 'mostFrequent':
        return [
          w('mostFrequent'),
          w(leaf.part),
          leaf.doing && `${w('of')} ${doing(leaf.doing)}`,
          window(leaf.window),
          `${w('in')} ${list(leaf.in.map(quote))}`,
        ]
          .filter(Boolean)
          .join(' ')
      case 'sequence': {
        const within = language === 'en' ? `${leaf.withinDays} days` : `${leaf.withinDays}天内`
        return [
          `${w('first')} ${doing(leaf.first)} ${w('next')} ${doing(leaf.next)} ${w('within')} ${within}`,
          leaf.without && `${w('without')} ${doing(leaf.without)}`,
          window(leaf.window),
        ]
          .filter(Boolean)
          .join(' ')
      }
      case 'interest':
        return `${w('interest')} ${w(leaf.part)} ${quote(leaf.name)} ${leaf.op} ${leaf.share}`
      case 'likePeople': {
        const by = leaf.by.type === 'top' ? `${w('top')} ${leaf.by.count}` : similarity(leaf.by.similarity)
        return `${w('likePeople')} ${list(leaf.people.map(quote))} ${by}`
      }
      case 'lifecycle':
        return `${w('lifecycle')} ${w('in')} ${list(leaf.in.map(w))}`
      case 'similar':
        return `${w('similar')} ${list(leaf.to.map(({ category, weight }) => `${quote(category)} ${weight}`))} ${similarity(leaf.atLeast)}`
    }
  }

  const similarity = (least: number): string => `${w('similarity')} >= ${least}`
  const doing = (one: Doing): string => printDoing(one, language)
  const list = (parts: readonly string[]): string => `(${parts.join(join)})`
  const name = (text: string): string => {
    barePattern.lastIndex = 0
    return barePattern.exec(text)?.[0] === text ? text : quote(text)
  }
  const scalar = (value: string | number | boolean): string =>
    typeof value === 'boolean' ? w(value ? 'yes' : 'no') : typeof value === 'string' ? quote(value) : String(value)

  function comparison(is: Comparison): string {
    switch (is.op) {
      case 'exists':
        return w('exists')
      case 'in':
        return `${w('in')} ${list(is.values.map(scalar))}`
      case 'contains':
      case 'startsWith':
        return `${w(is.op)} ${quote(is.value)}`
      default:
        return `${is.op} ${scalar(is.value)}`
    }
  }
  function window(of: Window | undefined): string {
    if (of === undefined) return ''
    if (of.type === 'calendar') return w(of.period)
    if (of.type === 'between') return `${w('between')} ${of.from} ${w('until')} ${of.to}`
    return language === 'en' ? `${w('last')} ${of.days} ${w('days')}` : `${w('last')}${of.days}${w('days')}`
  }
  function measure(aggregate: Aggregate, op: NumberOp, number: number): string {
    if (aggregate !== 'count' || op !== '>=') return `${w(aggregate)} ${op} ${number}`
    return language === 'en'
      ? `${w('atLeast')} ${number} ${w('countUnit')}`
      : `${w('atLeast')}${number}${w('countUnit')}`
  }
  return print(rule)
}
