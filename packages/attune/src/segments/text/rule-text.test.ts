import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyRule } from '../rules/any-rule.fixture.ts'
import { ruleSchema } from '../rules/rule.ts'
import { parseRule } from './parse-rule.ts'
import { printRule } from './print-rule.ts'

test('what is printed is read back as the same rule, in both languages', () => {
  fc.assert(
    fc.property(anyRule(), fc.constantFrom('en' as const, 'zh' as const), (rule, language) => {
      expect(ruleSchema.safeParse(rule).error).toBeUndefined()
      expect(parseRule(printRule(rule, language))).toEqual(rule)
    }),
    { numRuns: 600 },
  )
})

const shoes = {
  type: 'all',
  of: [
    {
      type: 'events',
      doing: { did: { kind: 'order' }, item: { categories: ['running shoes'] } },
      window: { type: 'last', days: 30 },
      aggregate: 'count',
      op: '>=',
      number: 1,
    },
    { type: 'trait', name: 'city', is: { op: '=', value: '上海' } },
  ],
}

test('English and Chinese say the same rule', () => {
  expect(parseRule('bought category "running shoes" in last 30 days at least 1 times and trait city = "上海"')).toEqual(
    shoes,
  )
  expect(parseRule('最近30天 购买 类目"running shoes" 至少1次 且 特征 city = "上海"')).toEqual(shoes)
  expect(parseRule('（最近30天购买类目“running shoes”至少1次）且 特征 city = 「上海」')).toEqual(shoes)
  expect(printRule(parseRule('最近30天 购买 类目"running shoes" 且 特征 city = "上海"'), 'en')).toBe(
    'bought category "running shoes" in last 30 days at least 1 times and trait city = "上海"',
  )
})

test('“and” binds tighter than “or”, and brackets are kept', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ type: 'segment', id }))
  expect(parseRule('segment a or segment b and segment c')).toEqual({
    type: 'any',
    of: [a, { type: 'all', of: [b, c] }],
  })
  expect(parseRule('(segment a or segment b) and not segment c')).toEqual({
    type: 'all',
    of: [
      { type: 'any', of: [a, b] },
      { type: 'not', rule: c },
    ],
  })
})

test('sequences, habits and ranges are read', () => {
  expect(parseRule('先 加购 类目"茶" 后 购买 相隔7天内 期间无 退款 上个月')).toEqual({
    type: 'sequence',
    first: { did: { kind: 'cart' }, item: { categories: ['茶'] } },
    next: { did: { kind: 'order' } },
    withinDays: 7,
    without: { did: { kind: 'refund' } },
    window: { type: 'calendar', period: 'lastMonth' },
  })
  expect(parseRule('most frequent hour of did event "Played" in ("20", "21")')).toEqual({
    type: 'mostFrequent',
    part: 'hour',
    doing: { did: { event: 'Played' } },
    in: ['20', '21'],
  })
  expect(
    parseRule('bought price 10..20 value 100.. between 2026-01-01 and 2026-01-31 sum of value > 500'),
  ).toMatchObject({
    doing: { item: { price: { from: 10, to: 20 } }, value: { from: 100 } },
    window: { type: 'between', from: '2026-01-01', to: '2026-01-31' },
    aggregate: 'sumOfValue',
  })
  expect(parseRule('interest in category "tea" >= 30%')).toMatchObject({ share: 0.3 })
})

const refusal = (text: string): { message: string; details: Record<string, unknown> } => {
  try {
    parseRule(text)
  } catch (error) {
    return error as ReturnType<typeof refusal>
  }
  throw new Error('it was read')
}

test('a mistake is told by line and column, with what was expected, in both languages and without repeating the text', () => {
  const wrong = refusal('bought category "tea"\n  and trait secretcity equals "上海"')
  expect(wrong).toMatchObject({ code: 'rule-syntax', details: { line: 2, column: 24 } })
  expect(wrong.message).toContain('Line 2, column 24: expected one of: at least')
  expect(wrong.details.zh).toMatch(/^第 2 行第 24 列：应为以下之一：.*属于/)
  expect(JSON.stringify(wrong) + wrong.message).not.toMatch(/secretcity|equals|上海/)
  expect(refusal('')).toMatchObject({ details: { line: 1, column: 1 } })
  expect(refusal('购买 类目 茶').details.zh).toContain('引号中的文字')
  expect(refusal('bought in last 0 days')).toMatchObject({ details: { column: 1 } })
  expect(refusal(`${'('.repeat(100)}segment a${')'.repeat(100)}`).message).toContain('too many brackets')
  expect(refusal('trait a = "\\q"').message).toContain('backslash')
  expect(refusal('segment a segment b').message).toContain('the end')
})
