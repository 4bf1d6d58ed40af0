import { buyProbability, cartProbability } from '../behaviour/probabilities.ts'
import type { ShopperStates } from '../behaviour/shopper-state.ts'
import { draw } from '../random/draw.ts'
import type { World } from '../world.ts'
import { type Look, remember } from './look-at.ts'
import type { Visit } from './plan-visits.ts'

/**
 * What a shopper opens unprompted: products drawn without replacement in proportion to exp(taste + quality), by the
 * Gumbel trick, so that the draws too belong to (shopper, visit, product). The same whatever the shopper was shown.
 */
export function browsedProducts(world: World, visit: Visit): readonly number[] {
  const { browse: mean, browseTaste, browseQuality } = world.behaviour
  if (mean <= 0) return []
  // Geometric from 1 on, with the given mean.
  const stop = 1 / Math.max(1, mean)
  const u = draw(world.seed, 'length', visit.shopper, visit.index)
  const count = stop >= 1 ? 1 : Math.min(15, 1 + Math.floor(Math.log(u) / Math.log(1 - stop)))
  const affinities = world.affinities(visit.shopper)
  const best: { readonly product: number; readonly key: number }[] = []
  for (const { index, quality } of world.products) {
    const gumbel = -Math.log(-Math.log(draw(world.seed, 'browse', visit.shopper, visit.index, index)))
    const key = browseTaste * (affinities[index] ?? 0) + browseQuality * quality + gumbel
    if (best.length === count && key <= (best[count - 1]?.key ?? 0)) continue
    const at = best.findIndex((one) => one.key < key)
    best.splice(at < 0 ? best.length : at, 0, { product: index, key })
    if (best.length > count) best.pop()
  }
  return best.map(({ product }) => product)
}

/** A shopper browses on after the list: opens products, puts some into the cart, buys some. Changes `states`. */
export function browse(world: World, states: ShopperStates, visit: Visit): readonly Look[] {
  const luck = (purpose: 'cart' | 'buy', product: number): number =>
    draw(world.seed, purpose, visit.shopper, visit.index, product)
  const looks = browsedProducts(world, visit).map((product): Look => {
    const carted =
      !states.owns(visit.shopper, product) && luck('cart', product) < cartProbability(world, visit, product)
    const bought = carted && luck('buy', product) < buyProbability(world, visit, product)
    return { product, position: -1, clicked: true, carted, bought }
  })
  remember(states, visit, looks)
  return looks
}
