import { MeasureError } from '../errors.ts'
import { logGamma } from '../log-gamma.ts'
import { digamma } from './digamma.ts'
import { type FitOptions, type FittedModel, maximiseLikelihood } from './maximise-likelihood.ts'
import type { ValueWarning } from './value-warning.ts'

/** Amounts of a customer are Gamma(p, rate ν), with ν ~ Gamma(q, rate v) over customers. */
export type GammaGammaParameter = 'p' | 'q' | 'v'

export interface GammaGamma extends FittedModel<GammaGammaParameter> {
  /** Pearson's, between frequency and mean spend: the model supposes 0. Null where one of them does not vary. */
  readonly correlation: number | null
}

/** Mean spend of customers, one entry a customer. */
export interface SpendHistories {
  /** Purchases that the mean is over, whole numbers; customers with 0 are left out. */
  readonly frequency: ArrayLike<number>
  /** Mean amount of those purchases, above 0. */
  readonly spend: ArrayLike<number>
}

/** Correlation from which the supposition of the model is called into question. */
const dependent = 0.3

/**
 * Gamma-Gamma model of how much customers spend a purchase (Fader & Hardie 2013, “The Gamma-Gamma model of monetary value”), by
 * maximum likelihood.
 *
 * @throws MeasureError `too-few` below two customers who spent different amounts, `out-of-range`, `not-fitted`
 */
export function fitGammaGamma(histories: SpendHistories, options: FitOptions = {}): GammaGamma {
  const { frequency, spend } = bought(histories)
  const meanSpend = spend.reduce((sum, z) => sum + z, 0) / spend.length
  const model = maximiseLikelihood(
    {
      names: ['p', 'q', 'v'],
      customers: frequency.length,
      starts: [
        [4, 3, meanSpend / 2],
        [1, 4, 3 * meanSpend],
        [10, 2, meanSpend / 10],
      ],
      logLikelihood: (parameters, gradient) => likelihood(frequency, spend, parameters, gradient),
    },
    options,
  )
  const correlation = pearson(frequency, spend)
  const warnings: ValueWarning[] = [...model.warnings]
  if (correlation !== null && Math.abs(correlation) > dependent) warnings.push({ code: 'spend-depends-on-frequency' })
  if (!(model.parameters.q > 1)) warnings.push({ code: 'no-mean-spend' })
  if (frequency.length < 100) warnings.push({ code: 'few-repeat-customers' })
  return { ...model, correlation, warnings }
}

function bought({ frequency, spend }: SpendHistories): { frequency: Float64Array; spend: Float64Array } {
  if (frequency.length !== spend.length)
    throw new MeasureError('out-of-range', 'Give one frequency and one mean spend for each customer.')
  const kept = [...Array(frequency.length).keys()].filter((i) => frequency[i] !== 0)
  for (const i of kept) {
    if (!Number.isInteger(frequency[i]) || (frequency[i] as number) < 0)
      throw new MeasureError('out-of-range', 'A frequency is a number of purchases: 0, 1, 2, …')
    if (!((spend[i] as number) > 0 && (spend[i] as number) < Number.POSITIVE_INFINITY))
      throw new MeasureError('out-of-range', 'A mean spend must be above 0 and finite; leave free purchases out.')
  }
  if (kept.length < 2 || kept.every((i) => spend[i] === spend[kept[0] as number]))
    throw new MeasureError('too-few', 'Give at least two customers who spent different amounts.')
  const column = (values: ArrayLike<number>): Float64Array => Float64Array.from(kept, (i) => values[i] as number)
  return { frequency: column(frequency), spend: column(spend) }
}

/** (2013, eq. 1a), and its derivatives by p, q and v. */
function likelihood(
  frequency: Float64Array,
  spend: Float64Array,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const [p, q, v] = parameters as unknown as readonly [number, number, number]
  const byFrequency = new Map<number, { readonly constant: number; readonly dp: number; readonly dq: number }>()
  const start = -logGamma(q) + q * Math.log(v)
  const startQ = -digamma(q) + Math.log(v)
  let [total, dp, dq, dv] = [0, 0, 0, 0]
  for (let i = 0; i < frequency.length; i++) {
    const [x, z] = [frequency[i] as number, spend[i] as number]
    let known = byFrequency.get(x)
    if (!known) {
      const both = digamma(p * x + q)
      known = {
        constant: logGamma(p * x + q) - logGamma(p * x) + start,
        dp: x * (both - digamma(p * x)),
        dq: both + startQ,
      }
      byFrequency.set(x, known)
    }
    const logAll = Math.log(x * z + v)
    const logSum = Math.log(x * z)
    total += known.constant + p * x * logSum - Math.log(z) - (p * x + q) * logAll
    dp += known.dp + x * (logSum - logAll)
    dq += known.dq - logAll
    dv += q / v - (p * x + q) / (x * z + v)
  }
  gradient.set([dp, dq, dv])
  return total
}

function pearson(a: Float64Array, b: Float64Array): number | null {
  const n = a.length
  const [meanA, meanB] = [a, b].map((list) => list.reduce((sum, x) => sum + x, 0) / n) as [number, number]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [da, db] = [(a[i] as number) - meanA, (b[i] as number) - meanB]
    ab += da * db
    aa += da * da
    bb += db * db
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null
}
