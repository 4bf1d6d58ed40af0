import { MeasureError, requireFinite } from '../errors.ts'

const dayMs = 86_400_000

/** Purchases in any order, one entry a purchase. */
export interface Purchases {
  /** Dense numbers of customers, from 0. */
  readonly customer: ArrayLike<number>
  /** Milliseconds since the epoch. */
  readonly time: ArrayLike<number>
  /** What was paid; returns are negative. */
  readonly amount: ArrayLike<number>
}

export interface SummariseOptions {
  /** End of observation, in milliseconds since the epoch; what happened later is left out. */
  readonly until: number
  readonly customers: number
  /** Purchases within one period are one purchase. Default a day. */
  readonly periodMs?: number
  /** Unit of recency and age. Default a day. */
  readonly unitMs?: number
}

/** One entry a customer that bought until the end of observation. */
export interface PurchaseSummary {
  /** The customer's number. */
  readonly customer: Int32Array
  /** Periods with a purchase, after the first. */
  readonly frequency: Float64Array
  /** From the first to the last, in units. */
  readonly recency: Float64Array
  /** From the first to the end of observation, in units. */
  readonly age: Float64Array
  /** Mean amount of a period after the first (as in the Gamma-Gamma papers); 0 where there is none. */
  readonly repeatSpend: Float64Array
  /** Mean amount of a period, the first one too. */
  readonly spend: Float64Array
  /** Sum of all amounts. */
  readonly total: Float64Array
}

/**
 * What the lifetime models need of a list of purchases. Days are UTC days unless `periodMs` says otherwise.
 *
 * @throws MeasureError `too-few` when nobody bought until then, `out-of-range`, `not-finite`
 */
export function summarisePurchases(purchases: Purchases, options: SummariseOptions): PurchaseSummary {
  const { until, periodMs = dayMs, unitMs = dayMs } = options
  requireFinite('until', until)
  if (!(periodMs > 0) || !(unitMs > 0)) throw new MeasureError('out-of-range', 'periodMs and unitMs must be above 0.')
  const order = inTime(purchases, options)
  const perUnit = periodMs / unitMs
  const end = Math.floor(until / periodMs)
  const columns = {
    customer: [] as number[],
    frequency: [] as number[],
    recency: [] as number[],
    age: [] as number[],
    repeatSpend: [] as number[],
    spend: [] as number[],
    total: [] as number[],
  }
  for (let from = 0; from < order.length; ) {
    const customer = purchases.customer[order[from] as number] as number
    const periods: { readonly at: number; amount: number }[] = []
    for (; from < order.length; from++) {
      const row = order[from] as number
      if (purchases.customer[row] !== customer) break
      const at = Math.floor((purchases.time[row] as number) / periodMs)
      const amount = purchases.amount[row] as number
      const last = periods.at(-1)
      if (last?.at === at) last.amount += amount
      else periods.push({ at, amount })
    }
    const sum = periods.reduce((total, { amount }) => total + amount, 0)
    const first = periods[0] as { readonly at: number; readonly amount: number }
    const repeats = periods.length - 1
    columns.customer.push(customer)
    columns.frequency.push(repeats)
    columns.recency.push(((periods[repeats]?.at ?? first.at) - first.at) * perUnit)
    columns.age.push((end - first.at) * perUnit)
    columns.repeatSpend.push(repeats > 0 ? (sum - first.amount) / repeats : 0)
    columns.spend.push(sum / periods.length)
    columns.total.push(sum)
  }
  const { customer, ...numbers } = columns
  const typed = Object.fromEntries(Object.entries(numbers).map(([name, list]) => [name, Float64Array.from(list)]))
  return { customer: Int32Array.from(customer), ...(typed as unknown as Omit<PurchaseSummary, 'customer'>) }
}

/** Rows until the end of observation by customer, then by time. `customers` bounds the numbers. */
function inTime({ customer, time, amount }: Purchases, { until, customers }: SummariseOptions): Int32Array {
  const n = customer.length
  if (time.length !== n || amount.length !== n)
    throw new MeasureError('out-of-range', 'Give one customer, one time and one amount for each purchase.')
  const kept: number[] = []
  for (let i = 0; i < n; i++) {
    const who = customer[i] as number
    if (!Number.isInteger(who) || who < 0 || who >= customers)
      throw new MeasureError('out-of-range', 'Customers are numbered from 0, below `customers`.')
    requireFinite('time', time[i] as number)
    requireFinite('amount', amount[i] as number)
    if ((time[i] as number) <= until) kept.push(i)
  }
  if (kept.length === 0) throw new MeasureError('too-few', 'Nobody bought until the end of observation.')
  return Int32Array.from(kept).sort(
    (a, b) => (customer[a] as number) - (customer[b] as number) || (time[a] as number) - (time[b] as number),
  )
}
