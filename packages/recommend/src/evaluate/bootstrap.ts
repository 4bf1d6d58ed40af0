import type { Random } from './random.ts'

/** A mean over persons with its percentile bootstrap interval. */
export interface MeanInterval {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface BootstrapOptions {
  readonly random: Random
  /** Default 1000. */
  readonly resamples?: number
  /** Share of resampled means inside the interval. Default .95. */
  readonly level?: number
}

/**
 * Means of several columns over persons with percentile bootstrap intervals (Efron 1979): persons are drawn with
 * replacement, the same draw for all columns. NaN entries are left out of their column.
 *
 * @param table [persons × columns], row-major
 * @returns one mean per column; NaN throughout where a column has no number
 */
export function bootstrapMeans(table: Float64Array, columns: number, options: BootstrapOptions): MeanInterval[] {
  const { random, resamples = 1000, level = 0.95 } = options
  const persons = table.length / columns
  const sums = new Float64Array(columns)
  const counts = new Float64Array(columns)
  const add = (row: number): void => {
    const from = row * columns
    for (let column = 0; column < columns; column++) {
      const value = table[from + column] as number
      if (!Number.isNaN(value)) {
        ;(sums[column] as number) += value
        ;(counts[column] as number) += 1
      }
    }
  }
  for (let row = 0; row < persons; row++) add(row)
  const values = sums.map((sum, column) => sum / (counts[column] as number))
  const means = Array.from({ length: columns }, () => new Float64Array(resamples))
  for (let resample = 0; resample < resamples; resample++) {
    sums.fill(0)
    counts.fill(0)
    for (let draw = 0; draw < persons; draw++) add(Math.floor(random() * persons))
    for (const [column, column_means] of means.entries()) {
      column_means[resample] = (sums[column] as number) / (counts[column] as number)
    }
  }
  return means.map((column, index) => {
    const sorted = column.filter((mean) => !Number.isNaN(mean)).sort()
    const tail = (1 - level) / 2
    return { value: values[index] as number, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) }
  })
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan). */
function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] as number
  const above = sorted[Math.ceil(at)] as number
  return below + (at - Math.floor(at)) * (above - below)
}
