import type { World } from '../world.ts'

interface Showing {
  /** Showings, forgotten by half each half-life. */
  count: number
  at: number
}

/** A thing that was bought and will be rated, if at all, when the shopper comes back. */
export interface Purchase {
  readonly product: number
  readonly visit: number
}

/** What shoppers remember: what they were shown, what they own. One for each policy under which the world is lived. */
export interface ShopperStates {
  /** Showings of a product to a shopper, as remembered at a time. */
  shown(shopper: number, product: number, at: number): number
  owns(shopper: number, product: number): boolean
  show(shopper: number, product: number, at: number): void
  buy(shopper: number, product: number, visit: number): void
  /** Takes out what was bought in earlier visits and was not yet rated. */
  takeUnrated(shopper: number, visit: number): readonly Purchase[]
}

const dayMs = 86_400_000

export function createShopperStates(world: World): ShopperStates {
  const showings = new Map<number, Showing>()
  const owned = new Set<number>()
  const unrated = new Map<number, Purchase[]>()
  const halfLifeMs = world.behaviour.fatigueHalfLifeDays * dayMs
  const key = (shopper: number, product: number): number => shopper * world.products.length + product
  const left = ({ count, at }: Showing, now: number): number => count * 2 ** ((at - now) / halfLifeMs)

  return {
    shown(shopper, product, at) {
      const showing = showings.get(key(shopper, product))
      return showing ? left(showing, at) : 0
    },
    owns: (shopper, product) => owned.has(key(shopper, product)),
    show(shopper, product, at) {
      const showing = showings.get(key(shopper, product))
      if (!showing) showings.set(key(shopper, product), { count: 1, at })
      else {
        showing.count = left(showing, at) + 1
        showing.at = at
      }
    },
    buy(shopper, product, visit) {
      owned.add(key(shopper, product))
      const waiting = unrated.get(shopper)
      if (waiting) waiting.push({ product, visit })
      else unrated.set(shopper, [{ product, visit }])
    },
    takeUnrated(shopper, visit) {
      const waiting = unrated.get(shopper) ?? []
      const due = waiting.filter((purchase) => purchase.visit < visit)
      unrated.set(
        shopper,
        waiting.filter((purchase) => purchase.visit >= visit),
      )
      return due
    },
  }
}
