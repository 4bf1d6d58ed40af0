import { createShopperStates, createWorld, expectedOfVisit, planVisits } from '@attune/simulate'
import { expect, test } from 'vitest'
import { truthKeeper } from './truth.ts'

const world = createWorld({ seed: 3, startAt: Date.UTC(2026, 2, 1), products: 60, shoppers: 30, days: 7 })
const visits = planVisits(world).slice(0, 20)
const states = () => ({ treated: createShopperStates(world), control: createShopperStates(world) })

test('the same list under both arms has no effect', () => {
  const truth = truthKeeper(world, states())
  for (const visit of visits) truth.add(visit, [1, 2, 3], [1, 2, 3])
  expect(truth.result()).toEqual({ ctr: 0, clicksPerPerson: 0, ordersPerPerson: 0, revenuePerPerson: 0 })
  expect(truth.visits).toBe(20)
})

test('the effect is the ratio of what both lists are expected to bring, each in its own world', () => {
  const both = states()
  const visit = visits[0]!
  both.control.show(visit.shopper, 5, visit.at)
  const truth = truthKeeper(world, both)
  truth.add(visit, [4, 5], [5])
  const a = expectedOfVisit(world, both.treated, visit, [4, 5])
  const b = expectedOfVisit(world, both.control, visit, [5])
  const { ctr, clicksPerPerson, ordersPerPerson, revenuePerPerson } = truth.result()
  expect(clicksPerPerson).toBeCloseTo(a.clicks / b.clicks - 1, 12)
  expect(ctr).toBeCloseTo(a.clicks / 2 / b.clicks - 1, 12)
  expect(ordersPerPerson).toBeCloseTo(a.orders / b.orders - 1, 12)
  expect(revenuePerPerson).toBeCloseTo(a.revenue / b.revenue - 1, 12)
})
