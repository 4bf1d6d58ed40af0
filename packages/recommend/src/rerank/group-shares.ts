import { RecommendError } from '../errors.ts'
import type { GroupsOf } from './item-similarity.ts'

/** Group → share; the shares add up to 1, or there are none. */
export type GroupShares = ReadonlyMap<string, number>

/**
 * How the groups share a list or a history: p(g) = Σ_i w_i · p(g | i) / Σ_i w_i, where an item's groups share it equally
 * (Steck, RecSys 2018, equations 2 and 3). Items without groups are left out.
 *
 * @param weights one per item, 0 or more; default: all 1
 * @throws RecommendError `columns-differ`; `bad-value` for a weight that is negative or not finite
 */
export function groupShares(items: Int32Array, weights: Float32Array | undefined, groupsOf: GroupsOf): GroupShares {
  if (weights && weights.length !== items.length) {
    throw new RecommendError('columns-differ', `There are ${items.length} items and ${weights.length} weights.`)
  }
  const sums = new Map<string, number>()
  let total = 0
  for (const [index, item] of items.entries()) {
    const weight = weights ? (weights[index] as number) : 1
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RecommendError('bad-value', `The weight at ${index} must be a finite number of 0 or more.`)
    }
    const groups = groupsOf(item)
    if (groups.length > 0) total += weight
    for (const group of groups) sums.set(group, (sums.get(group) ?? 0) + weight / groups.length)
  }
  if (total === 0) return new Map()
  return new Map([...sums].map(([group, sum]) => [group, sum / total]))
}
