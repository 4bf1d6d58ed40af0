import { type ExpectedVisit, expectedOfVisit, type ShopperStates, type Visit, type World } from '@attune/simulate'

/** The true relative effect, by metric of the effect report: .38 is +38 %. */
export interface Truth {
  readonly ctr: number
  readonly clicksPerPerson: number
  readonly ordersPerPerson: number
  readonly revenuePerPerson: number
}

export interface TruthKeeper {
  /** Counts one visit: both lists, each seen by a shopper who has lived under that arm. */
  add(visit: Visit, treated: readonly number[], control: readonly number[]): void
  readonly visits: number
  result(): Truth
}

interface Sum {
  shown: number
  clicks: number
  orders: number
  revenue: number
}

/**
 * What personalisation really changes: for every visit the exact expectation of both lists, summed. No luck of single
 * clicks is in it; what the lists are is the server's doing.
 */
export function truthKeeper(
  world: World,
  states: { readonly treated: ShopperStates; readonly control: ShopperStates },
): TruthKeeper {
  const sums = {
    treated: { shown: 0, clicks: 0, orders: 0, revenue: 0 },
    control: { shown: 0, clicks: 0, orders: 0, revenue: 0 },
  }
  let visits = 0
  const count = (sum: Sum, list: readonly number[], expected: ExpectedVisit): void => {
    sum.shown += list.length
    sum.clicks += expected.clicks
    sum.orders += expected.orders
    sum.revenue += expected.revenue
  }
  return {
    add(visit, treated, control) {
      visits += 1
      count(sums.treated, treated, expectedOfVisit(world, states.treated, visit, treated))
      count(sums.control, control, expectedOfVisit(world, states.control, visit, control))
    },
    get visits() {
      return visits
    },
    result() {
      const { treated: a, control: b } = sums
      return {
        ctr: a.clicks / a.shown / (b.clicks / b.shown) - 1,
        clicksPerPerson: a.clicks / b.clicks - 1,
        ordersPerPerson: a.orders / b.orders - 1,
        revenuePerPerson: a.revenue / b.revenue - 1,
      }
    },
  }
}
