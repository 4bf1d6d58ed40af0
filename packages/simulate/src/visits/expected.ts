import type { Surface } from '../behaviour/behaviour.ts'
import { buyProbability, cartProbability, probabilitiesOf } from '../behaviour/probabilities.ts'
import type { ShopperStates } from '../behaviour/shopper-state.ts'
import type { World } from '../world.ts'
import { browsedProducts } from './browse.ts'
import { firstPlaces } from './look-at.ts'
import type { Visit } from './plan-visits.ts'

/** What a list brings by itself, in expectation. */
export interface Expected {
  readonly clicks: number
  /** Items put into the cart. */
  readonly carts: number
  /** Items bought. */
  readonly orders: number
  /** CNY. */
  readonly revenue: number
}

/** Expected clicks, carts, orders and revenue of a list, exactly; changes nothing. */
export function expectedOf(
  world: World,
  states: ShopperStates,
  visit: Visit,
  list: readonly number[],
  surface: Surface = 'home',
): Expected {
  const sum = { clicks: 0, carts: 0, orders: 0, revenue: 0 }
  for (const [product, position] of firstPlaces(list)) {
    const p = probabilitiesOf(world, states, visit, product, position, surface)
    sum.clicks += p.click
    sum.carts += p.click * p.cart
    sum.orders += p.click * p.cart * p.buy
    sum.revenue += p.click * p.cart * p.buy * (world.products[product]?.price ?? 0)
  }
  return sum
}

/** What a whole visit brings, in expectation: the list and what the shopper finds alone. */
export interface ExpectedVisit {
  /** Clicks on the list. */
  readonly clicks: number
  /** Probability that the visit ends with an order. */
  readonly orders: number
  /** CNY, from the list and from browsing: what is bought from a list instead of something found alone is no gain. */
  readonly revenue: number
}

/** Exact, given what the shopper browses in this visit (which no policy changes); changes nothing. */
export function expectedOfVisit(
  world: World,
  states: ShopperStates,
  visit: Visit,
  list: readonly number[],
  surface: Surface = 'home',
): ExpectedVisit {
  const bought = new Map<number, number>()
  let clicks = 0
  for (const [product, position] of firstPlaces(list)) {
    const p = probabilitiesOf(world, states, visit, product, position, surface)
    clicks += p.click
    bought.set(product, p.click * p.cart * p.buy)
  }
  // Luck in the cart belongs to the product, whichever way it was opened: browsing something listed makes the click certain.
  for (const product of browsedProducts(world, visit))
    if (!states.owns(visit.shopper, product))
      bought.set(product, cartProbability(world, visit, product) * buyProbability(world, visit, product))
  let none = 1
  let revenue = 0
  for (const [product, p] of bought) {
    none *= 1 - p
    revenue += p * (world.products[product]?.price ?? 0)
  }
  return { clicks, orders: 1 - none, revenue }
}
