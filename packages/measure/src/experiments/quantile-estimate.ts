import { MeasureError, requireLevel } from '../errors.ts'
import { meanOfRatio } from '../moments.ts'
import { normalQuantile } from '../normal.ts'
import { quantileOfSorted } from '../quantile-of-sorted.ts'
import type { QuantileEstimate } from './arm-sums.ts'

/** Which quantiles of an arm's values to read, for the estimate and its error. */
export interface OrderLevels {
  readonly low: number
  readonly middle: number
  readonly high: number
  /** Of the share of observations below the quantile: √(p (1 − p) / n) where they are independent. */
  readonly shareError: number
}

/**
 * The levels p ± z·√(p (1 − p) / n) whose order statistics enclose the quantile (David & Nagaraja 2003, § 7.1): two
 * more quantiles to ask the database for, instead of a density.
 *
 * @param n observations
 * @param shareError where units bring several observations: the standard error of the share below the quantile, from
 * `meanOfRatio`
 * @throws MeasureError `out-of-range`, `too-few`
 * @example orderLevels(.9, 1000) // { low: .8814, middle: .9, high: .9186, … }
 */
export function orderLevels(
  p: number,
  n: number,
  { level = 0.95, shareError }: { readonly level?: number; readonly shareError?: number | undefined } = {},
): OrderLevels {
  requireLevel(level)
  if (!(p > 0 && p < 1)) throw new MeasureError('out-of-range', 'The quantile must lie between 0 and 1, such as .9.')
  if (!(n >= 1)) throw new MeasureError('too-few', 'A quantile needs at least one observation.')
  const error = shareError ?? Math.sqrt((p * (1 - p)) / n)
  const half = normalQuantile(0.5 + level / 2) * error
  return { low: Math.max(0, p - half), middle: p, high: Math.min(1, p + half), shareError: error }
}

export interface OrderStatistics {
  /** The values at the levels of `orderLevels`. */
  readonly low: number
  readonly middle: number
  readonly high: number
}

/**
 * A quantile with its squared standard error from three order statistics: the standard error of the share of
 * observations below it, times the slope (high − low) / (levels' distance) of values over shares. Where units bring
 * several observations each, that share is a ratio over units, by the delta method (Deng, Knoblich & Lu 2018, § 4.3).
 *
 * @throws MeasureError `out-of-range`
 */
export function quantileOfOrderStatistics(
  { low, middle, high }: OrderStatistics,
  levels: OrderLevels,
): QuantileEstimate {
  const span = levels.high - levels.low
  if (!(low <= middle && middle <= high && span >= 0))
    throw new MeasureError('out-of-range', 'Order statistics and their levels must ascend.')
  const error = span === 0 ? 0 : (levels.shareError * (high - low)) / span
  return { value: middle, variance: error * error }
}

/**
 * A quantile of independent values (type 7 of Hyndman & Fan 1996), for rows that fit in memory.
 * @throws MeasureError `too-few`, `not-finite`, `out-of-range`
 */
export function quantileOfValues(values: Float64Array, p: number, level: number = 0.95): QuantileEstimate {
  const levels = orderLevels(p, values.length, { level })
  const at = quantileReader(values)
  return quantileOfOrderStatistics({ low: at(levels.low), middle: at(p), high: at(levels.high) }, levels)
}

/**
 * A quantile of all observations of all units, where one unit's observations hang together.
 *
 * @param units the observations of each
 * @throws MeasureError `too-few`, `not-finite`, `out-of-range`
 */
export function quantileOfClusters(units: readonly Float64Array[], p: number, level: number = 0.95): QuantileEstimate {
  const values = new Float64Array(units.reduce((sum, own) => sum + own.length, 0))
  let filled = 0
  for (const own of units) {
    values.set(own, filled)
    filled += own.length
  }
  if (values.length === 0) throw new MeasureError('too-few', 'A quantile needs at least one observation.')
  const at = quantileReader(values)
  const middle = at(p)
  const below = { n: units.length, numerator: 0, denominator: 0, numeratorSquares: 0, denominatorSquares: 0, cross: 0 }
  for (const own of units) {
    let under = 0
    for (const value of own) if (value <= middle) under++
    below.numerator += under
    below.denominator += own.length
    below.numeratorSquares += under * under
    below.denominatorSquares += own.length * own.length
    below.cross += under * own.length
  }
  const levels = orderLevels(p, values.length, { level, shareError: Math.sqrt(meanOfRatio(below).variance) })
  return quantileOfOrderStatistics({ low: at(levels.low), middle, high: at(levels.high) }, levels)
}

function quantileReader(values: Float64Array): (p: number) => number {
  const sorted = values.slice().sort()
  if (!sorted.every(Number.isFinite)) throw new MeasureError('not-finite', 'Values must be finite numbers.')
  return (p) => quantileOfSorted(sorted, p)
}
