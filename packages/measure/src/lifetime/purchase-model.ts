import { bgNbdAlive, bgNbdExpected, bgNbdExpectedNew, type PurchaseHistory } from './bg-nbd.ts'
import type { BgNbd, BgNbdParameter } from './fit-bg-nbd.ts'
import type { ParetoNbd, ParetoNbdParameter } from './fit-pareto-nbd.ts'
import { paretoNbdAlive, paretoNbdExpected, paretoNbdExpectedNew } from './pareto-nbd.ts'

/** Either model of how customers come back and leave. */
export type PurchaseModel =
  | { readonly kind: 'bg-nbd'; readonly fit: Pick<BgNbd, 'parameters' | 'covariance'> }
  | { readonly kind: 'pareto-nbd'; readonly fit: Pick<ParetoNbd, 'parameters' | 'covariance'> }

/** The parameters' order, which is that of the covariance. */
export const parameterNames: {
  readonly 'bg-nbd': readonly BgNbdParameter[]
  readonly 'pareto-nbd': readonly ParetoNbdParameter[]
} = { 'bg-nbd': ['r', 'alpha', 'a', 'b'], 'pareto-nbd': ['r', 'alpha', 's', 'beta'] }

/** P(alive) by whichever model. */
export function probabilityAlive(model: PurchaseModel, history: PurchaseHistory): number {
  return model.kind === 'bg-nbd'
    ? bgNbdAlive(model.fit.parameters, history)
    : paretoNbdAlive(model.fit.parameters, history)
}

/** Purchases in the `time` to come, by whichever model; without a history those of somebody new. */
export function expectedPurchases(model: PurchaseModel, history: PurchaseHistory | undefined, time: number): number {
  if (model.kind === 'bg-nbd')
    return history ? bgNbdExpected(model.fit.parameters, history, time) : bgNbdExpectedNew(model.fit.parameters, time)
  return history
    ? paretoNbdExpected(model.fit.parameters, history, time)
    : paretoNbdExpectedNew(model.fit.parameters, time)
}
