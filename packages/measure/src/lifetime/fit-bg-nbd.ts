import { MeasureError } from '../errors.ts'
import { bgNbdLikelihood } from './bg-nbd-likelihood.ts'
import { type FitOptions, type FittedModel, maximiseLikelihood } from './maximise-likelihood.ts'
import { groupHistories, type PurchaseHistories } from './purchase-histories.ts'
import { withFewWarning } from './with-few-warning.ts'

/** Purchase rates are Gamma(r, rate alpha); after each purchase a share Beta(a, b) leaves. */
export type BgNbdParameter = 'r' | 'alpha' | 'a' | 'b'
export type BgNbd = FittedModel<BgNbdParameter>

/**
 * BG/NBD: how often customers without a contract buy and when they quietly leave (Fader, Hardie & Lee, “Counting your customers
 * the easy way”, Marketing Science 24(2), 2005), by maximum likelihood.
 *
 * @throws MeasureError `no-repeat-purchases` where nobody came back; `too-few`, `out-of-range`, `not-fitted`
 * @example
 * const model = fitBgNbd({ frequency: [2, 0, 5], recency: [30.4, 0, 38], age: [38.9, 38.9, 39] }, { penalty: 0.1 })
 * bgNbdExpected(model.parameters, { frequency: 2, recency: 30.4, age: 38.9 }, 39) // purchases in the next 39
 */
export function fitBgNbd(histories: PurchaseHistories, options: FitOptions = {}): BgNbd {
  const grouped = groupHistories(histories)
  requireRepeats(grouped.mostFrequent)
  const meanAge = meanOf(grouped.age, grouped.count, grouped.customers)
  return withFewWarning(
    maximiseLikelihood(
      {
        names: ['r', 'alpha', 'a', 'b'],
        customers: grouped.customers,
        starts: [
          [1, meanAge, 1, 1],
          [0.3, meanAge / 8, 0.8, 2.5],
          [2, meanAge / 2, 0.2, 4],
          [0.5, meanAge, 3, 3],
        ],
        logLikelihood: (parameters, gradient) => bgNbdLikelihood(grouped, parameters, gradient),
      },
      options,
    ),
    grouped,
  )
}

/** @throws MeasureError `no-repeat-purchases` */
export function requireRepeats(mostFrequent: number): void {
  if (mostFrequent > 0) return
  throw new MeasureError(
    'no-repeat-purchases',
    'Nobody bought a second time: how often customers come back cannot be told. Observe for longer.',
  )
}

export function meanOf(values: Float64Array, count: Float64Array, customers: number): number {
  const mean = values.reduce((sum, value, i) => sum + value * (count[i] as number), 0) / customers
  return mean > 0 ? mean : 1
}
