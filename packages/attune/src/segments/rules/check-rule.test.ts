import { describe, expect, test } from 'vitest'
import { smallWorld } from '../small-world.fixture.ts'
import { parseRule } from '../text/parse-rule.ts'
import { checkRule, type RuleSurroundings } from './check-rule.ts'
import { contradictionsIn } from './contradictions-in.ts'
import type { Rule } from './rule.ts'

const world = smallWorld()
world.put({ id: 'tea-1', categories: ['tea'] })
world.act('p', { time: 0, event: 'Bought', parts: [{ kind: 'order', item: 'tea-1', amount: 1, value: 1 }] })
world.state('p', { city: '上海' })
world.sources.facts.refresh()

const around = (segments: Readonly<Record<string, string>> = {}): RuleSurroundings => ({
  activity: world.activity,
  facts: world.sources.facts,
  segmentRule: (id) => (segments[id] === undefined ? undefined : parseRule(segments[id])),
  hasComputedTrait: (name) => name === 'orders',
  hasScore: (name) => name === 'churn',
})
const check = (text: string, segments: Readonly<Record<string, string>> = {}, own = 'own') =>
  checkRule(parseRule(text), own, around(segments))

describe('what cannot hold together is told', () => {
  const count = (text: string): number => contradictionsIn(parseRule(text)).length
  test.each([
    ['trait age > 30 and trait age < 20', 1],
    ['trait age > 30 and trait age <= 30', 1],
    ['trait age >= 30 and trait age <= 30', 0],
    ['trait age > 20 and trait age < 30', 0],
    ['trait city = "上海" and trait city = "北京"', 1],
    ['trait city in ("上海", "北京") and trait city = "北京"', 0],
    ['trait age = 3 and trait age = 4', 1],
    ['bought at least 5 times and bought at most 3 times', 1],
    ['bought at least 5 times and viewed at most 3 times', 0],
    ['bought less than 0 times and viewed', 1],
    ['segment a and not segment a', 1],
    ['segment a and (trait x = 1 and not segment a)', 1],
    ['segment a or not segment a', 0],
    ['not (trait age > 30 and trait age < 20)', 1],
    ['score churn > 0.9 and score churn < 0.1', 1],
  ])('%s', (text, contradictions) => {
    expect(count(text)).toBe(contradictions)
  })
})

test('names that nobody has used are told in both languages, others not', () => {
  expect(check('bought category "tea" and trait city = "上海" and score churn > 1 and computed orders > 1')).toEqual([])
  const told = check('liked category "coffee" and trait town exists and score x > 1 and did event "Never"')
  expect(told.map(({ code }) => code)).toEqual(['nobody-did', 'unknown-trait', 'unknown-item', 'unknown-score'])
  expect(told[0]).toMatchObject({
    en: 'Nobody has done this yet: “like”, “Never”.',
    zh: '还没有人有过该行为：「like」、「Never」。',
  })
})

test('a segment that leads back to itself is refused with the way round', () => {
  const refused = (text: string, segments: Readonly<Record<string, string>>) => {
    try {
      return check(text, segments)
    } catch (error) {
      return error
    }
  }
  expect(refused('segment own', {})).toMatchObject({ code: 'segment-cycle', details: { path: ['own', 'own'] } })
  expect(refused('bought and not segment b', { b: 'segment c or bought', c: 'segment own' })).toMatchObject({
    code: 'segment-cycle',
    message: expect.stringContaining('“own” refers to “b” refers to “c” refers to “own”'),
    details: { zh: expect.stringContaining('「own」引用「b」引用「c」引用「own」') },
  })
  expect(refused('segment b and segment b', { b: 'bought' })).toEqual([])
})

test('what is missing, too large or makes no sense is refused', () => {
  const code = (text: string) => expect.objectContaining({ code: text })
  expect(() => check('segment nowhere')).toThrow(code('unknown-segment'))
  expect(() => check('computed nothing > 1')).toThrow(code('unknown-computed-trait'))
  expect(() => check('bought times per day > 1')).toThrow(code('rule-invalid'))
  expect(() => check('bought between 2026-02-01 and 2026-01-01')).toThrow(code('rule-invalid'))
  const nested = Array.from({ length: 20 }).reduce<Rule>((rule) => ({ type: 'not', rule }), parseRule('bought'))
  expect(() => checkRule(nested, undefined, around())).toThrow(code('rule-too-large'))
  const many = Array.from({ length: 90 }, () => 'bought').join(' or ')
  expect(() =>
    check('segment a and segment b and segment c and segment d', { a: many, b: many, c: many, d: many }),
  ).toThrow(code('rule-too-large'))
})
