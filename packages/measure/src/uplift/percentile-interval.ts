import type { Interval } from '../interval.ts'

/**
 * A figure with the percentile interval of its bootstrap draws (type 7 of Hyndman & Fan 1996). Draws in which it does not exist
 * are left out; null where it does not exist at all.
 */
export function percentileInterval(value: number, drawn: readonly (number | null)[], level: number): Interval
export function percentileInterval(
  value: number | null,
  drawn: readonly (number | null)[],
  level: number,
): Interval | null
export function percentileInterval(
  value: number | null,
  drawn: readonly (number | null)[],
  level: number,
): Interval | null {
  if (value === null) return null
  const sorted = Float64Array.from(drawn.filter((one) => one !== null)).sort()
  if (sorted.length === 0) return { value, low: value, high: value }
  const quantile = (p: number): number => {
    const at = (sorted.length - 1) * p
    const below = Math.floor(at)
    const low = sorted[below] as number
    return low + ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - low) * (at - below)
  }
  return { value, low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) }
}
