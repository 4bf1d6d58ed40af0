import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createActivitySummary } from '../evaluate/activity-summary.ts'
import { slowAnswer } from '../evaluate/slow-answer.fixture.ts'
import { anyRule } from '../rules/any-rule.fixture.ts'
import type { Rule } from '../rules/rule.ts'
import { type Note, smallWorld } from '../small-world.fixture.ts'
import { parseRule } from '../text/parse-rule.ts'
import { createMemberships } from './create-memberships.ts'
import type { MembershipChange } from './memberships.ts'
import { previewRule } from './preview-rule.ts'

const start = Date.parse('2026-01-15T00:00:00Z')
const hour = 3_600_000
const people = ['p0', 'p1', 'p2', 'p3'] as const
const person = fc.constantFrom(...people)

const rules = anyRule({
  text: fc.constantFrom('a', '茶'),
  kinds: fc.constantFrom('order', 'view'),
  events: fc.constantFrom('Bought', 'Seen'),
  ids: fc.constantFrom('i0', 'i1'),
  categories: fc.constantFrom('tea', 'cup'),
  brands: fc.constantFrom('acme'),
  traits: fc.constantFrom('city', 'points'),
  scalars: fc.constantFrom('上海', 3),
  numbers: fc.integer({ min: 0, max: 4 }),
  dates: fc.constantFrom('2026-01-14', '2026-01-16', '2026-01-20'),
})

const steps = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      who: person,
      ago: fc.integer({ min: -30, max: 200 }),
      event: fc.constantFrom('Bought', 'Seen'),
      kind: fc.constantFrom('order', 'view', null),
      items: fc.array(fc.constantFrom('i0', 'i1', 'i2'), { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('state' as const),
      who: person,
      city: fc.constantFrom('上海', '北京'),
      points: fc.nat(5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), from: person, into: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), who: person }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.nat(48 * hour), fc.nat(60 * 24 * hour), fc.integer({ min: -48 * hour, max: 0 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('item' as const),
      id: fc.constantFrom('i0', 'i1', 'i2'),
      category: fc.constantFrom('tea', 'cup', '茶'),
      price: fc.nat(30),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('consent' as const), who: person, yes: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reload' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pace' as const), orders: fc.nat(40), visits: fc.nat(10) }),
  },
)

/** A workspace with memberships, and everything that was told since they were put. */
function open() {
  const world = smallWorld()
  const clock = { now: start }
  const refused = new Set<string>()
  const told: MembershipChange[] = []
  const sources = { ...world.sources, summary: createActivitySummary(world.activity, world.sources.facts) }
  const memberships = createMemberships({
    sources,
    clock: () => clock.now,
    allowed: (id) => !refused.has(id),
    exceptions: () => ({ allowedByDefault: true, personIds: [...refused].filter((id) => world.resolve(id) === id) }),
    tell: (changes) => told.push(...changes),
  })
  return { world, sources, clock, refused, told, memberships }
}
type Opened = ReturnType<typeof open>

function carryOut(
  { world, clock, refused, memberships }: Opened,
  step: typeof steps extends fc.Arbitrary<infer Step> ? Step : never,
): unknown {
  switch (step.do) {
    case 'act': {
      const parts = step.items.map((item) => ({ kind: step.kind, item, amount: 1, value: 2 }))
      const note: Note = {
        time: clock.now - step.ago * hour,
        event: step.event,
        parts: parts.toSorted((a, b) => (a.item < b.item ? -1 : 1)),
      }
      const slot = world.act(step.who, note)
      const { kinds, events } = world.activity
      const numberOf = (names: typeof kinds, name: string | null) =>
        new Set(name === null ? [] : [names.find(name) ?? -1])
      const change = {
        kinds: numberOf(kinds, step.kind),
        events: numberOf(events, step.event),
        traits: new Set<number>(),
      }
      return memberships.changed([slot], new Map([[slot, change]]))
    }
    case 'state': {
      const slot = world.state(step.who, { city: step.city, points: step.points })
      const traits = new Set(['city', 'points'].map((name) => world.activity.traits.find(name) ?? -1))
      const change = { kinds: new Set<number>(), events: new Set<number>(), traits }
      return memberships.changed([slot], new Map([[slot, change]]))
    }
    case 'merge': {
      const slots = world.merge(step.from, step.into)
      return memberships.changed(slots)
    }
    case 'forget':
      return memberships.changed(world.forget(world.resolve(step.who)))
    case 'wait':
      clock.now += step.ms
      return
    case 'item':
      return world.put({
        id: step.id,
        categories: [step.category],
        price: step.price,
        brand: 'ACME',
        title: step.category,
      })
    case 'consent':
      refused[step.yes ? 'delete' : 'add'](world.resolve(step.who))
      return memberships.consented([step.who])
    case 'pace':
      world.setPace({ orders: step.orders, visits: step.visits })
      return memberships.paceChanged()
    case 'reload':
      return memberships.changed(undefined)
  }
}

test('whatever happens, membership is what a full run over everybody says, and what was told adds up to it', async () => {
  let changes = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(rules, { minLength: 1, maxLength: 3 }),
      fc.array(steps, { maxLength: 25 }),
      async (given, happened) => {
        const opened = open()
        const { world, clock, refused, told, memberships } = opened
        const sources = { ...opened.sources, segmentRule: () => given[0] }
        for (const id of people) world.state(id, {})
        memberships.changed(undefined)
        const both: readonly (readonly [string, Rule])[] = [
          ...given.map((rule, at) => [`s${at}`, rule] as const),
          ['inner', { type: 'not', rule: { type: 'segment', id: 's0' } }],
        ]
        for (const [id, rule] of both) memberships.put(id, rule)
        const inside = new Map(both.map(([id]) => [id, new Set(memberships.members(id, 0, 100).personIds)]))
        for (const step of happened) {
          carryOut(opened, step)
          for (const [id, rule] of both) {
            const inner = id === 'inner' ? (given[0] as Rule) : rule
            const alive = people.filter((one) => world.resolve(one) === one && world.activity.slotOf(one) !== undefined)
            const wanted = alive.filter(
              (one) => !refused.has(one) && slowAnswer(world, inner, one, clock.now) === (id !== 'inner'),
            )
            const has = memberships.members(id, 0, 100).personIds
            expect([...has].sort()).toEqual(wanted)
            expect(memberships.count(id)).toBe(wanted.length)
            const seen = await previewRule(rule, sources, clock.now, memberships.admitted)
            expect([...seen.examples].sort()).toEqual(wanted)
            expect(seen).toMatchObject({ count: wanted.length, base: memberships.base() })
            const known = inside.get(id) as Set<string>
            for (const change of told.filter(({ segmentId }) => segmentId === id)) {
              expect(known.has(change.personId)).toBe(!change.entered)
              known[change.entered ? 'add' : 'delete'](change.personId)
            }
            told.splice(0, told.length, ...told.filter(({ segmentId }) => segmentId !== id))
            // Who is nobody any more left without a word.
            for (const one of known) if (!alive.includes(one as (typeof people)[number])) known.delete(one)
            expect([...known].sort()).toEqual(wanted)
            changes += wanted.length
          }
        }
      },
    ),
    { numRuns: 150 },
  )
  expect(changes).toBeGreaterThan(100)
})

test('who did something that a segment does not read is not asked, and who is new is asked of all', () => {
  const { world, memberships } = open()
  memberships.put('buyers', parseRule('bought in last 30 days'))
  memberships.put('others', parseRule('not bought'))
  const act = (who: string, kind: string) =>
    world.act(who, { time: start, event: 'e', parts: [{ kind, item: null, amount: 1, value: 1 }] })
  const viewed = {
    kinds: new Set([world.activity.kinds.find('view') ?? 0]),
    events: new Set([0]),
    traits: new Set([0]),
  }
  const ann = act('ann', 'view')
  memberships.changed([ann], new Map([[ann, viewed]]))
  expect(memberships.of('ann')).toEqual(['others'])
  // What is told to have changed is not what did: nobody looks.
  act('ann', 'order')
  memberships.changed([ann], new Map([[ann, viewed]]))
  expect(memberships.of('ann')).toEqual(['others'])
  memberships.changed([ann])
  expect(memberships.of('ann')).toEqual(['buyers'])
})

test('time moves people out, and says when it will', () => {
  const { world, clock, told, memberships } = open()
  memberships.put('buyers', parseRule('bought in last 30 days'))
  memberships.changed([
    world.act('ann', { time: start, event: 'Bought', parts: [{ kind: 'order', item: 'x', amount: 1, value: 1 }] }),
  ])
  expect(told).toEqual([{ segmentId: 'buyers', personId: 'ann', entered: true, at: start }])
  expect(memberships.nextDue()).toBe(start + 30 * 24 * hour + 1)
  clock.now = memberships.nextDue()
  expect(memberships.has('buyers', 'ann')).toBe(false)
  expect(told.at(-1)).toEqual({ segmentId: 'buyers', personId: 'ann', entered: false, at: clock.now })
  expect(memberships.nextDue()).toBe(Number.POSITIVE_INFINITY)
})

test('stages of the lifecycle pass by themselves, to the millisecond, and follow the pace of everybody', () => {
  const { world, clock, told, memberships } = open()
  const day = 24 * hour
  for (const stage of ['new', 'active', 'at risk', 'lapsed'])
    memberships.put(stage, parseRule(`lifecycle in (${stage})`))
  const seen = (ago: number): Note => ({
    time: start - ago * day,
    event: 'Seen',
    parts: [{ kind: 'view', item: null, amount: 1, value: 1 }],
  })
  memberships.changed([world.act('ann', seen(0)), world.act('bob', seen(20))])
  expect(['ann', 'bob'].map(memberships.of)).toEqual([['new'], ['new']])
  // Thirty days are over for Bob; of nobody's pauses is anything known, so that a month and three are assumed.
  expect(memberships.nextDue()).toBe(start + 10 * day + 1)
  clock.now = start + 10 * day + 1
  expect(['ann', 'bob'].map(memberships.of)).toEqual([['new'], ['at risk']])
  expect(memberships.nextDue()).toBe(start + 30 * day + 1)
  clock.now = start + 90 * day
  expect(['ann', 'bob'].map(memberships.of)).toEqual([['at risk'], ['lapsed']])
  clock.now += 1
  expect(memberships.of('ann')).toEqual(['lapsed'])
  expect(memberships.nextDue()).toBe(Number.POSITIVE_INFINITY)
  told.length = 0
  world.setPace({ visits: 100 })
  memberships.paceChanged()
  expect(memberships.of('ann')).toEqual(['active'])
  expect(told.map(({ segmentId, entered }) => [segmentId, entered])).toContainEqual(['active', true])
})

test('who does not allow profiling is in no segment, not even in “not”, and counts in no base', () => {
  const { world, refused, memberships } = open()
  refused.add('bob')
  memberships.changed([world.state('ann', {}), world.state('bob', {})])
  memberships.put('nobuyers', parseRule('not bought'))
  expect(memberships.members('nobuyers', 0, 10)).toEqual({ personIds: ['ann'], next: null })
  expect(memberships.base()).toBe(1)
  refused.delete('bob')
  memberships.consented(['bob'])
  expect(memberships.of('bob')).toEqual(['nobuyers'])
})

test('members come in pages', () => {
  const { world, memberships } = open()
  memberships.put('all', parseRule('not bought'))
  memberships.changed(['a', 'b', 'c'].map((id) => world.state(id, {})))
  const first = memberships.members('all', 0, 2)
  expect(first).toMatchObject({ personIds: ['a', 'b'] })
  expect(memberships.members('all', first.next ?? 0, 2)).toEqual({ personIds: ['c'], next: null })
})
