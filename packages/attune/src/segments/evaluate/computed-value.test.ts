import { expect, test } from 'vitest'
import { type ComputedTrait, computedTraitSchema } from '../rules/computed-trait.ts'
import { smallWorld } from '../small-world.fixture.ts'
import { computedValue } from './computed-value.ts'
import { openContext } from './open-context.ts'

const now = Date.parse('2026-01-15T00:00:00Z')
const day = 86_400_000
const world = smallWorld()
world.put({ id: 'tea', categories: ['Tea'] })
world.put({ id: 'cup', categories: ['Cups'] })
const buy = (daysAgo: number, item: string, value: number) =>
  world.act('p', { time: now - daysAgo * day, event: 'Bought', parts: [{ kind: 'order', item, amount: 1, value }] })
buy(40, 'cup', 5)
buy(12.5, 'tea', 100)
buy(3.25, 'tea', 50)
world.state('nobody', {})

/** The value of a person now, and until when it holds. */
function value(measure: object, person = 'p'): [unknown, number] {
  const trait: ComputedTrait = computedTraitSchema.parse({ name: 'x', measure })
  const context = openContext(world.sources, now)
  const read = computedValue(trait, context)
  for (const refresh of context.refreshers) refresh()
  return [read(world.activity.slotOf(person) ?? -1), context.moment.until]
}
const orders = { type: 'aggregate', doing: { did: { kind: 'order' } } }
const never = Number.POSITIVE_INFINITY

test('numbers are as they are, ages in whole days, until the next day begins', () => {
  expect(value({ ...orders, aggregate: 'sumOfValue', window: { type: 'last', days: 30 } })).toEqual([
    150,
    now + 17.5 * day + 1,
  ])
  expect(value({ ...orders, aggregate: 'count' })).toEqual([3, never])
  expect(value({ ...orders, aggregate: 'sinceLast' })).toEqual([3, now + 0.75 * day])
  expect(value({ ...orders, aggregate: 'sinceLast' }, 'nobody')).toEqual([undefined, never])
  expect(value({ ...orders, aggregate: 'averageValue' }, 'nobody')).toEqual([undefined, never])
})

test('bands count the cut points that are passed, from above where they are turned round', () => {
  const bands = (cuts: number[], reverse: boolean, aggregate: string) =>
    value({ ...orders, aggregate, bands: { cuts, reverse } })
  expect(bands([1, 2, 3, 4], false, 'count')[0]).toBe(4)
  expect(bands([1, 2, 3, 4], true, 'count')[0]).toBe(2)
  // Recency of RFM: three days are in the best of four bands, for another 3.75 days.
  expect(bands([7, 30, 90], true, 'sinceLast')).toEqual([4, now + 3.75 * day])
})

test('the most frequent category is told by its name', () => {
  expect(value({ type: 'mostFrequent', part: 'category' })[0]).toBe('Tea')
  expect(value({ type: 'mostFrequent', part: 'category' }, 'nobody')[0]).toBeUndefined()
})
