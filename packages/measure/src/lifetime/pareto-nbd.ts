import { requireRange } from '../errors.ts'
import type { PurchaseHistory } from './bg-nbd.ts'
import type { ParetoNbdParameter } from './fit-pareto-nbd.ts'
import { paretoNbdTerms } from './pareto-nbd-likelihood.ts'
import { checkHistory } from './purchase-histories.ts'

type Parameters = Readonly<Record<ParetoNbdParameter, number>>

/** The chance that a customer has not left (Schmittlein, Morrison & Colombo 1987). */
export function paretoNbdAlive(parameters: Parameters, history: PurchaseHistory): number {
  checkHistory(history.frequency, history.recency, history.age)
  const { lived, left } = paretoNbdTerms(parameters, history)
  return 1 / (1 + Math.exp(Math.min(700, left - lived)))
}

/** Purchases of somebody new in the `time` after their first, on average: E[X(t)] (1987, eq. 17). */
export function paretoNbdExpectedNew({ r, alpha, s, beta }: Parameters, time: number): number {
  requireRange('time', time, 0, Number.MAX_VALUE)
  return (r / alpha) * lifetimeUpTo(s, beta, time)
}

/** Purchases of this customer in the `time` to come, on average: E[Y(t) | x, t_x, T] (1987, eq. 22). */
export function paretoNbdExpected(parameters: Parameters, history: PurchaseHistory, time: number): number {
  requireRange('time', time, 0, Number.MAX_VALUE)
  const { r, alpha, s, beta } = parameters
  const { frequency, age } = history
  const rate = (r + frequency) / (alpha + age)
  return paretoNbdAlive(parameters, history) * rate * lifetimeUpTo(s, beta + age, time)
}

/** Mean of min(lifetime, time) for a Pareto lifetime: β/(s−1) · (1 − (β/(β+t))^(s−1)), and its limit at s = 1. */
function lifetimeUpTo(s: number, beta: number, time: number): number {
  const logRest = Math.log(beta / (beta + time))
  return beta * (s === 1 ? -logRest : -Math.expm1((s - 1) * logRest) / (s - 1))
}
