import { MeasureError, requireLevel, requireRange } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { normalQuantile } from '../normal.ts'
import type { PurchaseHistory } from './bg-nbd.ts'
import type { GammaGamma } from './fit-gamma-gamma.ts'
import { gammaGammaSpend } from './gamma-gamma.ts'
import { expectedPurchases, type PurchaseModel, parameterNames, probabilityAlive } from './purchase-model.ts'

/** A customer as the models see them. */
export interface ValuedCustomer extends PurchaseHistory {
  /** Mean amount of their purchases; 0 where there is none. */
  readonly spend: number
  /** How many purchases `spend` is the mean of. */
  readonly spendPurchases: number
}

export interface LifetimeValueOptions {
  /** How far ahead, in the unit of the histories. */
  readonly horizon: number
  /** The horizon is cut into so many steps, each discounted at its end. Default 12. */
  readonly steps?: number
  /** What money loses in value a step, such as .01. Default 0. */
  readonly discount?: number
  /** Share of the amount that is earned. Default 1: revenue. */
  readonly margin?: number
  readonly level?: number
}

/** What a customer is worth from now to the horizon. */
export interface CustomerValue {
  readonly alive: number
  readonly purchases: number
  /** Of one purchase; null where the model gives none. */
  readonly spend: number | null
  /** Discounted. */
  readonly value: number | null
}

/** Spend by the Gamma-Gamma model, or each customer's own mean. */
export type SpendModel = Pick<GammaGamma, 'parameters' | 'covariance'> | 'own-mean'

/**
 * Discounted value of a customer: Σ margin · spend · (purchases of step i) / (1 + discount)^i (Fader, Hardie & Lee 2005, “RFM and
 * CLV”, in discrete steps).
 *
 * @throws MeasureError `out-of-range`
 */
export function lifetimeValue(
  purchases: PurchaseModel,
  spend: SpendModel,
  customer: ValuedCustomer,
  options: LifetimeValueOptions,
): CustomerValue {
  const { horizon, steps = 12, discount = 0, margin = 1 } = options
  checkOptions(options)
  let [before, discounted] = [0, 0]
  // Without a discount steps add up to the horizon itself.
  const first = discount === 0 ? steps : 1
  for (let step = first; step <= steps; step++) {
    const until = expectedPurchases(purchases, customer, (horizon * step) / steps)
    discounted += (until - before) / (1 + discount) ** step
    before = until
  }
  const amount =
    spend === 'own-mean' ? customer.spend : gammaGammaSpend(spend.parameters, customer.spendPurchases, customer.spend)
  return {
    alive: probabilityAlive(purchases, customer),
    purchases: before,
    spend: amount,
    value: amount === null ? null : margin * amount * discounted,
  }
}

/**
 * The summed value of customers with the interval that not knowing the parameters for certain gives it (delta method in the
 * logarithms of all parameters). What chance does to a single customer on top of that is not in it.
 *
 * @returns null where spend has no mean, or the data do not tell the parameters
 */
export function totalLifetimeValue(
  purchases: PurchaseModel,
  spend: SpendModel,
  customers: readonly ValuedCustomer[],
  options: LifetimeValueOptions,
): Interval | null {
  const level = options.level ?? defaultLevel
  requireLevel(level)
  const totalAt = (one: PurchaseModel, other: SpendModel): number =>
    customers.reduce((sum, customer) => sum + (lifetimeValue(one, other, customer, options).value ?? Number.NaN), 0)
  const value = totalAt(purchases, spend)
  const ofPurchases = variance(purchases.fit.covariance, parameterNames[purchases.kind], (name, factor) =>
    totalAt(nudged(purchases, name, factor), spend),
  )
  const ofSpend =
    spend === 'own-mean'
      ? 0
      : variance(spend.covariance, ['p', 'q', 'v'] as const, (name, factor) =>
          totalAt(purchases, {
            ...spend,
            parameters: { ...spend.parameters, [name]: spend.parameters[name] * factor },
          }),
        )
  const spread = Math.sqrt(ofPurchases + ofSpend)
  if (!Number.isFinite(value) || !Number.isFinite(spread)) return null
  if (value === 0) return { value, low: 0, high: 0 }
  // On the logarithm, so that no interval reaches below zero.
  const wide = Math.exp((normalQuantile((1 + level) / 2) * spread) / value)
  return Number.isFinite(wide) ? { value, low: value / wide, high: value * wide } : null
}

function nudged(model: PurchaseModel, name: string, factor: number): PurchaseModel {
  const { parameters } = model.fit
  const changed = { ...parameters, [name]: parameters[name as keyof typeof parameters] * factor }
  return { kind: model.kind, fit: { ...model.fit, parameters: changed } } as PurchaseModel
}

/** gᵀ Σ g, with the gradient by the logarithms from central differences. */
function variance<Name extends string>(
  covariance: readonly number[] | null,
  names: readonly Name[],
  totalAt: (name: Name, factor: number) => number,
): number {
  if (!covariance) return Number.NaN
  const h = 1e-4
  const gradient = names.map((name) => (totalAt(name, Math.exp(h)) - totalAt(name, Math.exp(-h))) / (2 * h))
  let sum = 0
  for (const [i, gi] of gradient.entries())
    for (const [j, gj] of gradient.entries()) sum += gi * gj * (covariance[i * names.length + j] as number)
  return Math.max(0, sum)
}

function checkOptions({ horizon, steps = 12, discount = 0, margin = 1 }: LifetimeValueOptions): void {
  requireRange('horizon', horizon, 0, Number.MAX_VALUE)
  requireRange('discount', discount, 0, 10)
  requireRange('margin', margin, 0, 1)
  if (!Number.isInteger(steps) || steps < 1 || steps > 1000)
    throw new MeasureError('out-of-range', 'steps must be a whole number from 1 to 1000.')
}
