import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyRule } from '../rules/any-rule.fixture.ts'
import { describeRule } from './describe-rule.ts'
import { parseRule } from './parse-rule.ts'

test('a rule is said as a sentence, in both languages', () => {
  const rule = parseRule(
    'bought category "running shoes" last month and not (bought category "running shoes" this month) and trait city = "上海"',
  )
  expect(describeRule(rule, 'en')).toBe(
    'People who bought something in “running shoes” last month, and do not fit “bought something in “running shoes” this month”, and have a city of “上海”',
  )
  expect(describeRule(rule, 'zh')).toBe(
    '上个月购买过商品（类目为「running shoes」），并且不满足「本月购买过商品（类目为「running shoes」）」，并且city 为「上海」的人',
  )
  expect(describeRule(parseRule('viewed at least 3 times in last 7 days or bought sum of value > 500'), 'en')).toBe(
    'People who viewed something at least 3 times in the last 7 days, or bought something (the money together: more than 500)',
  )
  expect(describeRule(parseRule('先 加购 后 购买 相隔7天内 期间无 退款'), 'zh')).toBe(
    '先加购过商品、再于 7 天内购买过商品、其间没有退过款的人',
  )
})

test('every rule can be said, and names nothing undefined', () => {
  fc.assert(
    fc.property(anyRule(), fc.constantFrom('en' as const, 'zh' as const), (rule, language) => {
      expect(describeRule(rule, language)).not.toMatch(/undefined|\[object|NaN/)
    }),
    { numRuns: 300 },
  )
})
