import { appeal } from '../behaviour/probabilities.ts'
import { createShopperStates, type ShopperStates } from '../behaviour/shopper-state.ts'
import { draw } from '../random/draw.ts'
import type { Visit } from '../visits/plan-visits.ts'
import type { World } from '../world.ts'

/** Chooses the products (indices) to show at a visit, best first. */
export type Policy = (visit: Visit, n: number, states: ShopperStates) => readonly number[]

/** The `n` products with the highest score; ties by index. */
function top(world: World, n: number, score: (product: number) => number): readonly number[] {
  return world.products
    .map(({ index }) => ({ index, score: score(index) }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, n)
    .map(({ index }) => index)
}

/** What most shoppers would click, on average over all of them; nobody is shown what they own. */
export function popularPolicy(world: World): Policy {
  const fresh = createShopperStates(world)
  const odds = (shopper: number, product: number): number => {
    const visit = { shopper, index: 0, at: world.startAt, day: 0 }
    return 1 / (1 + Math.exp(-appeal(world, fresh, visit, product)))
  }
  const order = top(world, world.products.length, (product) =>
    world.shoppers.reduce((sum, shopper) => sum + odds(shopper.index, product), 0),
  )
  return (visit, n, states) => order.filter((product) => !states.owns(visit.shopper, product)).slice(0, n)
}

/** Any products, all alike. */
export function randomPolicy(world: World): Policy {
  return (visit, n) => top(world, n, (product) => draw(world.seed, 'random', visit.shopper, visit.index, product))
}

/** The most clicks that can be had in a visit: it knows taste, fatigue, season, price and what is owned. */
export function oraclePolicy(world: World): Policy {
  return (visit, n, states) => top(world, n, (product) => appeal(world, states, visit, product))
}

/**
 * A recommender that knows taste up to an error: appeal plus a normal error of the given size that stays the same for a
 * shopper and a product. 0 is the oracle; a large error ends at random.
 */
export function personalisedPolicy(world: World, error: number): Policy {
  const noise = (shopper: number, product: number): number => {
    const u = draw(world.seed, 'error', shopper, product, 0)
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * draw(world.seed, 'error', shopper, product, 1))
  }
  return (visit, n, states) =>
    top(world, n, (product) => appeal(world, states, visit, product) + error * noise(visit.shopper, product))
}
