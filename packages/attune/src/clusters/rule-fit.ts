import type { ClusterRuleFit } from '../api/schemas/clusters.ts'
import { certainShare } from '../profile/portrait/certain-share.ts'

/**
 * How well a rule brings back the group that it was made for, among the people who were grouped. Precision: of those whom the
 * rule selects, the share that is in the group; recall: of the group, the share that the rule selects; F1: their harmonic mean.
 *
 * @param ids person ids of everybody who was grouped; @param labels the group of each
 */
export function ruleFit(
  ids: readonly string[],
  labels: ArrayLike<number>,
  group: number,
  selected: ReadonlySet<string>,
): ClusterRuleFit {
  let [both, members, found] = [0, 0, 0]
  for (const [at, id] of ids.entries()) {
    const isMember = labels[at] === group
    const isSelected = selected.has(id)
    if (isMember) members++
    if (isSelected) found++
    if (isMember && isSelected) both++
  }
  const f1 = members + found === 0 ? 0 : (2 * both) / (members + found)
  return {
    selected: found,
    both,
    precision: certainShare(both, found),
    recall: certainShare(both, members),
    f1: Math.round(f1 * 1e4) / 1e4,
  }
}
