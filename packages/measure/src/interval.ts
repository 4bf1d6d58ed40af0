/** An estimate with its confidence interval. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Confidence level of every interval unless said otherwise. */
export const defaultLevel = 0.95
