import type { AttributionPath } from '@attune/measure'

/** What the rest is called in paths; nothing else has a name without letters. */
export const restName = ''

/**
 * Paths in which only so many names are told apart: those with the most orders, then with the most ways. What addresses of
 * links may say has no end, and the work grows with the square of the names.
 */
export function putTogether(
  paths: readonly AttributionPath[],
  most: number,
): { readonly paths: readonly AttributionPath[]; readonly together: number } {
  const sums = new Map<string, { conversions: number; ways: number }>()
  for (const { touches, conversions, losses } of paths)
    for (const name of new Set(touches)) {
      const own = sums.get(name) ?? { conversions: 0, ways: 0 }
      sums.set(name, own)
      own.conversions += conversions
      own.ways += conversions + losses
    }
  if (sums.size <= most) return { paths, together: 0 }
  const largest = [...sums]
    .sort(([a, x], [b, y]) => y.conversions - x.conversions || y.ways - x.ways || (a < b ? -1 : 1))
    .slice(0, most)
  const told = new Set(largest.map(([name]) => name))
  return {
    paths: paths.map((path) => ({
      ...path,
      touches: path.touches.map((name) => (told.has(name) ? name : restName)),
    })),
    together: sums.size - told.size,
  }
}
