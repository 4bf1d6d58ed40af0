import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Expression, printExpression } from './expression.ts'
import { deepestRule, parseExpression } from './parse-expression.ts'
import { RuleError } from './rule-error.ts'
import { keywords, longestRule } from './tokens.ts'

/** The expression without its places in the source. */
function shape(expression: Expression): unknown {
  return JSON.parse(JSON.stringify(expression, (key, value) => (key === 'start' || key === 'end' ? undefined : value)))
}

function mistakeIn(source: string): RuleError {
  try {
    parseExpression(source)
  } catch (error) {
    if (error instanceof RuleError) return error
    throw error
  }
  throw new Error(`no mistake found in ${source}`)
}

const nowhere = { start: 0, end: 0 }
const literal = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.boolean(),
  )
  .map((value): Expression & { kind: 'literal' } => ({ kind: 'literal', value, ...nowhere }))
const name = fc
  .stringMatching(/^[a-z_][a-z0-9_]{0,6}(\.[a-z]{1,3})?$/)
  .filter((word) => !keywords.some((keyword) => keyword === word))
const { expression } = fc.letrec<{ expression: Expression; primary: Expression }>((tie) => ({
  primary: fc.oneof(
    { depthSize: 'small' },
    literal,
    name.map((field): Expression => ({ kind: 'field', name: field, ...nowhere })),
    fc.array(literal, { maxLength: 3 }).map((items): Expression => ({ kind: 'list', items, ...nowhere })),
    fc
      .tuple(name, fc.array(tie('expression'), { maxLength: 3 }))
      .map(([called, args]): Expression => ({ kind: 'call', name: called, args, ...nowhere })),
  ),
  expression: fc.oneof(
    { depthSize: 'small' },
    tie('primary'),
    fc
      .tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('expression'), tie('expression'))
      .map(([operator, left, right]): Expression => ({ kind: 'compare', operator, left, right, ...nowhere })),
    fc
      .tuple(fc.boolean(), tie('expression'), tie('expression'))
      .map(([negated, left, right]): Expression => ({ kind: 'in', negated, left, right, ...nowhere })),
    tie('expression').map((operand): Expression => ({ kind: 'not', operand, ...nowhere })),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('expression'), { minLength: 2, maxLength: 4 }))
      .map(([kind, operands]): Expression => ({ kind, operands, ...nowhere })),
  ),
}))

test('a printed expression parses to itself', () => {
  fc.assert(
    fc.property(expression, (original) => {
      expect(shape(parseExpression(printExpression(original)))).toEqual(shape(original))
    }),
    { numRuns: 2000, seed: 1 },
  )
})

test('“and” binds tighter than “or”, “not” tighter than both and looser than a comparison', () => {
  expect(printExpression(parseExpression('(a or (b and (not (c < 1))))'))).toBe('a or b and not c < 1')
  expect(printExpression(parseExpression('(a or b) and not (c and d)'))).toBe('(a or b) and not (c and d)')
})

test('every part knows its place in the source', () => {
  const source = '  not ( price<5 ) '
  const not = parseExpression(source)
  expect(source.slice(not.start, not.end)).toBe('not ( price<5')
  expect(not.kind === 'not' && source.slice(not.operand.start, not.operand.end)).toBe('price<5')
})

test('streams of any words in any order parse or are refused with a place inside the rule', () => {
  const word = fc.constantFrom(
    ...[
      'and',
      'or',
      'not',
      'in',
      'true',
      '(',
      ')',
      '[',
      ']',
      ',',
      '==',
      '!=',
      '<',
      '>=',
      '5',
      '-2.5',
      '"vegan"',
      "'x'",
    ],
    ...[
      'price',
      'tags',
      'seen_within',
      '"',
      '\\',
      '&&',
      '=',
      '！',
      '7d',
      '.',
      '\n',
      '😀',
      '"\\q"',
      '"\\u{110000}"',
      '\0',
    ],
  )
  let parsed = 0
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), fc.constantFrom(' ', ''), (words, space) => {
      const source = words.join(space)
      try {
        parseExpression(source)
        parsed++
      } catch (error) {
        expect(error).toBeInstanceOf(RuleError)
        const { position, text } = error as RuleError
        expect(position.start).toBeGreaterThanOrEqual(0)
        expect(position.start).toBeLessThanOrEqual(position.end)
        expect(position.end).toBeLessThanOrEqual(source.length)
        expect(text.zh).toMatch(/^第 \d+ 行第 \d+ 列：/)
      }
    }),
    { numRuns: 10_000, seed: 2 },
  )
  expect(parsed).toBeGreaterThan(50)
})

test('any text at all parses or is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => {
      try {
        parseExpression(source)
      } catch (error) {
        expect(error).toBeInstanceOf(RuleError)
      }
    }),
    { numRuns: 5000, seed: 3 },
  )
})

test.each([
  ['', 'unexpected-token', 0, undefined],
  ['price <', 'unexpected-token', 7, undefined],
  ['price < 50 "vegan"', 'unexpected-token', 11, undefined],
  ['1 < price < 5', 'unexpected-token', 10, 'and'],
  ['price < 5 AND a', 'unexpected-token', 10, 'and'],
  ['price < 5 adn a', 'unexpected-token', 10, 'and'],
  ['(price < 5', 'unexpected-token', 10, undefined],
  ['[1, price]', 'unexpected-token', 4, undefined],
  ['[1,]', 'unexpected-token', 3, undefined],
  ['price = 5', 'unexpected-character', 6, '=='],
  ['a && b', 'unexpected-character', 2, 'and'],
  ['a || b', 'unexpected-character', 2, 'or'],
  ['!a', 'unexpected-character', 0, 'not'],
  ['brand == “x”', 'unexpected-character', 9, '"'],
  ['价格 ≤ 5', 'unexpected-character', 3, '<='],
  ['price # 5', 'unexpected-character', 6, undefined],
  ['"vegan in tags', 'unclosed-string', 0, undefined],
  ['"a\\qb"', 'bad-escape', 2, undefined],
  ['seen_within(7d)', 'bad-number', 12, undefined],
])('%s: %s at %i', (source, problem, start, suggestion) => {
  const error = mistakeIn(source)
  expect([error.problem, error.position.start, error.suggestion]).toEqual([problem, start, suggestion])
})

test('a column counts characters, not halves of them', () => {
  expect(mistakeIn('"😀" in tags $').position).toMatchObject({ line: 1, column: 13, start: 13 })
})

test('nesting and length have a limit, and lists of conditions are not nesting', () => {
  expect(mistakeIn('('.repeat(10_000)).problem).toBe('too-deep')
  expect(mistakeIn('not '.repeat(4_000)).problem).toBe('too-deep')
  expect(mistakeIn('a'.repeat(longestRule + 1)).problem).toBe('too-long')
  expect(parseExpression(`${'('.repeat(deepestRule)}a${')'.repeat(deepestRule)}`).kind).toBe('field')
  expect(parseExpression(Array(2000).fill('a').join(' or ')).kind).toBe('or')
})
