import type { Interval } from './interval.ts'
import { quantileOfSorted } from './quantile-of-sorted.ts'

/**
 * A figure with the percentile interval of its bootstrap draws (type 7 of Hyndman & Fan 1996). Draws in which it does not exist
 * are left out; null where it does not exist at all.
 */
export function percentileInterval(value: number, drawn: ArrayLike<number | null>, level: number): Interval
export function percentileInterval(
  value: number | null,
  drawn: ArrayLike<number | null>,
  level: number,
): Interval | null
export function percentileInterval(
  value: number | null,
  drawn: ArrayLike<number | null>,
  level: number,
): Interval | null {
  if (value === null) return null
  const sorted = Float64Array.from(Array.from(drawn).filter((one) => one !== null)).sort()
  if (sorted.length === 0) return { value, low: value, high: value }
  return { value, low: quantileOfSorted(sorted, (1 - level) / 2), high: quantileOfSorted(sorted, (1 + level) / 2) }
}
