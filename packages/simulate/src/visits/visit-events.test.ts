import { expect, test } from 'vitest'
import { createShopperStates } from '../behaviour/shopper-state.ts'
import { liveVisit } from '../policies/live-visit.ts'
import { popularPolicy } from '../policies/policies.ts'
import { createWorld } from '../world.ts'
import { planVisits } from './plan-visits.ts'
import { askAs, visitEvents } from './visit-events.ts'

const world = createWorld({ seed: 8, startAt: Date.UTC(2026, 1, 2), products: 120, shoppers: 200 })
const policy = popularPolicy(world)
const states = createShopperStates(world)
const lived = planVisits(world).map((visit) => liveVisit(world, states, visit, policy(visit, 10, states)))
const all = lived.flatMap((one) => visitEvents(world, one, `d-${one.visit.shopper}-${one.visit.index}`))

test('every event has its own message id, and sending a visit twice makes the same ones', () => {
  expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(all.length)
  expect(visitEvents(world, lived[3]!, 'd')).toEqual(visitEvents(world, lived[3]!, 'd'))
})

test('each click on the list becomes one click event with decision and place', () => {
  const clicks = all.filter(({ event }) => event === 'Recommendation Clicked')
  expect(clicks).toHaveLength(lived.flatMap(({ looks }) => looks.filter(({ clicked }) => clicked)).length)
  const first = lived.find(({ looks }) => looks.some(({ clicked }) => clicked))!
  const look = first.looks.find(({ clicked }) => clicked)!
  expect(visitEvents(world, first, 'd1').find(({ event }) => event === 'Recommendation Clicked')?.properties).toEqual({
    product_id: world.products[look.product]!.id,
    decisionId: 'd1',
    position: look.position,
  })
})

test('orders hold what was bought, once, at its price', () => {
  const orders = all.filter(({ event }) => event === 'Order Completed')
  expect(orders.length).toBeGreaterThan(5)
  for (const { properties } of orders) {
    const products = properties?.products as { product_id: string; price: number }[]
    expect(new Set(products.map(({ product_id }) => product_id)).size).toBe(products.length)
    expect(properties?.total).toBe(products.reduce((sum, { price }) => sum + price, 0))
  }
})

test('events of a visit go forward in time and end within the hour', () => {
  for (const one of lived) {
    const times = visitEvents(world, one, null).map(({ timestamp }) => Date.parse(timestamp))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect((times.at(-1) ?? 0) - one.visit.at).toBeLessThan(3_600_000)
  }
})

test('who signs up is anonymous before, and identified by the same browser after', () => {
  const shopper = world.shoppers.find(({ signUpDay }) => signUpDay !== null && signUpDay > 0)!
  expect(askAs(shopper, { day: shopper.signUpDay! - 1 })).toEqual({ anonymousId: shopper.anonymousId })
  expect(askAs(shopper, { day: shopper.signUpDay! })).toEqual({ userId: shopper.userId })
  const visit = { shopper: shopper.index, index: 1, at: world.startAt, day: shopper.signUpDay! }
  const [first] = visitEvents(world, liveVisit(world, createShopperStates(world), visit, null), null)
  expect(first).toMatchObject({ type: 'identify', userId: shopper.userId, anonymousId: shopper.anonymousId })
})
