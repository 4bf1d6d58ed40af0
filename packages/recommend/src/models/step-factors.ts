import type { History } from '../recommender.ts'

/**
 * How much each known item of a history counts: Σ weight · decay^(steps back). The same item again in a row is no step; items
 * that are not known and weights that are not above zero are passed over.
 */
export function stepFactors(
  { items, weights }: History,
  itemCount: number,
  decay: number,
): ReadonlyMap<number, number> {
  const factors = new Map<number, number>()
  let fading = 1
  let later = -1
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at] as number
    const weight = weights[at] as number
    if (!(weight > 0 && Number.isFinite(weight)) || item < 0 || item >= itemCount) continue
    if (later !== -1 && later !== item) fading *= decay
    later = item
    factors.set(item, (factors.get(item) ?? 0) + weight * fading)
  }
  return factors
}
