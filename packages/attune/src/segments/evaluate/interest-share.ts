import { newestWithin } from './doing-matcher.ts'
import type { RuleContext } from './rule-sources.ts'
import { decay, ever, hourMs, hoursKept, kindWeights, rounded, shareOf, tasteOf } from './taste-of.ts'
import { has, touchMask } from './touches.ts'

/** Weights below it might be nothing when they are shared among the categories of an item. */
const leastWeight = 1e-6

/**
 * The share of one category or brand in the taste of a slot; see `tasteOf`. Where nothing was disliked two sums tell it, and the
 * weights of all the others are not needed.
 */
export function interestShare(
  part: 'category' | 'brand',
  wanted: () => number,
  context: RuleContext,
): (slot: number) => number {
  const { activity, facts, moment, weightOf } = context
  const taste = tasteOf(part, context)
  const mask = touchMask(part, () => [wanted()], context)
  const kinds = kindWeights(context)

  return (slot) => {
    const entries = activity.entriesOf(slot)
    const { times, items, amounts, from } = entries
    const newest = newestWithin(entries, ever, moment)
    const latest = newest < from ? 0 : (times[newest] as number)
    const { starts } = part === 'category' ? facts.categoryLists : facts.brandLists
    const { bytes } = mask
    const { weights } = kinds
    let own = 0
    let total = 0
    for (let at = newest; at >= from; at--) {
      const item = items[at] as number
      const touched = item < 0 ? has.none : bytes[item]
      const kind = entries.kinds[at] as number
      if (touched === has.none || kind >= weights.length) continue
      const hours = Math.floor((latest - (times[at] as number)) / hourMs)
      if (hours >= hoursKept) break
      let weight = weights[kind] as number
      if (Number.isNaN(weight)) weight = weightOf('rating', amounts[at] as number)
      if (weight === 0) continue
      const left = weight * (decay[hours] as number)
      if (left < leastWeight) return shareOf(taste(slot), wanted())
      total += left
      if (touched === has.wanted) own += left / ((starts[item + 1] as number) - (starts[item] as number))
    }
    return total === 0 ? 0 : rounded(own / total)
  }
}
