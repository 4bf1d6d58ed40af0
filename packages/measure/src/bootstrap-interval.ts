import { MeasureError, requireLevel } from './errors.ts'
import { defaultLevel, type Interval } from './interval.ts'
import { percentileInterval } from './percentile-interval.ts'
import { type Rng, seededRng } from './random.ts'

export interface BootstrapOptions {
  /** Resamples. Default 1,000. */
  readonly samples?: number
  /** Equal seeds give equal intervals. Default 1. */
  readonly seed?: number
  readonly rng?: Rng
  readonly level?: number
}

/**
 * Percentile bootstrap (Efron & Tibshirani 1993, ch. 13) of any statistic of `n` independent units.
 *
 * @param n number of units, at least 1
 * @param statistic gets the drawn unit numbers (an Int32Array that is used again for the next draw)
 * @throws MeasureError `too-few`, `out-of-range`
 * @example
 * bootstrapInterval(values.length, (drawn) => drawn.reduce((sum, i) => sum + values[i], 0) / drawn.length)
 */
export function bootstrapInterval(
  n: number,
  statistic: (drawn: Int32Array) => number,
  options: BootstrapOptions = {},
): Interval {
  const { samples = 1000, seed = 1, level = defaultLevel } = options
  check(n, samples, level)
  const rng = options.rng ?? seededRng(seed)
  const drawn = Int32Array.from({ length: n }, (_, i) => i)
  const value = statistic(drawn)
  const results = new Float64Array(samples)
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < n; i++) drawn[i] = Math.floor(rng() * n)
    results[s] = statistic(drawn)
  }
  return percentileInterval(value, results, level)
}

/**
 * The same for a ratio of sums Σ numerator / Σ denominator over units, without an index array: the fast path for reports.
 * Draws whose denominators sum to zero are left out.
 *
 * @param numerators one a unit
 * @param denominators one a unit, not negative
 */
export function bootstrapRatio(
  numerators: Float64Array,
  denominators: Float64Array,
  options: BootstrapOptions = {},
): Interval {
  const { samples = 1000, seed = 1, level = defaultLevel } = options
  const n = numerators.length
  check(n, samples, level)
  if (denominators.length !== n) throw new MeasureError('out-of-range', 'Give one denominator for each numerator.')
  const rng = options.rng ?? seededRng(seed)
  const value = sumOf(numerators) / sumOf(denominators)
  if (!Number.isFinite(value)) throw new MeasureError('out-of-range', 'The denominators must sum to more than zero.')
  const results = new Float64Array(samples)
  let kept = 0
  for (let s = 0; s < samples; s++) {
    let above = 0
    let below = 0
    for (let i = 0; i < n; i++) {
      const unit = Math.floor(rng() * n)
      above += numerators[unit] as number
      below += denominators[unit] as number
    }
    if (below > 0) results[kept++] = above / below
  }
  return percentileInterval(value, results.subarray(0, kept), level)
}

function check(n: number, samples: number, level: number): void {
  requireLevel(level)
  if (!(n >= 1) || !(samples >= 1)) throw new MeasureError('too-few', 'Give at least one unit and one resample.')
}

function sumOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
