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

/** Groups that may be told apart, and that somebody can look through. A rest of fewer than five people is left out. */
export function largestGroups<T>(
  groups: ReadonlyMap<string | null, T>,
  sizeOf: (group: T) => number,
  join: (a: T, b: T) => T,
): LargestGroups<T> {
  const named = [...groups].filter((entry): entry is [string, T] => entry[0] !== null)
  const large = named
    .filter(([, of]) => sizeOf(of) >= fewestShown)
    .sort(([a, x], [b, y]) => sizeOf(y) - sizeOf(x) || (a < b ? -1 : 1))
  const shown = large.slice(0, most)
  const names = new Set(shown.map(([name]) => name))
  const rest = [...groups].filter(([name]) => name === null || !names.has(name)).map(([, of]) => of)
  const together = rest.length === 0 ? undefined : rest.reduce(join)
  return {
    groups: [
      ...shown.map(([name, of]) => ({ name, of })),
      ...(together !== undefined && sizeOf(together) >= fewestShown ? [{ name: null, of: together }] : []),
    ],
    small: large.length < named.length,
    cut: large.length > most,
  }
}
