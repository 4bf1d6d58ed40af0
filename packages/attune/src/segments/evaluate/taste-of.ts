import { newestWithin } from './doing-matcher.ts'
import { followLists } from './open-context.ts'
import type { RuleContext } from './rule-sources.ts'
import type { Span } from './window-span.ts'

/** An interaction this much older than the newest one counts half. */
export const halfLifeDays = 30
export const hourMs = 3_600_000
/** Beyond twenty half-lives nothing counts: a millionth. */
export const hoursKept: number = 20 * halfLifeDays * 24
/** By hours of age: what is left of a weight. */
export const decay: Float64Array = Float64Array.from(
  { length: hoursKept },
  (_, hours) => 2 ** (-hours / (24 * halfLifeDays)),
)
export const ever: Span = {
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  slideMs: 0,
  boundary: Number.POSITIVE_INFINITY,
}

/** What a person's interactions say of their taste, by category or brand; good until the next call. */
export interface Taste {
  /** The first `size` are the numbers that were met. */
  met: Int32Array
  size: number
  /** By number; 0 where it was not met. */
  weights: Float64Array
}

/** Weights by number of the kind, followed by its refresher; NaN for ratings, whose weight depends on the stars. */
export function kindWeights({ activity, weightOf, refreshers }: RuleContext): { readonly weights: Float64Array } {
  const kept = { weights: new Float64Array(0) }
  refreshers.push(() => {
    if (activity.kinds.size > kept.weights.length)
      kept.weights = Float64Array.from({ length: activity.kinds.size }, (_, kind) => {
        const name = activity.kinds.nameOf(kind)
        return name === 'rating' ? Number.NaN : weightOf(name, 1)
      })
  })
  return kept
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
  followLists(context)
  const taste: Taste = { met: new Int32Array(0), size: 0, weights: new Float64Array(0) }
  /** By number: weights may add up to nothing in between. */
  let isMet = new Uint8Array(0)
  const byKind = kindWeights(context)
  const isOfCategories = part === 'category'
  refreshers.push(() => {
    const size = isOfCategories ? facts.categories.size : facts.brands.size
    if (size > isMet.length) {
      taste.met = new Int32Array(2 * size)
      taste.size = 0
      taste.weights = new Float64Array(2 * size)
      isMet = new Uint8Array(2 * size)
    }
  })

  function add(number: number, weight: number): void {
    if (isMet[number] === 0) {
      isMet[number] = 1
      taste.met[taste.size] = number
      taste.size += 1
    }
    taste.weights[number] = (taste.weights[number] as number) + weight
  }

  return (slot) => {
    for (let at = 0; at < taste.size; at++) {
      const number = taste.met[at] as number
      taste.weights[number] = 0
      isMet[number] = 0
    }
    taste.size = 0
    if (activity.countOf(slot) === 0) return taste
    const entries = activity.entriesOf(slot)
    const { times, kinds, items, amounts, from } = entries
    const { starts, numbers } = isOfCategories ? facts.categoryLists : facts.brandLists
    const kindWeight = byKind.weights
    const newest = newestWithin(entries, ever, moment)
    const latest = newest < from ? 0 : (times[newest] as number)
    for (let at = newest; at >= from; at--) {
      const item = items[at] as number
      const kind = kinds[at] as number
      if (item < 0 || kind >= kindWeight.length) continue
      const hours = Math.floor((latest - (times[at] as number)) / hourMs)
      if (hours >= hoursKept) break
      let weight = kindWeight[kind] as number
      if (Number.isNaN(weight)) weight = weightOf('rating', amounts[at] as number)
      if (weight === 0) continue
      const first = starts[item] as number
      const last = starts[item + 1] as number
      const each = (weight * (decay[hours] as number)) / (last - first)
      for (let place = first; place < last; place++) add(numbers[place] as number, each)
    }
    return taste
  }
}

/** To a billionth: what lies below depends on the order in which sums were made. */
export const rounded = (share: number): number => Math.round(share * 1e9) / 1e9

/** The share of one among all that is liked: what was disliked more than liked is no interest. */
export function shareOf({ met, size, weights }: Taste, number: number): number {
  const own = number < 0 ? 0 : (weights[number] ?? 0)
  if (own <= 1e-9) return 0
  let total = 0
  for (let at = 0; at < size; at++) {
    const weight = weights[met[at] as number] as number
    if (weight > 1e-9) total += weight
  }
  return rounded(own / total)
}
