import { newestWithin } from './doing-matcher.ts'
import type { RuleContext } from './rule-sources.ts'
import type { Span } from './window-span.ts'

/** An interaction this much older than the newest one counts half. */
export const halfLifeDays = 30
const hourMs = 3_600_000
/** Beyond twenty half-lives nothing counts: a millionth. */
const hoursKept = 20 * halfLifeDays * 24
const decay = Float64Array.from({ length: hoursKept }, (_, hours) => 2 ** (-hours / (24 * halfLifeDays)))
const ever: Span = {
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  slideMs: 0,
  boundary: Number.POSITIVE_INFINITY,
}

/** What a person's interactions say of their taste, by category or brand; good until the next call. */
export interface Taste {
  /** Numbers that have a weight. */
  readonly met: readonly number[]
  /** By number; 0 where it was not met. */
  readonly weights: Float64Array
}

/**
 * Sums of weighted interactions (collect/weights.ts), an item's weight shared evenly by its categories, each counting half for
 * every `halfLifeDays` by which it is older than the person's newest entry.
 *
 * Measured from the newest entry rather than from now: an exponential decay takes the same share from everything, so shares and
 * angles stay as they are while nothing happens, and time alone moves nobody in or out.
 */
export function tasteOf(part: 'category' | 'brand', context: RuleContext): (slot: number) => Taste {
  const { activity, facts, moment, weightOf, refreshers } = context
  context.readsItems = true
  let weights = new Float64Array(0)
  const met: number[] = []
  /** By number: weights may add up to nothing in between. */
  let isMet = new Uint8Array(0)
  const taste = { met, weights }
  /** By kind number; NaN for ratings, whose weight depends on the stars. */
  let kindWeights = new Float64Array(0)
  refreshers.push(() => {
    const size = part === 'category' ? facts.categories.size : facts.brands.size
    if (size > weights.length) {
      weights = new Float64Array(2 * size)
      taste.weights = weights
      isMet = new Uint8Array(weights.length)
      met.length = 0
    }
    if (activity.kinds.size > kindWeights.length)
      kindWeights = Float64Array.from({ length: activity.kinds.size }, (_, kind) => {
        const name = activity.kinds.nameOf(kind)
        return name === 'rating' ? Number.NaN : weightOf(name, 1)
      })
  })

  return (slot) => {
    for (const number of met) {
      weights[number] = 0
      isMet[number] = 0
    }
    met.length = 0
    const entries = activity.entriesOf(slot)
    const { times, kinds, items, amounts, from } = entries
    const newest = newestWithin(entries, ever, moment)
    const latest = times[newest] as number
    for (let at = newest; at >= from; at--) {
      const item = items[at] as number
      const kind = kinds[at] as number
      if (item < 0 || kind >= kindWeights.length) continue
      const hours = Math.floor((latest - (times[at] as number)) / hourMs)
      if (hours >= hoursKept) break
      let weight = kindWeights[kind] as number
      if (Number.isNaN(weight)) weight = weightOf('rating', amounts[at] as number)
      if (weight === 0) continue
      weight *= decay[hours] as number
      if (part === 'category') {
        const categories = facts.categoriesOf(item)
        for (const category of categories) add(category, weight / categories.length)
      } else if (facts.brandOf(item) >= 0) add(facts.brandOf(item), weight)
    }
    return taste
  }

  function add(number: number, weight: number): void {
    if (isMet[number] === 0) {
      isMet[number] = 1
      met.push(number)
    }
    weights[number] = (weights[number] as number) + weight
  }
}

/** To a billionth: what lies below depends on the order in which sums were made. */
export const rounded = (share: number): number => Math.round(share * 1e9) / 1e9

/** The share of one among all that is liked: what was disliked more than liked is no interest. */
export function shareOf({ met, weights }: Taste, number: number): number {
  const own = number < 0 ? 0 : (weights[number] ?? 0)
  if (own <= 1e-9) return 0
  let total = 0
  for (const one of met) {
    const weight = weights[one] as number
    if (weight > 1e-9) total += weight
  }
  return rounded(own / total)
}
