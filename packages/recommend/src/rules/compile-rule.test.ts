import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRule } from './compile-rule.ts'
import { printExpression } from './expression.ts'
import { RuleError } from './rule-error.ts'
import type { RuleContext, RuleSchema } from './rule-schema.ts'

interface Dish {
  readonly price?: number | null
  readonly brand?: string
  readonly tags?: readonly string[]
  readonly available?: boolean
  readonly since?: number
  readonly seen?: number
}

const schema: RuleSchema<Dish> = {
  fields: {
    price: { type: 'number', read: ({ price }) => price },
    brand: { type: 'string', read: ({ brand }) => brand },
    tags: { type: 'strings', read: ({ tags }) => tags },
    available: { type: 'boolean', read: ({ available }) => available },
    published_at: { type: 'date', read: ({ since }) => since },
    'attributes.颜色': { type: 'string', read: () => '红' },
  },
}
const now = Date.parse('2026-03-10T00:00:00Z')
const days = (count: number) => now - count * 86_400_000
const context: RuleContext<Dish> = { now, seenAt: ({ seen }) => seen }
const ask = (source: string, dish: Dish) => compileRule(source, schema).matches(dish, context)

function mistakeIn(source: string): RuleError {
  try {
    compileRule(source, schema)
  } catch (error) {
    if (error instanceof RuleError) return error
    throw error
  }
  throw new Error(`no mistake found in ${source}`)
}

test('the rule of the specification says what it means, with a name or two around its edges', () => {
  const source = 'price < 50 and "vegan" in tags and not seen_within("7d")'
  const dish = { price: 49.99, tags: ['hot', 'vegan'], seen: days(8) }
  expect(ask(source, dish)).toBe(true)
  expect(ask(source, { ...dish, price: 50 })).toBe(false)
  expect(ask(source, { ...dish, tags: ['hot'] })).toBe(false)
  expect(ask(source, { ...dish, seen: days(7) })).toBe(false)
  expect(compileRule(source, schema).fields).toEqual(['price', 'tags'])
})

test.each([
  ['price == 5', { price: 5 }, true],
  ['price != 5', { price: 5 }, false],
  ['price >= 5 and price <= 5', { price: 5 }, true],
  ['price > -1.5e0', { price: 0 }, true],
  ['true or false and false', {}, true],
  ['(true or false) and false', {}, false],
  ['not false and false', {}, false],
  ['not (false and false)', {}, true],
  ['not price < 5', { price: 9 }, true],
  ['available', { available: true }, true],
  ['available == false', { available: false }, true],
  ['brand in ["Acme", \'O"Neil\']', { brand: 'O"Neil' }, true],
  ['brand not in ["Acme"]', { brand: 'Acme' }, false],
  ['brand in tags', { brand: 'x', tags: ['x'] }, true],
  ['price in [1, 2, 3]', { price: 2 }, true],
  ['price in []', { price: 2 }, false],
  ['age_days(published_at) <= 3', { since: days(3) }, true],
  ['age_days(published_at) <= 3', { since: days(3.1) }, false],
  ['published_at >= "2026-03-01"', { since: Date.parse('2026-03-01') }, true],
  ['"2026-03-01T08:00:00+08:00" == published_at', { since: Date.parse('2026-03-01') }, true],
  ['published_at in ["2026-03-01"]', { since: Date.parse('2026-03-01') }, true],
  ['starts_with(lower(brand), "ac")', { brand: 'ACME' }, true],
  ['ends_with(brand, "me") and contains(brand, "cm")', { brand: 'acme' }, true],
  ['has_any(tags, ["a", "b"])', { tags: ['b'] }, true],
  ['has_all(tags, ["a", "b"])', { tags: ['b'] }, false],
  ['length(brand) == 2 and count(tags) == 0', { brand: '茶😀', tags: [] }, true],
  ['attributes.颜色 == "\\u7ea2"', {}, true],
  ['brand == "a\\tb\\u{1F600}"', { brand: 'a\tb😀' }, true],
])('%s of %o is %s', (source, dish, expected) => {
  expect(ask(source, dish)).toBe(expected)
})

test('what a subject lacks compares as false, and “not” turns that round', () => {
  for (const nothing of [{}, { price: null }, { price: Number.NaN }]) {
    expect(ask('price < 50', nothing)).toBe(false)
    expect(ask('price >= 50', nothing)).toBe(false)
    expect(ask('price != 50', nothing)).toBe(true)
    expect(ask('not price < 50', nothing)).toBe(true)
    expect(ask('has(price)', nothing)).toBe(false)
  }
  expect(ask('"vegan" in tags', {})).toBe(false)
  expect(ask('available', {})).toBe(false)
  expect(ask('age_days(published_at) < 1', {})).toBe(false)
  expect(ask('seen_within("52w")', {})).toBe(false)
})

test('a misspelt field is named with its place and the field that was probably meant, in both languages', () => {
  const error = mistakeIn('price < 50 and\n  "vegan" in tgas')
  expect(error).toMatchObject({ code: 'bad-rule', problem: 'unknown-field', suggestion: 'tags' })
  expect(error.position).toEqual({ start: 28, end: 32, line: 2, column: 14 })
  expect(error.text.en).toBe('Line 2, column 14: there is no field tgas; did you mean tags?')
  expect(error.text.zh).toBe('第 2 行第 14 列：没有字段 tgas；您是想写 tags 吗？')
  expect(error.message).toBe(error.text.en)
})

test.each([
  ['pirce < 5', 'unknown-field', 0, 'price'],
  ['available == True', 'unknown-field', 13, 'true'],
  ['zzzzzz < 5', 'unknown-field', 0, undefined],
  ['constructor == 5', 'unknown-field', 0, undefined],
  ['seen_witin("7d")', 'unknown-function', 0, 'seen_within'],
  ['toString()', 'unknown-function', 0, undefined],
  ['seen_within(7)', 'bad-duration', 12, undefined],
  ['seen_within("7 days")', 'bad-duration', 12, undefined],
  ['seen_within(brand)', 'bad-duration', 12, undefined],
  ['seen_within()', 'wrong-arguments', 0, undefined],
  ['published_at > "2026-02-30"', 'bad-date', 15, undefined],
  ['published_at > 5', 'wrong-type', 15, undefined],
  ['price < "50"', 'wrong-type', 8, undefined],
  ['brand < "b"', 'wrong-type', 0, undefined],
  ['tags == "vegan"', 'wrong-type', 0, undefined],
  ['"a" in brand', 'wrong-type', 7, undefined],
  ['price in tags', 'wrong-type', 0, undefined],
  ['brand in ["a", 1]', 'wrong-type', 15, undefined],
  ['price and available', 'wrong-type', 0, undefined],
  ['not tags', 'wrong-type', 4, undefined],
  ['price', 'wrong-type', 0, undefined],
])('%s: %s at %i', (source, problem, start, suggestion) => {
  const error = mistakeIn(source)
  expect([error.problem, error.position.start, error.suggestion]).toEqual([problem, start, suggestion])
  expect(error.suggestion ?? error.expected).toBeDefined()
})

test('any tree of “and”, “or” and “not” over comparisons answers as the same tree of booleans does', () => {
  interface Tree {
    readonly rule: string
    readonly truth: (price: number) => boolean
  }
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      fc
        .integer({ min: 0, max: 4 })
        .map((limit): Tree => ({ rule: `price < ${limit}`, truth: (price) => price < limit })),
      fc
        .integer({ min: 0, max: 4 })
        .map((only): Tree => ({ rule: `price in [${only}, 9]`, truth: (price) => price === only })),
      tie('tree').map(({ rule, truth }): Tree => ({ rule: `not (${rule})`, truth: (price) => !truth(price) })),
      fc.tuple(tie('tree'), tie('tree')).map(
        ([a, b]): Tree => ({
          rule: `(${a.rule}) and (${b.rule})`,
          truth: (price) => a.truth(price) && b.truth(price),
        }),
      ),
      fc.tuple(tie('tree'), tie('tree')).map(
        ([a, b]): Tree => ({
          rule: `(${a.rule}) or (${b.rule})`,
          truth: (price) => a.truth(price) || b.truth(price),
        }),
      ),
    ),
  }))
  fc.assert(
    fc.property(tree, ({ rule, truth }) => {
      fc.pre(rule.length < 10_000)
      const compiled = compileRule(rule, schema)
      const printed = compileRule(printExpression(compiled.expression), schema)
      for (const price of [-1, 0, 1, 2, 3, 4]) {
        expect(compiled.matches({ price }, context)).toBe(truth(price))
        expect(printed.matches({ price }, context)).toBe(truth(price))
      }
    }),
    { numRuns: 500, seed: 4 },
  )
})

test('own functions come beside the built-in ones', () => {
  const rule = compileRule<Dish>('double(price) == 8', {
    ...schema,
    functions: {
      double: {
        parameters: ['number'],
        returns: 'number',
        description: { en: 'Twice.', zh: '两倍。' },
        build:
          ([value]) =>
          (subject, at) =>
            2 * (value?.(subject, at) as number),
      },
    },
  })
  expect(rule.matches({ price: 4 }, context)).toBe(true)
})

test('comparisons nested to the limit are refused at once, not tried in every combination', () => {
  const source = `${'('.repeat(99)}true${' == true)'.repeat(99)}`
  expect(ask(source, {})).toBe(true)
})
