import { rateProbability, reviewProbability, starProbabilities } from '../behaviour/probabilities.ts'
import type { ShopperStates } from '../behaviour/shopper-state.ts'
import { draw } from '../random/draw.ts'
import type { Shopper } from '../shoppers/create-shoppers.ts'
import type { World } from '../world.ts'
import type { Visit } from './plan-visits.ts'
import { reviewText } from './review-text.ts'

export interface Review {
  readonly product: number
  /** 1 to 5. */
  readonly stars: number
  /** In the shopper's language; null for a rating without words. */
  readonly text: string | null
}

/** Ratings and reviews of what was bought in earlier visits; each purchase is asked once. */
export function reviewPurchases(world: World, states: ShopperStates, visit: Visit): readonly Review[] {
  const reviews: Review[] = []
  for (const { product, visit: bought } of states.takeUnrated(visit.shopper, visit.index)) {
    const luck = (purpose: 'rate' | 'stars' | 'review' | 'words'): number =>
      draw(world.seed, purpose, visit.shopper, bought, product)
    if (luck('rate') >= rateProbability) continue
    let left = luck('stars')
    const stars =
      1 +
      starProbabilities(world, visit.shopper, product).findIndex((p) => {
        left -= p
        return left < 0
      })
    const { language } = world.shoppers[visit.shopper] as Shopper
    const spoken = luck('review') < reviewProbability
    reviews.push({ product, stars: stars || 5, text: spoken ? reviewText(stars || 5, language, luck('words')) : null })
  }
  return reviews
}
