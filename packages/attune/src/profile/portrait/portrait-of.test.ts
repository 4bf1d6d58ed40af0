import { expect, test } from 'vitest'
import { activityOf, meansOf, now, personWith } from './portrait-of.fixture.ts'
import { portraitOf } from './portrait-of.ts'
import { dayMs } from './weigh-activity.ts'

const daysAgo = (days: number): number => now - days * dayMs

test('an interest counts half after a half-life, and one long ago fades against one of now', () => {
  const entries = activityOf([
    { time: daysAgo(180), kind: 'order', item: 'tea-1' },
    { time: daysAgo(90), kind: 'order', item: 'cup-1' },
    { time: daysAgo(0), kind: 'order', item: 'pot-1' },
  ])
  const { categories } = portraitOf(personWith({ entries }), meansOf()).interests
  // A quarter, a half and one.
  expect(categories.map(({ name, share }) => [name, share])).toEqual([
    ['pot', 0.5714],
    ['cup', 0.2857],
    ['tea', 0.1429],
  ])
})

test('the more is known the narrower is the interval, which is that of Wilson at equal weights', () => {
  const orders = (times: number) =>
    activityOf(
      Array.from({ length: times }, (_, n) => ({ time: now, kind: 'order', item: n % 2 === 0 ? 'tea-1' : 'cup-1' })),
    )
  const [tea] = portraitOf(personWith({ entries: orders(10) }), meansOf()).interests.categories.toReversed()
  // Five of ten: 0.2366 to 0.7634, as tables of the interval have it.
  expect(tea).toMatchObject({ share: 0.5, low: 0.2366, high: 0.7634, observations: 5 })
  const [more] = portraitOf(personWith({ entries: orders(100) }), meansOf()).interests.categories
  expect((more?.high as number) - (more?.low as number)).toBeLessThan(0.2)
})

test('what is disliked more than liked is no interest, and what grew lately is rising', () => {
  const long = Array.from({ length: 30 }, (_, n) => ({ time: daysAgo(200 + n), kind: 'order', item: 'tea-1' }))
  const lately = Array.from({ length: 12 }, (_, n) => ({ time: daysAgo(n), kind: 'order', item: 'cup-1' }))
  const disliked = { time: daysAgo(3), kind: 'dislike', item: 'pot-1' }
  const { categories } = portraitOf(
    personWith({ entries: activityOf([...long, ...lately, disliked]) }),
    meansOf(),
  ).interests
  expect(categories.map(({ name, trend }) => [name, trend])).toEqual([
    ['cup', 'rising'],
    ['tea', 'fading'],
  ])
})

test('scores are fifths of those who bought: recent is high, and money nets refunds', () => {
  const entries = activityOf([
    { time: daysAgo(20), kind: 'order', item: 'tea-1', value: 100 },
    { time: daysAgo(5), kind: 'order', item: 'tea-1', value: 60 },
    { time: daysAgo(4), kind: 'refund', item: 'tea-1', value: -60 },
  ])
  const portrait = portraitOf(personWith({ entries }), meansOf())
  expect(portrait.rfm).toMatchObject({
    recency: { score: 5, value: 5 },
    frequency: { score: 2, value: 2 },
    monetary: { score: 1, value: 100 },
    among: 500,
  })
  const spend = portrait.computed.find(({ name, days }) => name === 'spend' && days === 365)
  expect(spend).toMatchObject({ value: 100, unit: 'CNY', observations: 3 })
})

test('people are alike by the cosine of what they like, and by vectors where there are any', () => {
  const entries = activityOf([
    { time: now, kind: 'order', item: 'tea-1' },
    { time: now, kind: 'order', item: 'cup-1' },
  ])
  const by = portraitOf(personWith({ entries }), meansOf()).similar
  // The same two categories and brands in the same shares; with one of the two 1/√2.
  expect(by).toMatchObject({
    by: 'interests',
    people: [
      { personId: 'p_same', likeness: 1 },
      { personId: 'p_half', likeness: expect.closeTo(Math.SQRT1_2, 3) },
    ],
  })
  expect(by?.people[0]?.shared).toEqual(['Hill', 'Kiln', 'cup'])
  const withVectors = meansOf({ itemVector: (id) => Float32Array.from(id === 'tea-1' ? [1, 0] : [0, 1]) })
  const portrait = portraitOf(personWith({ entries }), withVectors)
  expect(portrait.similar).toMatchObject({
    by: 'vectors',
    people: [{ personId: 'p_half', likeness: expect.closeTo(Math.SQRT1_2, 3) }],
  })
  expect(portrait.vectors).toMatchObject({ dimensions: 2, drift: 0, observations: 2 })
})

test('who took back their word on portraits is no example for others', () => {
  const entries = activityOf([{ time: now, kind: 'order', item: 'tea-1' }])
  const means = meansOf({ isAllowed: (personId) => personId !== 'p_half' })
  expect(portraitOf(personWith({ entries }), means).similar?.people.map(({ personId }) => personId)).toEqual(['p_same'])
})

test('hours are those of the person’s own clock where they gave it', () => {
  const evening = Date.UTC(2026, 4, 30, 13)
  const entries = activityOf(
    [evening, evening + 600_000, evening + 3_600_000].map((time) => ({ time, kind: 'view', item: 'tea-1' })),
  )
  const zone = {
    name: 'timezone',
    value: 'Asia/Shanghai',
    source: 'given' as const,
    observations: null,
    asOf: null,
    corrected: null,
  }
  const { hour } = portraitOf(personWith({ entries, traits: [zone] }), meansOf()).habits
  expect(hour).toMatchObject({ from: 20, to: 22, share: 1, timeZone: 'Asia/Shanghai', timeZoneGiven: true })
  expect(hour?.counts[21]).toBe(2)
  expect(portraitOf(personWith({ entries }), meansOf()).habits.hour?.counts[13]).toBe(2)
})

test('the portrait is the same whatever it is asked before, and of nobody it says that nothing is known', () => {
  const portrait = portraitOf(personWith({ entries: activityOf([]) }), meansOf())
  expect(portrait).toMatchObject({ lifecycle: null, similar: null, rfm: null })
  expect(portrait.omitted.map(({ code }) => code)).toContain('nothing-known')
})
