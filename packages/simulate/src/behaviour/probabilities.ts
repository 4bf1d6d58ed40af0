import { categories } from '../catalogue/categories.ts'
import type { Product } from '../catalogue/create-catalogue.ts'
import type { Shopper } from '../shoppers/create-shoppers.ts'
import type { Visit } from '../visits/plan-visits.ts'
import type { World } from '../world.ts'
import { type Surface, surfaces } from './behaviour.ts'
import type { ShopperStates } from './shopper-state.ts'

/** The four probabilities of one item at one place; each is conditional on the one before. */
export interface ItemProbabilities {
  readonly click: number
  readonly cart: number
  readonly buy: number
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const dayMs = 86_400_000

/** Probability that a place in a list is looked at. */
export function examination(world: World, position: number, surface: Surface): number {
  return surfaces[surface] * (1 + position) ** -world.behaviour.positionDecay
}

/** What the season does to a category at a time, in log-odds: a cosine with its peak on the category's day. */
export function seasonOf(world: World, category: number, at: number): number {
  const peak = categories[category]?.peakDay
  if (peak === undefined) return 0
  const start = Date.UTC(new Date(at).getUTCFullYear(), 0, 1)
  return world.behaviour.season * Math.cos((2 * Math.PI * ((at - start) / dayMs - peak)) / 365.25)
}

/** Log-odds that a shopper who looks at a product clicks it. */
export function appeal(world: World, states: ShopperStates, visit: Visit, product: number): number {
  const { behaviour } = world
  const item = world.products[product] as Product
  const shopper = world.shoppers[visit.shopper] as Shopper
  return (
    behaviour.clickBase +
    behaviour.taste * (world.affinities(visit.shopper)[product] ?? 0) +
    behaviour.quality * item.quality -
    behaviour.price * shopper.priceSensitivity * item.priceZ +
    seasonOf(world, item.category, visit.at) -
    behaviour.fatigue * Math.log2(1 + states.shown(visit.shopper, product, visit.at)) -
    (states.owns(visit.shopper, product) ? behaviour.owned : 0)
  )
}

/** Probability that something opened is put into the cart. */
export function cartProbability(world: World, visit: Visit, product: number): number {
  const { priceSensitivity } = world.shoppers[visit.shopper] as Shopper
  const { priceZ } = world.products[product] as Product
  return sigmoid(-1.2 + 0.5 * (world.affinities(visit.shopper)[product] ?? 0) - 0.3 * priceSensitivity * priceZ)
}

/** Probability that something in the cart is bought in this visit. */
export function buyProbability(world: World, visit: Visit, product: number): number {
  const { priceSensitivity } = world.shoppers[visit.shopper] as Shopper
  const { priceZ } = world.products[product] as Product
  return sigmoid(0.2 - 0.3 * priceSensitivity * priceZ)
}

/** Everything about one item at one place of a list, before any dice are thrown. */
export function probabilitiesOf(
  world: World,
  states: ShopperStates,
  visit: Visit,
  product: number,
  position: number,
  surface: Surface,
): ItemProbabilities {
  return {
    click: examination(world, position, surface) * sigmoid(appeal(world, states, visit, product)),
    cart: cartProbability(world, visit, product),
    buy: buyProbability(world, visit, product),
  }
}

/** Probability that a purchase is rated at all, and that a rating comes with words. */
export const rateProbability = 0.5
export const reviewProbability = 0.6

/** Probabilities of one to five stars: an ordered logit on taste and quality. */
export function starProbabilities(world: World, shopper: number, product: number): readonly number[] {
  const { quality } = world.products[product] as Product
  const pleasure = 0.6 * (world.affinities(shopper)[product] ?? 0) + 0.7 * quality
  const atMost = [-3, -2, -1, 0.8].map((cut) => sigmoid(cut - pleasure))
  return [...atMost, 1].map((value, at) => value - (atMost[at - 1] ?? 0))
}
