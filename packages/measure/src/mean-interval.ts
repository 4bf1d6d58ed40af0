import type { Interval } from './interval.ts'
import { normalQuantile } from './normal.ts'

/** A mean with its normal interval. */
export function meanInterval(values: Float64Array, level: number): Interval {
  const n = values.length
  const value = values.reduce((sum, one) => sum + one, 0) / n
  const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0)
  const half = normalQuantile(0.5 + level / 2) * Math.sqrt(squares / (n - 1) / n)
  return { value, low: value - half, high: value + half }
}

/** Σ above / Σ below by the delta method over units. */
export function ratioInterval(above: Float64Array, below: Float64Array, level: number): Interval {
  const total = below.reduce((sum, one) => sum + one, 0)
  const value = above.reduce((sum, one) => sum + one, 0) / total
  const n = below.length
  const residuals = above.map((one, i) => ((one - value * (below[i] as number)) * n) / total)
  const { low, high } = meanInterval(residuals, level)
  return { value, low: value + low, high: value + high }
}
