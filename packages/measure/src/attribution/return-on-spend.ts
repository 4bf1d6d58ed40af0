import { bootstrapRatio } from '../bootstrap-interval.ts'
import { drawCounts } from '../draw-counts.ts'
import { MeasureError, requireFinite, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { normalQuantile } from '../normal.ts'
import { percentileInterval } from '../percentile-interval.ts'
import { type Rng, seededRng } from '../random.ts'

interface IntervalOptions {
  readonly level?: number
  readonly samples?: number
  readonly rng?: Rng
}

function requireSpend(spend: number): void {
  requireFinite('spend', spend)
  if (spend <= 0)
    throw new MeasureError('out-of-range', 'spend must be above 0: without it nothing can be returned on it.')
}

/**
 * Return on advertising spend, Σ revenue / spend, with a bootstrap interval over persons: the spend is known, what people
 * bring is not.
 *
 * @param revenues one a person whom the spend is for, those who brought nothing too
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`
 */
export function returnOnAdSpend(revenues: Float64Array, spend: number, options: IntervalOptions = {}): Interval {
  requireSpend(spend)
  if (!revenues.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every revenue must be a finite number.')
  return bootstrapRatio(revenues, new Float64Array(revenues.length).fill(spend / revenues.length), options)
}

/**
 * Incremental return on advertising spend: what an experiment says that the spend added, over the spend.
 *
 * @param added revenue that would not have come without, with its interval
 * @throws MeasureError `out-of-range`, `not-finite`
 */
export function incrementalReturn(added: Interval, spend: number): Interval {
  requireSpend(spend)
  return { value: added.value / spend, low: added.low / spend, high: added.high / spend }
}

/**
 * Cost of acquiring a customer, spend / customers. Customers come as a Poisson count; the interval is that of the count's logarithm
 * by the delta method (± z / √n). null where nobody came.
 *
 * @throws MeasureError `out-of-range`, `not-finite`
 */
export function acquisitionCost(spend: number, customers: number, level: number = defaultLevel): Interval | null {
  requireSpend(spend)
  requireLevel(level)
  if (!Number.isInteger(customers) || customers < 0)
    throw new MeasureError('out-of-range', 'customers must be a count of at least 0.')
  if (customers === 0) return null
  const factor = Math.exp(normalQuantile(0.5 + level / 2) / Math.sqrt(customers))
  const value = spend / customers
  return { value, low: value / factor, high: value * factor }
}

export interface Payback {
  /** Periods until the margin has paid the cost, a share of the last one counted; null where it never has. */
  readonly periods: Interval | null
  /** Share of bootstrap draws in which the cost was paid back at all. */
  readonly paidBack: number
  /** Mean margin of a customer up to the end of each period. */
  readonly cumulative: readonly number[]
  readonly warnings: readonly { readonly code: 'not-paid-back' | 'not-always-paid-back' }[]
}

/**
 * Time until customers have brought in what it cost to acquire them, with a bootstrap interval over customers. Draws in which
 * it never does count as the end of the observation, so the interval's upper end is then only a lower bound: see `paidBack`.
 *
 * @param margins [customers × periods], row-major: margin of each customer in each period since the first order
 * @param cost of acquiring one customer
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`
 */
export function paybackPeriod(
  margins: { readonly values: Float64Array; readonly customers: number; readonly periods: number },
  cost: number,
  { level = defaultLevel, samples = 1000, rng = seededRng(1) }: IntervalOptions = {},
): Payback {
  const { values, customers, periods } = margins
  requireLevel(level)
  requireFinite('cost', cost)
  if (cost <= 0) throw new MeasureError('out-of-range', 'cost must be above 0.')
  if (customers < 1 || periods < 1)
    throw new MeasureError('too-few', 'At least one customer and one period are needed.')
  if (values.length !== customers * periods)
    throw new MeasureError('out-of-range', `Margins must be ${customers} × ${periods} numbers, row by row.`)
  if (!values.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every margin must be a finite number.')
  const cumulative = (counts?: Float64Array): number[] => {
    const sums = new Array<number>(periods).fill(0)
    for (let customer = 0; customer < customers; customer++) {
      const count = counts ? (counts[customer] as number) : 1
      if (count === 0) continue
      for (let period = 0; period < periods; period++)
        sums[period] = (sums[period] as number) + count * (values[customer * periods + period] as number)
    }
    let sum = 0
    return sums.map((one) => {
      sum += one / customers
      return sum
    })
  }
  const mean = cumulative()
  const value = crossing(mean, cost)
  const drawn = Array.from({ length: samples }, () => crossing(cumulative(drawCounts(customers, rng)), cost))
  const paidBack = drawn.filter((one) => one !== null).length / samples
  return {
    periods: percentileInterval(
      value,
      drawn.map((one) => one ?? periods),
      level,
    ),
    paidBack,
    cumulative: mean,
    warnings: value === null ? [{ code: 'not-paid-back' }] : paidBack < 1 ? [{ code: 'not-always-paid-back' }] : [],
  }
}

/** Where the line through the ends of the periods first reaches the cost. */
function crossing(cumulative: readonly number[], cost: number): number | null {
  const at = cumulative.findIndex((sum) => sum >= cost)
  if (at < 0) return null
  const before = at === 0 ? 0 : (cumulative[at - 1] as number)
  return at + (cost - before) / ((cumulative[at] as number) - before)
}
