import type { FittedModel } from './maximise-likelihood.ts'
import type { GroupedHistories } from './purchase-histories.ts'

/** Customers who came back, below which a fit is said to rest on few. */
const few = 100

export function withFewWarning<Name extends string>(
  model: FittedModel<Name>,
  { frequency, count }: GroupedHistories,
): FittedModel<Name> {
  const repeat = frequency.reduce((sum, x, i) => sum + (x > 0 ? (count[i] as number) : 0), 0)
  return repeat < few ? { ...model, warnings: [...model.warnings, { code: 'few-repeat-customers' }] } : model
}
