import { expect, test } from 'vitest'
import { compileRule } from '../rules/compile-rule.ts'
import type { RuleSchema } from '../rules/rule-schema.ts'
import { applyRules, type BusinessRule, type RuleAction } from './apply-rules.ts'
import { listOf, randomCase } from './rerank.fixture.ts'

/** Rules about the dense ids themselves. */
const schema: RuleSchema<number> = { fields: { id: { type: 'number', read: (item) => item } } }
const rule = (when: string, action: RuleAction): BusinessRule<number> => {
  return { name: when, when: compileRule(when, schema), action }
}
const options = (...rules: BusinessRule<number>[]) => {
  return { rules, subjectOf: (item: number) => item, context: { now: 0, seenAt: () => undefined } }
}
const list = listOf(5, 4, 3, 2, 1)
const orderOf = (...rules: BusinessRule<number>[]) => [...applyRules(list, options(...rules)).items]

test('a filter keeps what it matches alone and says what it left out', () => {
  const result = applyRules(list, options(rule('id != 1', { kind: 'filter' }), rule('id < 4', { kind: 'filter' })))
  expect([...result.items]).toEqual([0, 2, 3])
  expect([...result.scores]).toEqual([5, 3, 2])
  expect(result.moves.filter(({ to }) => to === undefined)).toEqual([
    { item: 1, from: 2, to: undefined, reason: { kind: 'rule', rule: 'id != 1', action: 'filter' } },
    { item: 4, from: 5, to: undefined, reason: { kind: 'rule', rule: 'id < 4', action: 'filter' } },
  ])
})

test('boosts multiply, divide scores below 0, and sort anew', () => {
  const double = { kind: 'boost', factor: 2 } as const
  const result = applyRules(list, options(rule('id in [2, 3]', double), rule('id == 3', double)))
  expect([...result.items]).toEqual([3, 2, 0, 1, 4])
  expect([...result.scores]).toEqual([8, 6, 5, 4, 1])
  expect(result.moves[0]).toEqual({
    item: 3,
    from: 4,
    to: 1,
    reason: { kind: 'rule', rule: 'id == 3', action: 'boost', factor: 2 },
  })
  const below = applyRules(listOf(-1, -1.5), options(rule('id == 1', double)))
  expect([...below.scores]).toEqual([-0.75, -1])
})

test('what is buried comes last in its order', () => {
  expect(orderOf(rule('id in [0, 2]', { kind: 'bury' }))).toEqual([1, 3, 4, 0, 2])
})

test('a pin takes the best match to its place; the rest close up around it', () => {
  expect(orderOf(rule('id >= 3', { kind: 'pin', position: 1 }))).toEqual([3, 0, 1, 2, 4])
  expect(orderOf(rule('id == 0', { kind: 'pin', position: 3 }))).toEqual([1, 2, 0, 3, 4])
  expect(orderOf(rule('id == 0', { kind: 'pin', position: 99 }))).toEqual([1, 2, 3, 4, 0])
  expect(orderOf(rule('id == 7', { kind: 'pin', position: 1 }))).toEqual([0, 1, 2, 3, 4])
})

test('pins for one place: the earlier rule has it, the next the place after, or the last free one before the end', () => {
  const first = { kind: 'pin', position: 1 } as const
  expect(orderOf(rule('id == 4', first), rule('id >= 3', first))).toEqual([4, 3, 0, 1, 2])
  const last = { kind: 'pin', position: 5 } as const
  expect(orderOf(rule('id == 0', last), rule('id == 1', last))).toEqual([2, 3, 4, 1, 0])
})

test('filters come before boosts, boosts before buries, buries before pins, in whatever order they are given', () => {
  const rules = [
    rule('id == 4', { kind: 'pin', position: 2 }),
    rule('id in [0, 4]', { kind: 'bury' }),
    rule('id == 3', { kind: 'boost', factor: 10 }),
    rule('id != 2', { kind: 'filter' }),
  ]
  expect(orderOf(...rules)).toEqual([3, 4, 1, 0])
  expect(orderOf(...rules.toReversed())).toEqual([3, 4, 1, 0])
})

test('without filters nothing is lost, and buries and pins applied again change nothing', () => {
  for (let seed = 0; seed < 100; seed++) {
    const { list, rng } = randomCase(seed, 15, 1)
    const some = () => `id in [${Array.from(list.items).filter(() => rng() < 0.3).join(', ')}]` // biome-ignore format: one line
    const pin = (): RuleAction => ({ kind: 'pin', position: 1 + Math.floor(rng() * 20) })
    const kept = options(rule(some(), { kind: 'bury' }), rule(`id == ${seed % 15}`, pin()))
    const once = applyRules(list, kept)
    expect(applyRules(once, kept).items).toEqual(once.items)
    const all = applyRules(list, options(rule(some(), { kind: 'boost', factor: 0.5 }), rule(some(), pin()), rule(some(), pin()))) // biome-ignore format: one line
    expect([...all.items].sort((a, b) => a - b)).toEqual([...list.items])
  }
})

test('factors and positions that make no sense are refused', () => {
  expect(() => orderOf(rule('true', { kind: 'boost', factor: 0 }))).toThrow(/factor/)
  expect(() => orderOf(rule('true', { kind: 'pin', position: 0 }))).toThrow(/position/)
})
