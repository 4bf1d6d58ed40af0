import { MeasureError, requireLevel } from '../errors.ts'

/** `holm` bounds the chance of a single false alarm; `benjamini-hochberg` the share of false ones among the alarms. */
export type Correction = 'holm' | 'benjamini-hochberg' | 'none'

export interface CorrectedP {
  /** Null where there was none. */
  readonly p: number | null
  readonly significant: boolean
}

/**
 * Adjusts p values for their number: Holm's step down (1979), or Benjamini & Hochberg's step up (1995). Comparisons
 * without a p value are passed over and do not count.
 *
 * @param ps between 0 and 1, in any order
 * @returns in the same order
 * @throws MeasureError `out-of-range`
 * @example correctComparisons([.01, .04, .03, .005]) // p: .03, .06, .06, .02
 */
export function correctComparisons(
  ps: readonly (number | null)[],
  { correction = 'holm', level = 0.95 }: { readonly correction?: Correction | undefined; readonly level?: number } = {},
): readonly CorrectedP[] {
  requireLevel(level)
  const known: { p: number; at: number }[] = []
  ps.forEach((p, at) => {
    if (p === null) return
    if (!(p >= 0 && p <= 1)) throw new MeasureError('out-of-range', 'A p value must lie in [0, 1].')
    known.push({ p, at })
  })
  known.sort((a, b) => a.p - b.p)
  const m = known.length
  const adjusted = new Map<number, number>()
  if (correction === 'benjamini-hochberg') {
    let least = 1
    for (let rank = m; rank >= 1; rank--) {
      const { p, at } = known[rank - 1] as (typeof known)[number]
      // Rounding must not leave an adjusted value below the one it came from.
      least = Math.min(least, Math.max(p, (p * m) / rank))
      adjusted.set(at, least)
    }
  } else {
    let most = 0
    known.forEach(({ p, at }, rank) => {
      most = Math.max(most, correction === 'none' ? p : Math.min(1, p * (m - rank)))
      adjusted.set(at, most)
    })
  }
  return ps.map((_, at) => {
    const p = adjusted.get(at) ?? null
    return { p, significant: p !== null && p <= 1 - level }
  })
}
