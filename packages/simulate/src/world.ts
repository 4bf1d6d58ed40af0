import { type Behaviour, usualBehaviour } from './behaviour/behaviour.ts'
import { createCatalogue, type Product } from './catalogue/create-catalogue.ts'
import { createShoppers, type Shopper } from './shoppers/create-shoppers.ts'

export interface WorldOptions {
  readonly seed: number
  /** Milliseconds since the epoch at which day 0 begins. */
  readonly startAt: number
  /** Default 28. */
  readonly days?: number
  /** Default 600. */
  readonly products?: number
  /** Default 1,000. */
  readonly shoppers?: number
  /** Mean visits of a shopper in 28 days. Default 6. */
  readonly visitsPer28Days?: number
  /** Share of shoppers who come for the first time during the simulation. Default .2. */
  readonly newShare?: number
  /** Anonymous shoppers who sign up do so before this day. Default 7. */
  readonly signUpBeforeDay?: number
  readonly behaviour?: Partial<Behaviour>
}

/** The shop and everybody in it: fixed by its options, never changed afterwards. */
export interface World {
  readonly seed: number
  readonly startAt: number
  readonly days: number
  readonly products: readonly Product[]
  readonly shoppers: readonly Shopper[]
  readonly behaviour: Behaviour
  /** Taste of a shopper for every product, standardised over the catalogue (mean 0, deviation 1). */
  affinities(shopper: number): Float64Array
}

export function createWorld(options: WorldOptions): World {
  const { seed, startAt, days = 28, products: count = 600, shoppers: people = 1000 } = options
  const { visitsPer28Days = 6, newShare = 0.2, signUpBeforeDay = 7 } = options
  const products = createCatalogue(seed, count)
  const shoppers = createShoppers(seed, people, { days, visitsPer28Days, newShare, signUpBeforeDay })
  const known: (Float64Array | undefined)[] = []
  return {
    seed,
    startAt,
    days,
    products,
    shoppers,
    behaviour: { ...usualBehaviour, ...options.behaviour },
    affinities(shopper) {
      known[shopper] ??= standardised((shoppers[shopper] as Shopper).taste, products)
      return known[shopper]
    },
  }
}

function standardised(taste: Float64Array, products: readonly Product[]): Float64Array {
  const raw = Float64Array.from(products, ({ features }) =>
    features.reduce((sum, value, at) => sum + value * (taste[at] ?? 0), 0),
  )
  const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length
  const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / raw.length) || 1
  return raw.map((value) => (value - mean) / deviation)
}
