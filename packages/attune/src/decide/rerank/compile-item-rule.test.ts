import { RuleError } from '@attune/recommend'
import { describe, expect, test } from 'vitest'
import type { Item } from '../../api/schemas/items.ts'
import { asksAboutPerson, compileItemRule } from './compile-item-rule.ts'

const now = Date.UTC(2026, 10, 26)
const item: Item = {
  id: 'tofu',
  kind: 'dish',
  title: 'Tofu',
  description: 'Soft',
  categories: ['food', 'vegan food'],
  tags: ['vegan'],
  brand: 'Farm',
  price: 9,
  currency: 'CNY',
  image: null,
  url: null,
  language: null,
  attributes: { spice: 'mild', grams: 250, colours: ['white', 3], organic: true, harvest: '2026-11-20', 'x y': 1 },
  available: true,
  publishedAt: '2026-11-16T00:00:00.000Z',
  updatedAt: '2026-11-25T00:00:00.000Z',
}
const holds = (rule: string, subject: Item | undefined = item, seenAt: number | undefined = undefined): boolean =>
  compileItemRule(rule).matches({ id: 'tofu', item: subject }, { now, seenAt: () => seenAt })

test.each([
  'price < 50 and "vegan" in tags and not seen_within("7d")',
  'id == "tofu" and kind == "dish" and brand == "Farm" and currency == "CNY" and available',
  '"food" in categories and starts_with(title, "To") and contains(description, "oft")',
  'age_days(published_at) == 10 and updated_at >= "2026-11-25"',
  'not has(language)',
])('reads the catalogue: %s', (rule) => expect(holds(rule)).toBe(true))

test.each([
  ['attributes.grams > 200', true],
  ['200 < attributes.grams', true],
  ['attributes.grams < price', false],
  ['attributes.spice == "mild"', true],
  ['attributes.spice in ["hot", "mild"]', true],
  ['"white" in attributes.colours and count(attributes.colours) == 1', true],
  ['has_any(attributes.colours, ["red", "white"])', true],
  ['attributes.organic and not attributes.frozen', true],
  ['age_days(attributes.harvest) < 7', true],
  ['has(attributes.spice)', true],
  ['has(attributes.missing)', false],
  // An attribute of another type than the rule takes it to have is missing.
  ['attributes.spice > 3', false],
  ['attributes.constructor == "x" or attributes.grams == "250"', false],
])('attributes have the type of their use: %s is %s', (rule, expected) => expect(holds(rule)).toBe(expected))

test('what the catalogue does not know has an id and nothing else', () => {
  const unknown = (rule: string) =>
    compileItemRule(rule).matches({ id: 'tofu', item: undefined }, { now, seenAt: () => undefined })
  expect(unknown('price < 50')).toBe(false)
  expect(unknown('attributes.grams > 200')).toBe(false)
  expect(unknown('id == "tofu"')).toBe(true)
})

test('seen_within counts from the last time, and only such rules ask about the person', () => {
  const day = 86_400_000
  expect(holds('seen_within("7d")', item, now - 6 * day)).toBe(true)
  expect(holds('seen_within("7d")', item, now - 8 * day)).toBe(false)
  expect(asksAboutPerson(compileItemRule('price > 1 and not seen_within("1d")'))).toBe(true)
  expect(asksAboutPerson(compileItemRule('price > 1'))).toBe(false)
})

describe('mistakes', () => {
  const mistakeIn = (rule: string): RuleError => {
    try {
      compileItemRule(rule)
    } catch (error) {
      if (error instanceof RuleError) return error
      throw error
    }
    throw new Error(`${rule} compiles`)
  }
  test('have a place, a suggestion and a sentence in both languages', () => {
    const { position, suggestion, text } = mistakeIn('available and\n  pric < 50')
    expect([position.line, position.column, suggestion]).toEqual([2, 3, 'price'])
    expect(text.en).toBe('Line 2, column 3: there is no field pric; did you mean price?')
    expect(text.zh).toBe('第 2 行第 3 列：没有字段 pric；您是想写 price 吗？')
  })
  test('an attribute cannot be a number and a list at once', () =>
    expect(mistakeIn('attributes.grams > 3 and "x" in attributes.grams').problem).toBe('wrong-type'))
})
