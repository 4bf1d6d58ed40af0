import type { InterestMap, InterestNode } from 'attune/api-types'
import { ruleOf } from '../../packages/attune/src/interests/draw-interests.ts'
import { printRule } from '../../packages/attune/src/segments/text/print-rule.ts'

const parts = { category: 'oolong', brand: 'Hill', tag: 'gift', item: 'tea-101' } as const

/** A made-up map of interests. */
export function interestsOf(at: (ms: number) => string, empty: boolean, query: URLSearchParams): InterestMap {
  const part = (query.get('part') ?? 'category') as keyof typeof parts
  const segment = query.get('segment')
  const names = [
    parts[part],
    '绿茶',
    'teaware',
    '茶点',
    'gift sets',
    'white tea',
    '紫砂壶',
    'kettles',
    '茶叶罐',
    'books',
  ]
  const node = (name: string, n: number): InterestNode => {
    const rule = ruleOf(part, name)
    return {
      name,
      title: name,
      people: Math.round(1800 / (n + 1)),
      share: 0.31 / (n + 1),
      x: Math.round(1000 * Math.cos(2.4 * n) * Math.sqrt(n / 10)) / 1000,
      y: Math.round(1000 * Math.sin(2.4 * n) * Math.sqrt(n / 10)) / 1000,
      items: part === 'item' ? [] : [{ id: 'tea-101', title: 'Spring Tieguanyin', people: 311 }],
      near: n === 0 ? [{ name: '绿茶', shared: 402, lift: 1.44 }] : [],
      rule,
      text: { en: printRule(rule, 'en'), zh: printRule(rule, 'zh') },
    }
  }
  return {
    at: at(0),
    part,
    segment: segment === null ? null : { id: segment, title: segment },
    base: empty ? 0 : 5_812,
    people: empty ? 0 : 4_920,
    fewest: 5,
    leftOut: { tooFew: empty ? 0 : 14, beyond: 0 },
    stress: empty ? 0 : 0.14,
    nodes: empty ? [] : names.map(node),
  }
}
