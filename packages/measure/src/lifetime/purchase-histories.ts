import { MeasureError } from '../errors.ts'

/** What is left of each customer's purchases, one entry a customer, all times in one unit (days, weeks). */
export interface PurchaseHistories {
  /** Purchases after the first, whole numbers. */
  readonly frequency: ArrayLike<number>
  /** From the first purchase to the last; 0 where there was only one. */
  readonly recency: ArrayLike<number>
  /** From the first purchase to the end of observation (T in the papers). */
  readonly age: ArrayLike<number>
}

/** Equal histories once, with how many customers have them: likelihoods are sums over these. */
export interface GroupedHistories {
  readonly frequency: Float64Array
  readonly recency: Float64Array
  readonly age: Float64Array
  readonly count: Float64Array
  readonly customers: number
  readonly mostFrequent: number
}

/**
 * Checks and groups histories.
 *
 * @throws MeasureError `too-few` for nobody, `out-of-range` for unequal lengths, a frequency that is no whole number, a recency
 *   beyond the age, or a recency that does not fit the frequency (one without the other)
 */
export function groupHistories(histories: PurchaseHistories): GroupedHistories {
  const { frequency, recency, age } = histories
  const customers = frequency.length
  if (customers === 0) throw new MeasureError('too-few', 'Give the purchases of at least one customer.')
  if (recency.length !== customers || age.length !== customers)
    throw new MeasureError('out-of-range', 'Give one frequency, one recency and one age for each customer.')
  const groups = new Map<string, number>()
  const rows: number[] = []
  const counts: number[] = []
  for (let i = 0; i < customers; i++) {
    const [x, last, until] = [frequency[i] as number, recency[i] as number, age[i] as number]
    checkHistory(x, last, until)
    const key = `${x} ${last} ${until}`
    const group = groups.get(key)
    if (group === undefined) {
      groups.set(key, counts.length)
      counts.push(1)
      rows.push(i)
    } else counts[group] = (counts[group] as number) + 1
  }
  const column = (values: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => values[row] as number)
  const grouped = column(frequency)
  return {
    frequency: grouped,
    recency: column(recency),
    age: column(age),
    count: Float64Array.from(counts),
    customers,
    mostFrequent: grouped.reduce((most, x) => Math.max(most, x), 0),
  }
}

/** @throws MeasureError `out-of-range` */
export function checkHistory(frequency: number, recency: number, age: number): void {
  if (!Number.isInteger(frequency) || frequency < 0 || frequency > 1e6)
    throw new MeasureError('out-of-range', 'A frequency is the number of purchases after the first: 0, 1, 2, …')
  if (!(recency >= 0 && recency <= age && age < Number.POSITIVE_INFINITY))
    throw new MeasureError('out-of-range', 'A recency lies between 0 and the age, and the age is finite.')
  if ((frequency === 0) !== (recency === 0))
    throw new MeasureError('out-of-range', 'Recency is 0 exactly where there was no purchase after the first.')
}
