import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { attribute, attributionMethods } from './attribute.ts'
import { attributeByRule } from './attribute-by-rule.ts'
import { attributeMarkov } from './attribute-markov.ts'
import { attributeShapley } from './attribute-shapley.ts'
import { compareWithIncrementality } from './compare-with-incrementality.ts'
import type { AttributionPath, ChannelCredit } from './paths.ts'
import { shapleyValues } from './shapley-values.ts'

const path = (way: string, conversions: number, losses = 0, value = conversions * 10): AttributionPath => ({
  touches: way.split(' '),
  ages: way.split(' ').map((_, at, all) => (all.length - 1 - at) * 7),
  conversions,
  value,
  losses,
})
const conversionsOf = (credits: readonly ChannelCredit[]) =>
  Object.fromEntries(credits.map(({ channel, conversions }) => [channel, conversions]))

test('rules part the credit of one path, worked out by hand', () => {
  const way = [path('a b c b', 6)]
  expect(conversionsOf(attribute(way, 'first'))).toEqual({ a: 6, b: 0, c: 0 })
  expect(conversionsOf(attribute(way, 'last'))).toEqual({ a: 0, b: 6, c: 0 })
  expect(conversionsOf(attribute(way, 'linear'))).toEqual({ a: 1.5, b: 3, c: 1.5 })
  // Ages 21, 14, 7, 0 and half in a week: ⅛, ¼, ½, 1 of 1⅞.
  const decayed = conversionsOf(attribute(way, 'time-decay'))
  expect(decayed.a).toBeCloseTo((6 * 1) / 15, 12)
  expect(decayed.b).toBeCloseTo((6 * 10) / 15, 12)
  expect(decayed.c).toBeCloseTo((6 * 4) / 15, 12)
  const ends = conversionsOf(attribute(way, 'position'))
  expect(ends.a).toBeCloseTo(2.4, 12)
  expect(ends.b).toBeCloseTo(2.4 + 0.6, 12)
  expect(ends.c).toBeCloseTo(0.6, 12)
  expect(conversionsOf(attributeByRule([path('a b', 1)], { kind: 'position', first: 0.6, last: 0.3 })).a).toBeCloseTo(
    2 / 3,
    12,
  )
  expect(conversionsOf(attribute([path('a', 3)], 'position'))).toEqual({ a: 3 })
})

test('removal effects of a chain, worked out by hand', () => {
  // From the start: half to a, half to b. a goes on to b in 1 of 2; b converts 2 of 3.
  const ways = [path('a', 0, 1), path('a b', 1, 0), path('b', 1, 1)]
  const credits = attributeMarkov(ways)
  // P(start → a) = ½, P(a → b) = ½, P(b → yes) = ⅔: P = ½·½·⅔ + ½·⅔ = ½. Without a: ⅓. Without b: 0.
  expect(credits.map(({ removalEffect }) => removalEffect)).toEqual([expect.closeTo(1 / 3, 10), expect.closeTo(1, 10)])
  expect(conversionsOf(credits)).toEqual({ a: expect.closeTo(2 * 0.25, 10), b: expect.closeTo(2 * 0.75, 10) })
})

test('a chain that runs in circles ends all the same', () => {
  // a → b → a → b … : from a to b always; from b to a in 1 of 2, converts in 1 of 2.
  const credits = attributeMarkov([path('a b a b', 1)])
  expect(credits.map(({ removalEffect }) => removalEffect)).toEqual([1, 1])
  // Half of those in a go to b, half convert there; b leads back to a always: P(a) = ½ + ½ P(b), P(b) = P(a).
  const round = attributeMarkov([path('a b a', 1), path('a', 0, 1)])
  // From a: b 1, yes 1, lost 1 of 3. P(a) = ⅓ + ⅓ P(a) = ½. Without b ⅓.
  expect(round[1]?.removalEffect).toBeCloseTo(1 - 1 / 3 / 0.5, 9)
})

test('a state that remembers two touches tells ways apart that one touch mixes', () => {
  // Only those who meet a before b convert; b alone does not.
  const ways = [path('a b', 5, 0), path('c b', 0, 5)]
  const one = conversionsOf(attributeMarkov(ways))
  const two = conversionsOf(attributeMarkov(ways, { order: 2 }))
  expect(one.c).toBeGreaterThan(1)
  expect(two.c).toBe(0)
  expect(two.a).toBeCloseTo(2.5, 10)
})

test('value follows the channels that bring worthy conversions', () => {
  const credits = attributeMarkov([path('a', 1, 0, 100), path('b', 1, 0, 10)])
  expect(credits).toEqual([
    {
      channel: 'a',
      conversions: expect.closeTo(1, 9),
      value: expect.closeTo(100, 7),
      removalEffect: expect.closeTo(0.5, 9),
    },
    {
      channel: 'b',
      conversions: expect.closeTo(1, 9),
      value: expect.closeTo(10, 7),
      removalEffect: expect.closeTo(0.5, 9),
    },
  ])
})

test('Shapley values of the glove game: two left gloves, one right one', () => {
  const worth = (coalition: number) => Number((coalition & 3) !== 0 && (coalition & 4) !== 0)
  expect([...shapleyValues(3, worth)]).toEqual([
    expect.closeTo(1 / 6, 12),
    expect.closeTo(1 / 6, 12),
    expect.closeTo(4 / 6, 12),
  ])
  const drawn = shapleyValues(3, worth, { exactUpTo: 0, permutations: 20_000, rng: seededRng(4) })
  expect(drawn[2]).toBeCloseTo(4 / 6, 2)
  expect(drawn.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10)
})

test('the game of conversions parts each path equally, as the sum over all coalitions says', () => {
  const ways = [path('a b', 4), path('b', 3), path('c a b a', 6), path('c', 1)]
  const bits: Readonly<Record<string, number>> = { a: 1, b: 2, c: 4 }
  const slow = shapleyValues(3, (coalition) =>
    ways
      .filter(({ touches }) => touches.every((touch) => bits[touch]! & coalition))
      .reduce((sum, { conversions }) => sum + conversions, 0),
  )
  expect(Object.values(conversionsOf(attributeShapley(ways)))).toEqual([...slow].map((one) => expect.closeTo(one, 10)))
  expect(conversionsOf(attributeShapley(ways))).toEqual({ a: 4, b: 7, c: 3 })
})

test('in the game of rates a channel whose people do not convert is given less', () => {
  // a alone 50 %, b alone 0 %, both 50 %.
  const ways = [path('a', 5, 5), path('b', 0, 10), path('a b', 5, 5)]
  const { a, b } = conversionsOf(attributeShapley(ways, { game: 'rate' }))
  // v(a) = .5, v(b) = 0, v(ab) = 10/30: φ(a) = ½ (.5 + ⅓), φ(b) = ½ (0 + ⅓ − .5), times 30 people.
  expect(a).toBeCloseTo(30 * 0.5 * (0.5 + 1 / 3), 10)
  expect(b).toBeCloseTo(30 * 0.5 * (1 / 3 - 0.5), 10)
})

test('every method gives away all conversions and all their value, to channels that were there', () => {
  const draw = fc.record({
    touches: fc.array(fc.constantFrom('search', '邮件', 'social', 'direct'), { minLength: 1, maxLength: 5 }),
    conversions: fc.integer({ min: 0, max: 9 }),
    losses: fc.integer({ min: 0, max: 9 }),
  })
  fc.assert(
    fc.property(
      fc.array(draw, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...attributionMethods),
      (ways, method) => {
        const paths = ways.map(({ touches, conversions, losses }) => ({
          touches,
          ages: touches.map((_, at) => at),
          conversions,
          losses,
          value: conversions * 3,
        }))
        const credits = attribute(paths, method)
        const sum = (pick: 'conversions' | 'value') => credits.reduce((all, credit) => all + credit[pick], 0)
        const total = paths.reduce((all, { conversions }) => all + conversions, 0)
        expect(sum('conversions')).toBeCloseTo(total, 6)
        expect(sum('value')).toBeCloseTo(total * 3, 6)
        expect(Math.min(...credits.map(({ conversions }) => conversions))).toBeGreaterThanOrEqual(0)
        // A chain lends credit along the ways of others; all other methods give only to those who were there.
        if (method === 'markov') return
        for (const { channel, conversions } of credits)
          if (!paths.some((one) => (one.touches as readonly string[]).includes(channel) && one.conversions > 0))
            expect(conversions).toBe(0)
      },
    ),
    { numRuns: 100 },
  )
})

test('credit beside what experiments measured', () => {
  const credits = { last: attribute([path('a b', 10)], 'last'), linear: attribute([path('a b', 10)], 'linear') }
  const compared = compareWithIncrementality(credits, [
    { channel: 'a', effect: { value: 4, low: 2, high: 6 } },
    { channel: 'b', effect: { value: 4, low: 3, high: 4.5 } },
    { channel: 'nowhere', effect: { value: 1, low: 0, high: 2 } },
  ])
  expect(compared.map(({ method, error }) => [method, error])).toEqual([
    ['linear', 2 / 8],
    ['last', 10 / 8],
  ])
  expect(compared[0]?.channels.map(({ verdict, ratio }) => [verdict, ratio])).toEqual([
    ['fits', 1.25],
    ['too-much', 1.25],
  ])
  expect(compared[1]?.channels.map(({ verdict }) => verdict)).toEqual(['too-little', 'too-much'])
  expect(() => compareWithIncrementality(credits, [])).toThrow(expect.objectContaining({ code: 'too-few' }))
})

test('paths that make no sense are refused', () => {
  const refused = (code: string) => expect.objectContaining({ code })
  expect(() => attribute([], 'last')).toThrow(refused('too-few'))
  expect(() => attribute([{ ...path('a', 1), touches: [] }], 'last')).toThrow(refused('out-of-range'))
  expect(() => attribute([{ ...path('a', 1), conversions: -1 }], 'markov')).toThrow(refused('out-of-range'))
  expect(() => attribute([{ ...path('a', 1), value: Number.NaN }], 'markov')).toThrow(refused('not-finite'))
  const { ages: _, ...ageless } = path('a b', 1)
  expect(() => attribute([ageless], 'time-decay')).toThrow(refused('no-ages'))
  expect(() => attributeMarkov([path('a', 1)], { order: 0 })).toThrow(refused('out-of-range'))
  expect(() => attributeByRule([path('a', 1)], { kind: 'position', first: 0.8, last: 0.8 })).toThrow(
    refused('out-of-range'),
  )
  expect(() => attribute([path('a', 1)], 'position', { ends: [0, 0] })).toThrow(refused('out-of-range'))
  const many = Array.from({ length: 31 }, (_, i) => path(`c${i}`, 1))
  expect(() => attributeShapley(many, { game: 'rate' })).toThrow(refused('out-of-range'))
})

test('no conversions at all give no credit and no NaN', () => {
  for (const method of attributionMethods)
    expect(attribute([path('a b', 0, 5)], method).map(({ conversions, value }) => [conversions, value])).toEqual([
      [0, 0],
      [0, 0],
    ])
})
