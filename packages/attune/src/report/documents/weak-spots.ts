import { correctComparisons, normalCdf, wilsonInterval } from '@attune/measure'
import type { Estimate } from '../../api/schemas/common.ts'
import type { ClickSums } from './clicks-by-person-sql.ts'

export interface WeakSpot {
  readonly key: string
  readonly persons: number
  readonly exposures: number
  readonly rate: Estimate
  /** Of everything else in the same time. */
  readonly restRate: number
  /** Adjusted for how many groups were looked at (Benjamini & Hochberg). */
  readonly p: number
}

/** Fewer persons than this say nothing about a group. */
export const leastPersons = 30

/**
 * Groups that are clicked less than the rest, beyond what chance would do among so many. Persons are the unit, since what one
 * person sees and clicks hangs together: with d = clicks − r·exposures of each person and r the rate of the rest, Σd / √Σd² is
 * standard normal where the group is like the rest (a score test with the variance of clusters).
 *
 * @param total exposures and clicks of everything
 * @returns weakest first
 */
export function weakSpots(
  groups: readonly ClickSums[],
  total: { readonly exposures: number; readonly clicks: number },
): readonly WeakSpot[] {
  const tested = groups.flatMap((group) => {
    const exposures = total.exposures - group.exposures
    if (group.persons < leastPersons || exposures <= 0) return []
    const r = Math.max(0, total.clicks - group.clicks) / exposures
    const sum = group.clicks - r * group.exposures
    const squares = group.clicks_squares - 2 * r * group.clicks_exposures + r * r * group.exposures_squares
    const p = squares > 0 ? 2 * normalCdf(-Math.abs(sum / Math.sqrt(squares))) : 1
    return [{ group, r, p }]
  })
  const corrected = correctComparisons(
    tested.map(({ p }) => p),
    { correction: 'benjamini-hochberg' },
  )
  return tested
    .flatMap(({ group: { key, persons, exposures, clicks }, r }, at): WeakSpot[] => {
      const { p, significant } = corrected[at] ?? { p: null, significant: false }
      if (!significant || p === null || clicks / exposures >= r) return []
      return [{ key, persons, exposures, rate: wilsonInterval(clicks, exposures), restRate: r, p }]
    })
    .toSorted((a, b) => a.rate.value / a.restRate - b.rate.value / b.restRate)
}
