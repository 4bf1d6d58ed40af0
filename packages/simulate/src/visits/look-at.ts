import type { Surface } from '../behaviour/behaviour.ts'
import { probabilitiesOf } from '../behaviour/probabilities.ts'
import type { ShopperStates } from '../behaviour/shopper-state.ts'
import { draw } from '../random/draw.ts'
import type { World } from '../world.ts'
import type { Visit } from './plan-visits.ts'

/** What a shopper did with one item. */
export interface Look {
  readonly product: number
  /** Place in the list, from 0; −1 for what was found by browsing. */
  readonly position: number
  readonly clicked: boolean
  readonly carted: boolean
  readonly bought: boolean
}

/** Positions of the items that count: an item shown twice in one list is looked at where it stands first. */
export function firstPlaces(list: readonly number[]): readonly (readonly [product: number, position: number])[] {
  const places = new Map<number, number>()
  list.forEach((product, position) => {
    if (!places.has(product)) places.set(product, position)
  })
  return [...places]
}

/**
 * A shopper looks at a list: one `Look` an item. Every draw belongs to (shopper, visit, product), so that another list
 * with the same item meets the same luck. Remembers what was shown and bought in `states`.
 */
export function lookAt(
  world: World,
  states: ShopperStates,
  visit: Visit,
  list: readonly number[],
  surface: Surface = 'home',
): readonly Look[] {
  const luck = (purpose: 'click' | 'cart' | 'buy', product: number): number =>
    draw(world.seed, purpose, visit.shopper, visit.index, product)
  const looks = firstPlaces(list).map(([product, position]): Look => {
    const p = probabilitiesOf(world, states, visit, product, position, surface)
    const clicked = luck('click', product) < p.click
    const carted = clicked && luck('cart', product) < p.cart
    return { product, position, clicked, carted, bought: carted && luck('buy', product) < p.buy }
  })
  remember(states, visit, looks)
  return looks
}

/** Keeps in mind what was shown and bought. */
export function remember(states: ShopperStates, visit: Visit, looks: readonly Look[]): void {
  for (const { product, bought } of looks) {
    states.show(visit.shopper, product, visit.at)
    if (bought) states.buy(visit.shopper, product, visit.index)
  }
}
