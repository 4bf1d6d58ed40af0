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
  const byColumn = Array.from({ length: columns }, (_, column) => columnOf(table, columns, column))
  const times = new Float64Array(persons).fill(1)
  const values = byColumn.map((column) => weightedMean(column, times))
  const means = byColumn.map(() => new Float64Array(resamples))
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0)
    for (let draw = 0; draw < persons; draw++) (times[Math.floor(random() * persons)] as number) += 1
    for (const [column, mean] of means.entries()) mean[resample] = weightedMean(byColumn[column] as Column, times)
  }
  return means.map((column, index) => {
    const sorted = column.filter((mean) => !Number.isNaN(mean)).sort()
    const tail = (1 - level) / 2
    return { value: values[index] as number, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) }
  })
}

interface Column {
  /** NaN replaced by 0. */
  readonly numbers: Float64Array
  /** 1 where there is a number, 0 where there is none; absent when there are numbers throughout. */
  readonly present?: Float64Array
}

function columnOf(table: Float64Array, columns: number, column: number): Column {
  const numbers = Float64Array.from(
    { length: table.length / columns },
    (_, row) => table[row * columns + column] as number,
  )
  if (!numbers.some(Number.isNaN)) return { numbers }
  const present = numbers.map((value) => (Number.isNaN(value) ? 0 : 1))
  return { numbers: numbers.map((value) => (Number.isNaN(value) ? 0 : value)), present }
}

/** Mean of a column in which row r counts `times[r]` times. */
function weightedMean({ numbers, present }: Column, times: Float64Array): number {
  let sum = 0
  for (let row = 0; row < numbers.length; row++) sum += (times[row] as number) * (numbers[row] as number)
  if (!present) return sum / numbers.length
  let count = 0
  for (let row = 0; row < numbers.length; row++) count += (times[row] as number) * (present[row] as number)
  return sum / count
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan). */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] as number
  const above = sorted[Math.ceil(at)] as number
  return below + (at - Math.floor(at)) * (above - below)
}
