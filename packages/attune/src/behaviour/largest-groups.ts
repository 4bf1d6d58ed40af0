import { fewestShown } from './small-cells.ts'

export interface LargestGroups<T> {
  /** Largest first; what is not known, small, or beyond the most stands together at the end under null. */
  readonly groups: readonly { readonly name: string | null; readonly of: T }[]
  /** Whether some were too small. */
  readonly small: boolean
  /** Whether there were too many. */
  readonly cut: boolean
}

const most = 12

/**
 * Groups that may be told apart, and that somebody can look through.
 *
 * A rest of fewer than five people would be known from all and the groups that are told: the smallest group joins it. Groups
 * that overlap do not add up to all, so there such a rest is left out.
 */
export function largestGroups<T>(
  groups: ReadonlyMap<string | null, T>,
  sizeOf: (group: T) => number,
  join: (a: T, b: T) => T,
  overlap = false,
): LargestGroups<T> {
  const named = [...groups].filter((entry): entry is [string, T] => entry[0] !== null)
  const large = named
    .filter(([, of]) => sizeOf(of) >= fewestShown)
    .sort(([a, x], [b, y]) => sizeOf(y) - sizeOf(x) || (a < b ? -1 : 1))
  const shown = large.slice(0, most)
  const names = new Set(shown.map(([name]) => name))
  const rest = [...groups].filter(([name]) => name === null || !names.has(name)).map(([, of]) => of)
  const isSmall = () => rest.reduce((sum, of) => sum + sizeOf(of), 0) < fewestShown
  const joins = !overlap && rest.length > 0 && isSmall() ? shown.splice(-1) : []
  rest.push(...joins.map(([, of]) => of))
  return {
    groups: [
      ...shown.map(([name, of]) => ({ name, of })),
      ...(rest.length === 0 || isSmall() ? [] : [{ name: null, of: rest.reduce(join) }]),
    ],
    small: large.length < named.length || joins.length > 0,
    cut: large.length > most,
  }
}
