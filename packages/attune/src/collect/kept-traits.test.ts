import fc from 'fast-check'
import { expect, test } from 'vitest'
import { corrected } from './keep-trait.ts'
import { type KeptTraits, originsIn, originsText, withTold } from './kept-traits.ts'
import { type TraitRule, traitKeeps, traitRulesSchema } from './trait-rules.ts'

interface Told {
  readonly source: string
  readonly at: number
  readonly value: unknown
}

const nothing: KeptTraits = { traits: {}, origins: {} }
/** What is kept of one trait after all that was told, in the order in which it arrived. */
function keptOf(rule: TraitRule | undefined, told: readonly Told[], before = nothing): unknown {
  const rules = rule === undefined ? {} : { x: rule }
  let known = before
  for (const { source, at, value } of told)
    known = withTold({ ...known, updatedAt: 0 }, { traits: { x: value }, source, at }, rules)
  return known.traits.x
}

const trusted: TraitRule = { keep: 'mostTrusted', trust: ['crm', 'shop'] }
const ruleOf = (keep: (typeof traitKeeps)[number]): TraitRule => (keep === 'mostTrusted' ? trusted : { keep })

test('each rule keeps its own word of the same four', () => {
  const told: Told[] = [
    { source: 'web', at: 10, value: 30 },
    { source: 'shop', at: 20, value: 20 },
    { source: 'crm', at: 30, value: 25 },
    { source: 'till', at: 40, value: 10 },
  ]
  expect(keptOf(undefined, told)).toBe(10)
  expect(Object.fromEntries(traitKeeps.map((keep) => [keep, keptOf(ruleOf(keep), told)]))).toEqual({
    newest: 10,
    oldest: 30,
    mostTrusted: 25,
    highest: 30,
    lowest: 10,
    union: [10, 20, 25, 30],
  })
})

test('whatever order words arrive in, the same is kept', () => {
  const words = fc.uniqueArray(
    fc.record({
      source: fc.constantFrom('crm', 'shop', 'web', 'till'),
      at: fc.integer({ min: 1, max: 1000 }),
      value: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constantFrom('red', '红')),
    }),
    { minLength: 1, maxLength: 6, selector: ({ at }) => at },
  )
  fc.assert(
    fc.property(words, fc.constantFrom(...traitKeeps), fc.integer(), (told, keep, seed) => {
      const shuffled = told.toSorted((a, b) => ((a.at * 31 + seed) % 97) - ((b.at * 31 + seed) % 97))
      expect(keptOf(ruleOf(keep), shuffled)).toEqual(keptOf(ruleOf(keep), told))
    }),
  )
})

test('a slow reading of the rules says the same', () => {
  const words = fc.uniqueArray(
    fc.record({
      source: fc.constantFrom('crm', 'shop', 'web'),
      at: fc.integer({ min: 1, max: 1000 }),
      value: fc.integer({ min: 0, max: 1000 }),
    }),
    { minLength: 1, maxLength: 6, selector: ({ at }) => at },
  )
  fc.assert(
    fc.property(words, (told) => {
      const byTime = told.toSorted((a, b) => a.at - b.at)
      const values = told.map(({ value }) => value)
      expect(keptOf(ruleOf('newest'), told)).toBe(byTime.at(-1)!.value)
      expect(keptOf(ruleOf('oldest'), told)).toBe(byTime[0]!.value)
      expect(keptOf(ruleOf('highest'), told)).toBe(Math.max(...values))
      expect(keptOf(ruleOf('lowest'), told)).toBe(Math.min(...values))
      const best = ['crm', 'shop', 'web'].find((name) => told.some(({ source }) => source === name))
      expect(keptOf(trusted, told)).toBe(byTime.filter(({ source }) => source === best).at(-1)!.value)
    }),
  )
})

test('null takes a trait away, but not what is newer and not what a more trusted source told', () => {
  const gone = (source: string, at: number): Told => ({ source, at, value: null })
  const crm: Told = { source: 'crm', at: 10, value: 'Xiamen' }
  expect(keptOf(undefined, [crm, gone('web', 11)])).toBeUndefined()
  expect(keptOf(undefined, [crm, gone('web', 9)])).toBe('Xiamen')
  expect(keptOf(trusted, [crm, gone('web', 11)])).toBe('Xiamen')
  expect(keptOf(trusted, [crm, gone('crm', 11)])).toBeUndefined()
})

test('what was put right stands, except where the newest word or all of them are wanted', () => {
  const before: KeptTraits = { traits: { x: 30 }, origins: { x: { source: corrected, at: 20 } } }
  const wrongAgain: Told[] = [
    { source: 'crm', at: 10, value: 5 },
    { source: 'crm', at: 30, value: 99 },
    { source: 'shop', at: 31, value: 1 },
  ]
  for (const keep of ['oldest', 'mostTrusted', 'highest', 'lowest'] as const)
    expect(keptOf(ruleOf(keep), [...wrongAgain, { source: 'crm', at: 40, value: null }], before), keep).toBe(30)
  expect(keptOf(ruleOf('newest'), wrongAgain, before)).toBe(1)
  expect(keptOf(ruleOf('union'), wrongAgain, before)).toEqual([1, 30, 5, 99])
})

test('lists and single values are joined without repeats, at most a hundred', () => {
  expect(
    keptOf({ keep: 'union' }, [
      { source: 'a', at: 1, value: ['tea', '茶'] },
      { source: 'b', at: 2, value: 'tea' },
      { source: 'c', at: 3, value: ['cup'] },
    ]),
  ).toEqual(['cup', 'tea', '茶'])
  const many = { source: 'a', at: 1, value: Array.from({ length: 300 }, (_, i) => i) }
  expect(keptOf({ keep: 'union' }, [many, { ...many, at: 2 }])).toHaveLength(100)
})

test('where a trait comes from is kept beside it, and goes with it; names of objects are names like others', () => {
  const rules = {}
  const first = withTold(
    { ...nothing, updatedAt: 0 },
    { traits: { a: 1, constructor: 'x' }, source: 'web', at: 5 },
    rules,
  )
  const second = withTold({ ...first, updatedAt: 5 }, { traits: { a: null, b: 2 }, source: 'crm', at: 6 }, rules)
  expect(second).toEqual({
    traits: { constructor: 'x', b: 2 },
    origins: { constructor: { source: 'web', at: 5 }, b: { source: 'crm', at: 6 } },
  })
  expect(originsIn(originsText(second.origins))).toEqual(second.origins)
})

test('trust is asked for with mostTrusted and with nothing else', () => {
  const problem = (rule: unknown) => traitRulesSchema.safeParse({ city: rule }).error?.issues[0]?.message
  expect(problem({ keep: 'mostTrusted' })).toMatch(/needs trust/)
  expect(problem({ keep: 'oldest', trust: ['crm'] })).toMatch(/needs trust/)
  expect(problem({ keep: 'loudest' })).toBeDefined()
  expect(problem({ keep: 'mostTrusted', trust: ['crm'] })).toBeUndefined()
})
