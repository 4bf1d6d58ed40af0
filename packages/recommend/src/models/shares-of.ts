import type { Contribution } from '../recommender.ts'

/** The parts above zero as shares of their sum, largest first, ties to the smaller item. */
export function sharesOf(parts: Iterable<readonly [number, number]>, n: number): readonly Contribution[] {
  const helping = [...parts].filter(([, part]) => part > 0).sort(([a, partA], [b, partB]) => partB - partA || a - b)
  const total = helping.reduce((sum, [, part]) => sum + part, 0)
  return helping.slice(0, Math.max(0, n)).map(([item, part]) => ({ item, share: part / total }))
}
