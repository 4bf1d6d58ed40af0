import { RecommendError } from '../errors.ts'

/** How alike two items are, 0 (nothing in common) … 1 (the same); symmetric. */
export type ItemSimilarity = (a: number, b: number) => number

/** Groups of an item, such as its categories or its supplier; each named once. */
export type GroupsOf = (item: number) => readonly string[]

/**
 * Cosine of two items' vectors; an item without a direction is like nothing but itself.
 *
 * @param vectors [items × d], row-major
 * @param scale `clipped`: cosines below 0 count as 0. `shifted`: (1 + cosine) / 2, which stays positive semi-definite
 *   whatever the vectors, as `dpp` needs it
 * @throws RecommendError `bad-parameter` when the length is no multiple of d
 */
export function vectorSimilarity(
  vectors: Float32Array,
  d: number,
  scale: 'clipped' | 'shifted' = 'clipped',
): ItemSimilarity {
  if (!Number.isInteger(d) || d < 1 || vectors.length % d !== 0) {
    throw new RecommendError('bad-parameter', `${vectors.length} numbers are no rows of ${d}.`, { parameter: 'd' })
  }
  const dot = (a: number, b: number): number => {
    let sum = 0
    for (let at = 0; at < d; at++) sum += (vectors[a * d + at] as number) * (vectors[b * d + at] as number)
    return sum
  }
  const norms = Float64Array.from({ length: vectors.length / d }, (_, item) => Math.sqrt(dot(item, item)))
  return (a, b) => {
    if (a === b) return 1
    const norm = (norms[a] as number) * (norms[b] as number)
    const cosine = norm > 0 ? Math.max(-1, Math.min(1, dot(a, b) / norm)) : 0
    return scale === 'shifted' ? (1 + cosine) / 2 : Math.max(0, cosine)
  }
}

/** Jaccard similarity of two items' groups: shared groups over all groups; 0 where neither has any. */
export function groupSimilarity(groupsOf: GroupsOf): ItemSimilarity {
  return (a, b) => {
    if (a === b) return 1
    const [first, second] = [groupsOf(a), groupsOf(b)]
    const shared = first.filter((group) => second.includes(group)).length
    const all = first.length + second.length - shared
    return all > 0 ? shared / all : 0
  }
}
