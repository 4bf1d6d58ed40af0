import { requireRange } from '../errors.ts'
import type { BgNbdParameter } from './fit-bg-nbd.ts'
import { checkHistory } from './purchase-histories.ts'

type Parameters = Readonly<Record<BgNbdParameter, number>>

/** One customer's purchases, as in `PurchaseHistories`. */
export interface PurchaseHistory {
  readonly frequency: number
  readonly recency: number
  readonly age: number
}

/**
 * The chance that a customer has not left (Fader, Hardie & Lee 2008, “Computing P(alive) using the BG/NBD model”). In this model
 * somebody leaves only after a purchase beyond the first, so who never came back counts as a customer for certain.
 */
export function bgNbdAlive({ r, alpha, a, b }: Parameters, { frequency: x, recency, age }: PurchaseHistory): number {
  checkHistory(x, recency, age)
  if (x === 0) return 1
  const gone = Math.log(a / (b + x - 1)) + (r + x) * Math.log((alpha + age) / (alpha + recency))
  return gone > 0 ? Math.exp(-gone) / (1 + Math.exp(-gone)) : 1 / (1 + Math.exp(gone))
}

/** Purchases of somebody new in the `time` after their first, on average: E[X(t)] (2005, eq. 9). */
export function bgNbdExpectedNew({ r, alpha, a, b }: Parameters, time: number): number {
  requireRange('time', time, 0, Number.MAX_VALUE)
  return purchasesOfCustomer({ r, alpha, a, b }, time)
}

/** Purchases of this customer in the `time` to come, on average: E[Y(t) | x, t_x, T] (2005, eq. 10). */
export function bgNbdExpected(parameters: Parameters, history: PurchaseHistory, time: number): number {
  requireRange('time', time, 0, Number.MAX_VALUE)
  const { r, alpha, a, b } = parameters
  const { frequency: x, age } = history
  const after = { r: r + x, alpha: alpha + age, a, b: b + x }
  return bgNbdAlive(parameters, history) * purchasesOfCustomer(after, time)
}

/**
 * ∫ p⁻¹ (1 − (1 + pt/α)⁻ʳ) Beta(p; a, b) dp, as a hypergeometric function. The textbook form divides by a − 1 and, for somebody
 * new, by a + b − 1; after Euler's transformation both can be taken out of the series, so that nothing happens at a = 1:
 * (c/ε)(1 − (1−z)^ε F(c−r, ε; c; z)) with ε = a − 1, c = a + b − 1, z = t / (α + t).
 */
function purchasesOfCustomer({ r, alpha, a, b }: Parameters, time: number): number {
  const z = time / (alpha + time)
  const logRest = Math.log(alpha / (alpha + time))
  const c = a + b - 1
  const epsilon = a - 1
  const plain = epsilon === 0 ? -logRest : -Math.expm1(epsilon * logRest) / epsilon
  return Math.max(0, c * plain - Math.exp(epsilon * logRest) * scaledSeries(c, r, a, z))
}

/** c · (F(c − r, a − 1; c; z) − 1) / (a − 1) = Σ_{k ≥ 1} (c − r)_k (a)_{k−1} / ((c + 1)_{k−1} k!) zᵏ */
function scaledSeries(c: number, r: number, a: number, z: number): number {
  let term = (c - r) * z
  let sum = term
  for (let k = 1; k < 1_000_000 && term !== 0; k++) {
    term *= ((c - r + k) * (a + k - 1) * z) / ((c + k) * (k + 1))
    sum += term
    if (Math.abs(term) < 1e-17 * Math.abs(sum) && k > Math.abs(c - r)) break
  }
  return sum
}
