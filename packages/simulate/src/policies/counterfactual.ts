import { createShopperStates } from '../behaviour/shopper-state.ts'
import { planVisits, type Visit } from '../visits/plan-visits.ts'
import type { World } from '../world.ts'
import { liveVisit } from './live-visit.ts'
import type { Policy } from './policies.ts'

export interface Totals {
  readonly visits: number
  /** Items shown. */
  readonly shown: number
  readonly clicks: number
  readonly orders: number
  /** CNY, from the lists alone. */
  readonly revenue: number
  /** The same in expectation, given what was shown: no luck of single clicks in it. */
  readonly expected: { readonly clicks: number; readonly orders: number; readonly revenue: number }
}

export interface Counterfactual {
  readonly total: Totals
  /** By shopper index; undefined for those without a visit in the range. */
  readonly byShopper: readonly (Totals | undefined)[]
}

export interface CounterfactualOptions {
  /** Items shown in a visit. Default 10. */
  readonly n?: number
  /** Days counted: from (inclusive) and to (exclusive). The world is lived from day 0 whatever is counted. */
  readonly fromDay?: number
  readonly toDay?: number
  /** Visits, where the caller planned them before. */
  readonly visits?: readonly Visit[]
}

const nothing: Totals = {
  visits: 0,
  shown: 0,
  clicks: 0,
  orders: 0,
  revenue: 0,
  expected: { clicks: 0, orders: 0, revenue: 0 },
}

function plus(a: Totals, b: Totals): Totals {
  return {
    visits: a.visits + b.visits,
    shown: a.shown + b.shown,
    clicks: a.clicks + b.clicks,
    orders: a.orders + b.orders,
    revenue: a.revenue + b.revenue,
    expected: {
      clicks: a.expected.clicks + b.expected.clicks,
      orders: a.expected.orders + b.expected.orders,
      revenue: a.expected.revenue + b.expected.revenue,
    },
  }
}

/** What would have happened had everybody lived under this policy: the same shoppers, visits and luck. */
export function counterfactual(world: World, policy: Policy, options: CounterfactualOptions = {}): Counterfactual {
  const { n = 10, fromDay = 0, toDay = Number.POSITIVE_INFINITY } = options
  const states = createShopperStates(world)
  const byShopper: (Totals | undefined)[] = world.shoppers.map(() => undefined)
  let total = nothing
  for (const visit of options.visits ?? planVisits(world)) {
    if (visit.day >= toDay) break
    const list = policy(visit, n, states)
    const { looks, expected } = liveVisit(world, states, visit, list)
    if (visit.day < fromDay || !expected) continue
    const bought = looks.filter((look) => look.bought)
    const one: Totals = {
      visits: 1,
      shown: list.length,
      clicks: looks.filter((look) => look.clicked).length,
      orders: bought.length,
      revenue: bought.reduce((sum, { product }) => sum + (world.products[product]?.price ?? 0), 0),
      expected,
    }
    total = plus(total, one)
    byShopper[visit.shopper] = plus(byShopper[visit.shopper] ?? nothing, one)
  }
  return { total, byShopper }
}
