import type { Surface } from '../behaviour/behaviour.ts'
import type { ShopperStates } from '../behaviour/shopper-state.ts'
import { browse } from '../visits/browse.ts'
import { type Expected, expectedOf } from '../visits/expected.ts'
import { type Look, lookAt } from '../visits/look-at.ts'
import type { Visit } from '../visits/plan-visits.ts'
import { type Review, reviewPurchases } from '../visits/review-purchases.ts'
import type { World } from '../world.ts'

export interface LivedVisit {
  readonly visit: Visit
  /** What was shown; null for a visit without a list. */
  readonly list: readonly number[] | null
  readonly surface: Surface
  /** What the list was worth before it was looked at; null without a list. */
  readonly expected: Expected | null
  readonly looks: readonly Look[]
  readonly browsed: readonly Look[]
  readonly reviews: readonly Review[]
}

/** One whole visit: rate earlier purchases, look at the list, browse on. Changes `states`. */
export function liveVisit(
  world: World,
  states: ShopperStates,
  visit: Visit,
  list: readonly number[] | null,
  surface: Surface = 'home',
): LivedVisit {
  const reviews = reviewPurchases(world, states, visit)
  const expected = list && expectedOf(world, states, visit, list, surface)
  const looks = list ? lookAt(world, states, visit, list, surface) : []
  return { visit, list, surface, expected, looks, browsed: browse(world, states, visit), reviews }
}
