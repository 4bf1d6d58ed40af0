import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyRule } from '../rules/any-rule.fixture.ts'
import type { Rule } from '../rules/rule.ts'
import { type Note, type SmallWorld, smallWorld } from '../small-world.fixture.ts'
import { parseRule } from '../text/parse-rule.ts'
import { type ActivitySummary, createActivitySummary } from './activity-summary.ts'
import { compileRule } from './compile-rule.ts'
import { slowAnswer } from './slow-answer.fixture.ts'

const start = Date.parse('2026-01-15T00:00:00Z')
const day = 86_400_000
const quarters = (from: number, to: number) => fc.integer({ min: from * 4, max: to * 4 }).map((n) => n / 4)

const rules = anyRule({
  text: fc.constantFrom('a', 'X', '茶'),
  kinds: fc.constantFrom('order', 'view', 'rating', 'never'),
  events: fc.constantFrom('Bought', 'Seen', 'page', 'Never'),
  ids: fc.constantFrom('i0', 'i1', 'i9'),
  categories: fc.constantFrom('Tea', '茶', 'cup', 'none'),
  brands: fc.constantFrom('ACME', 'other', 'none'),
  traits: fc.constantFrom('city', 'points', 'tags', 'member', 'unheard'),
  scalars: fc.constantFrom('上海', 'beijing', 3, 10, true),
  numbers: fc.oneof(fc.integer({ min: -1, max: 6 }), quarters(0, 40)),
  dates: fc.constantFrom('2026-01-10', '2026-01-14', '2026-01-15', '2026-01-15T06:00:00Z', '2025-12-31T23:00:00+08:00'),
})

export const notes: fc.Arbitrary<Note> = fc
  .record(
    {
      // A few in the future: clocks of visitors are wrong.
      time: fc.oneof(
        fc.integer({ min: -400, max: 12 }).map((hours) => start + hours * 3_600_000),
        fc.integer({ min: -40 * day, max: day }).map((ms) => start + ms),
      ),
      event: fc.constantFrom('Bought', 'Seen', 'page'),
      device: fc.constantFrom('phone', 'tablet'),
      channel: fc.constantFrom('email', 'search'),
      parts: fc.array(
        fc.record({
          kind: fc.constantFrom('order', 'view', 'rating', 'exposure', null),
          item: fc.constantFrom('i0', 'i1', 'i2', 'i3', 'unknown', null),
          amount: fc.integer({ min: 0, max: 5 }),
          value: fc.oneof(quarters(-5, 40), fc.constant(Number.NaN)),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    },
    { requiredKeys: ['time', 'event', 'parts'] },
  )
  .map((note) => ({ ...note, parts: note.parts.toSorted((a, b) => ((a.item ?? '') < (b.item ?? '') ? -1 : 1)) }))

function furnish(world: SmallWorld): void {
  world.put({ id: 'i0', title: 'A big X', categories: ['tea', '茶'], brand: 'acme', price: 10, tags: ['a'] })
  world.put({ id: 'i1', title: 'green 茶', categories: ['ＴＥＡ'], brand: 'Other', price: 2.5 })
  world.put({ id: 'i2', title: 'cup', categories: ['Cup', 'cup'], price: 30 })
  world.put({ id: 'i3', title: 'x', brand: 'ACME', tags: ['茶'] })
}

/** The answer of the packed evaluation, and until when it holds; with a summary some entries are not looked at. */
function answer(
  world: SmallWorld,
  rule: Rule,
  person: string,
  now: number,
  summary?: ActivitySummary,
): { fits: boolean; until: number } {
  const compiled = compileRule(rule, { ...world.sources, summary })
  world.sources.facts.refresh()
  compiled.refresh()
  compiled.moment.now = now
  compiled.moment.until = Number.POSITIVE_INFINITY
  const slot = world.activity.slotOf(person) ?? 0
  const fits = compiled.fits(slot)
  const { until } = compiled.moment
  // Many in a row are asked in another way.
  const keep = new Uint8Array(1).fill(1)
  compiled.select(slot, slot + 1, keep)
  expect(keep[0]).toBe(fits ? 1 : 0)
  return { fits, until: Math.min(until, compiled.boundaryAfter(now)) }
}

test('packed evaluation says what plain notes say, and its answer holds as long as it says', () => {
  let held = 0
  let fitting = 0
  fc.assert(
    fc.property(
      rules,
      fc.array(notes, { maxLength: 12 }),
      fc.record(
        {
          city: fc.constantFrom('上海', 'Beijing'),
          points: fc.integer({ min: 0, max: 12 }),
          tags: fc.constantFrom(['a', 'X'], ['茶']),
          member: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.record({ orders: fc.nat(20), visits: quarters(0, 8) }, { requiredKeys: [] }),
      (rule, did, traits, moments, pace) => {
        const world = smallWorld()
        furnish(world)
        world.setPace(pace)
        world.state('p', traits)
        for (const note of did) world.act('p', note)
        const now = start
        for (const summary of [undefined, createActivitySummary(world.activity, world.sources.facts)]) {
          const { fits, until } = answer(world, rule, 'p', now, summary)
          expect(fits).toBe(slowAnswer(world, rule, 'p', now))
          expect(until).toBeGreaterThan(now)
          fitting += fits ? 1 : 0
          const last = Math.min(until - 1, now + 60 * day)
          for (const moment of [1, ...moments]) {
            held += 1
            expect(slowAnswer(world, rule, 'p', Math.round(now + (last - now) * moment))).toBe(fits)
          }
          if (until < now + 60 * day)
            expect(answer(world, rule, 'p', until, summary).fits).toBe(slowAnswer(world, rule, 'p', until))
        }
      },
    ),
    { numRuns: 300 },
  )
  expect(held).toBeGreaterThan(2000)
  expect(fitting).toBeGreaterThan(100)
})

function world(): SmallWorld {
  const made = smallWorld()
  furnish(made)
  return made
}
const bought = (daysAgo: number, item = 'i0'): Note => ({
  time: start - daysAgo * day,
  event: 'Bought',
  parts: [{ kind: 'order', item, amount: 1, value: 10 }],
})

test('by hand: an order leaves a window of 30 days a millisecond after 30 days', () => {
  const w = world()
  w.act('p', bought(40))
  w.act('p', bought(10))
  const rule = parseRule('bought category "tea" in last 30 days')
  expect(answer(w, rule, 'p', start)).toEqual({ fits: true, until: start + 20 * day + 1 })
  expect(answer(w, rule, 'p', start + 20 * day)).toMatchObject({ fits: true })
  expect(answer(w, rule, 'p', start + 20 * day + 1)).toEqual({ fits: false, until: Number.POSITIVE_INFINITY })
})

test('by hand: a window of no length has no rate', () => {
  const window = { type: 'between', from: '2026-01-15', to: '2026-01-14' } as const
  const rule = {
    type: 'events',
    doing: { did: { kind: 'order' } },
    window,
    aggregate: 'perDay',
    op: '=',
    number: 0,
  } as const
  expect(answer(world(), rule, 'p', start).fits).toBe(false)
  const day = { ...rule, window: { ...window, to: '2026-01-15' } }
  expect(answer(world(), day, 'p', start).fits).toBe(true)
})

test('by hand: last month ends for everybody at once, at midnight of the zone', () => {
  const w = world()
  w.act('p', { ...bought(0), time: Date.parse('2025-12-31T23:59:59+08:00') })
  const rule = parseRule('上个月购买')
  const end = Date.parse('2026-02-01T00:00:00+08:00')
  expect(answer(w, rule, 'p', start)).toEqual({ fits: true, until: end })
  expect(answer(w, rule, 'p', end).fits).toBe(false)
})

test('by hand: half the taste of yesterday’s category does not fade while nothing happens', () => {
  const w = world()
  // Tea and 茶 share the order of 30 days ago, which counts half of the one of today.
  w.act('p', bought(30, 'i0'))
  w.act('p', bought(0, 'i2'))
  const share = (op: string, n: number) =>
    answer(w, parseRule(`interest in category "tea" ${op} ${n}`), 'p', start + 400 * day)
  expect([share('>=', 0.16).fits, share('>', 0.17).fits]).toEqual([true, false])
  expect(share('>=', 0.16).until).toBe(Number.POSITIVE_INFINITY)
})
