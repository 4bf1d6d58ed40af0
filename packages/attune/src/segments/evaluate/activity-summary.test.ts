import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Doing } from '../rules/rule.ts'
import { type Note, smallWorld } from '../small-world.fixture.ts'
import { columnsKept, createActivitySummary } from './activity-summary.ts'
import { doingMatcher } from './doing-matcher.ts'
import { openContext } from './open-context.ts'

const people = ['p0', 'p1', 'p2'] as const
const person = fc.constantFrom(...people)
// More than there are columns for.
const names = Array.from({ length: columnsKept + 3 }, (_, at) => `n${at}`)
const name = fc.oneof(fc.constantFrom('n0', 'n1'), fc.constantFrom(...names))

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      who: person,
      time: fc.integer({ min: -5, max: 20 }),
      event: name,
      kinds: fc.array(fc.oneof(name, fc.constantFrom('exposure', null)), { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), from: person, into: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), who: person }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reload' as const }) },
)

const doings: readonly Doing[] = [
  { did: 'anything' },
  ...[...names, 'exposure', 'never'].flatMap((one) => [{ did: { kind: one } }, { did: { event: one } }]),
  { did: { kind: 'n0' }, value: { from: 1 } },
]

/** When somebody did it last, from plain notes; conditions left out. */
function lastIn(notes: readonly Note[], { did }: Doing): number {
  const does = ({ event, parts }: Note): boolean =>
    parts.some(({ kind }) =>
      did === 'anything' ? kind !== 'exposure' : 'kind' in did ? kind === did.kind : event === did.event,
    )
  return notes.filter(does).reduce((last, { time }) => Math.max(last, time), Number.NEGATIVE_INFINITY)
}

test('after any events, merges, erasures and reloads the summary says what the entries say', () => {
  let exact = 0
  let bounds = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const world = smallWorld()
      const summary = createActivitySummary(world.activity, world.sources.facts)
      for (const one of steps) {
        if (one.do === 'reload') summary.follow(undefined)
        else if (one.do === 'merge') summary.follow(world.merge(one.from, one.into))
        else if (one.do === 'forget') summary.follow(world.forget(world.resolve(one.who)))
        else {
          const parts = one.kinds.map((kind) => ({ kind, item: null, amount: 1, value: Number.NaN }))
          summary.follow([world.act(one.who, { time: one.time, event: one.event, parts })])
        }
      }
      const context = openContext(world.sources)
      const matchers = doings.map((doing) => ({ doing, matcher: doingMatcher(doing, context) }))
      for (const refresh of context.refreshers) refresh()
      for (let slot = 0; slot < world.activity.slots; slot++)
        for (const { doing, matcher } of matchers) {
          const personId = world.activity.personOf(slot)
          const wanted = lastIn((personId && world.notes.get(personId)) || [], doing)
          if (summary.isExact(matcher)) {
            expect(summary.lastOf(slot, matcher)).toBe(wanted)
            exact += wanted > Number.NEGATIVE_INFINITY ? 1 : 0
          } else {
            expect(summary.lastOf(slot, matcher)).toBeGreaterThanOrEqual(wanted)
            bounds += wanted > Number.NEGATIVE_INFINITY ? 1 : 0
          }
        }
    }),
    { numRuns: 200 },
  )
  expect(exact).toBeGreaterThan(500)
  expect(bounds).toBeGreaterThan(50)
})

test('of a slot that was not looked at yet nothing is known', () => {
  const world = smallWorld()
  const summary = createActivitySummary(world.activity, world.sources.facts)
  const slot = world.act('p', { time: 3, event: 'n0', parts: [{ kind: 'n0', item: null, amount: 1, value: 1 }] })
  const context = openContext(world.sources)
  const matcher = doingMatcher({ did: { kind: 'n0' } }, context)
  for (const refresh of context.refreshers) refresh()
  expect(summary.lastOf(slot, matcher)).toBe(Number.POSITIVE_INFINITY)
  summary.follow([slot])
  expect(summary.lastOf(slot, matcher)).toBe(3)
})
