import type { Estimate } from 'attune/api-types'

export interface Distance {
  /** Of the evidence that would let the interval leave out zero, were the estimate to stay; 0 to 1. */
  readonly share: number
  /** Days still needed at the pace so far; undefined past a year. */
  readonly days: number | undefined
}

/**
 * How far an undecided effect is from a verdict. The half-width of an interval shrinks with the square root of the
 * evidence, so it reaches the estimate once there is (half-width ∕ estimate)² times as much.
 */
export function distanceToVerdict({ value, low, high }: Estimate, daysSoFar: number): Distance {
  const half = (high - low) / 2
  const share = half > 0 ? Math.min(1, (value / half) ** 2) : 1
  const days = share > 0 ? Math.ceil(daysSoFar * (1 / share - 1)) : Number.POSITIVE_INFINITY
  return { share, days: days <= 365 ? days : undefined }
}
