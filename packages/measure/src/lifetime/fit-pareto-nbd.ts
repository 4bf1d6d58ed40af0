import { meanOf, requireRepeats } from './fit-bg-nbd.ts'
import { type FitOptions, type FittedModel, maximiseLikelihood } from './maximise-likelihood.ts'
import { paretoNbdLikelihood } from './pareto-nbd-likelihood.ts'
import { groupHistories, type PurchaseHistories } from './purchase-histories.ts'
import { withFewWarning } from './with-few-warning.ts'

/** Purchase rates are Gamma(r, rate alpha), rates of leaving Gamma(s, rate beta). */
export type ParetoNbdParameter = 'r' | 'alpha' | 's' | 'beta'
export type ParetoNbd = FittedModel<ParetoNbdParameter>

/**
 * Pareto/NBD: as BG/NBD, but customers may leave at any time, also before they came back (Schmittlein, Morrison & Colombo,
 * “Counting your customers”, Management Science 33(1), 1987), by maximum likelihood.
 *
 * @throws MeasureError `no-repeat-purchases`, `too-few`, `out-of-range`, `not-fitted`
 */
export function fitParetoNbd(histories: PurchaseHistories, options: FitOptions = {}): ParetoNbd {
  const grouped = groupHistories(histories)
  requireRepeats(grouped.mostFrequent)
  const meanAge = meanOf(grouped.age, grouped.count, grouped.customers)
  return withFewWarning(
    maximiseLikelihood(
      {
        names: ['r', 'alpha', 's', 'beta'],
        customers: grouped.customers,
        starts: [
          [0.6, meanAge / 3, 0.6, meanAge / 3],
          [1, meanAge, 1, meanAge],
          [1, meanAge / 4, 0.3, meanAge],
          [2, meanAge, 2, 3 * meanAge],
        ],
        logLikelihood: (parameters, gradient) => paretoNbdLikelihood(grouped, parameters, gradient),
      },
      options,
    ),
    grouped,
  )
}
