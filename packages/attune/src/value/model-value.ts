import {
  type CustomerValue,
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  type GammaGamma,
  lifetimeValue,
  type PurchaseModel,
  type RfmScore,
  rfmScores,
  type SpendModel,
  totalLifetimeValue,
  type ValuedCustomer,
} from '@attune/measure'
import type { Value, ValueInput, ValueWarningCode } from '../api/schemas/value.ts'
import { attuneError } from '../errors.ts'
import { dayMs } from '../profile/portrait/weigh-activity.ts'
import type { Buyer } from './buyer.ts'
import { customerOf } from './customer-of.ts'
import { churnOf, type FittedChurn, fitChurn, openChurn } from './fit-churn.ts'
import { summariseValue } from './summarise-value.ts'
import type { ValueModel } from './value-model.ts'
import { valueOptions } from './value-options.ts'

export interface ValueOrder {
  readonly buyers: readonly Buyer[]
  readonly currency: string
  readonly otherCurrencies: number
  readonly input: ValueInput
  readonly now: number
}

/** What every buyer is worth, in their order, and the whole of it. */
export interface ModelledValue {
  readonly model: ValueModel
  readonly value: Omit<Value, 'at' | 'scores'>
  readonly rows: readonly BuyerValue[]
}

export interface BuyerValue extends CustomerValue {
  readonly churn: number
  readonly rfm: RfmScore
}

/** Everything at once, for a thread; of buyers whom `refuseTooFew` let pass. Pure but for the kernels. */
export async function modelValue(order: ValueOrder): Promise<ModelledValue> {
  const { buyers, input, now, currency } = order
  const customers = buyers.map(({ orders }) => customerOf(orders, now))
  const { purchases, warnings } = fitPurchases(customers, input)
  const { spend, fit: spendFit, warnings: spendWarnings } = fitSpend(customers)
  const churn = await fitChurn(buyers, { now, churnDays: input.churnDays })
  const options = valueOptions(input)
  const values = customers.map((customer) => lifetimeValue(purchases, spend, customer, options))
  const chances = churn
    ? churnOf(
        openChurn(churn.saved),
        buyers.map((buyer) => buyer.now),
      )
    : undefined
  const scores = rfmScores({
    sinceLast: buyers.map(({ orders }) => now - (orders.at(-1)?.at ?? now)),
    purchases: buyers.map(({ orders }) => orders.filter(({ at }) => at > now - 365 * dayMs).length),
    total: buyers.map(({ orders }) =>
      orders.reduce((sum, { at, amount }) => sum + (at > now - 365 * dayMs ? amount : 0), 0),
    ),
  })
  const rows = values.map(
    (value, at): BuyerValue => ({
      ...value,
      churn: chances?.[at] ?? 1 - value.alive,
      rfm: scores[at] as RfmScore,
    }),
  )
  const model: ValueModel = {
    at: now,
    input,
    currency,
    purchases: plain(purchases),
    spend,
    churn: churn?.saved ?? null,
  }
  const codes: ValueWarningCode[] = [
    ...warnings,
    ...spendWarnings,
    ...(churn ? [] : ['churn-by-alive' as const]),
    ...(order.otherCurrencies > 0 ? ['other-currencies' as const] : []),
  ]
  const total = totalLifetimeValue(purchases, spend, sampled(customers), options)
  const value = summariseValue(order, {
    customers,
    rows,
    purchases,
    spendFit,
    churn,
    total,
    codes: [...new Set(codes)],
  })
  return { model, value, rows }
}

export interface ModelledParts {
  readonly customers: readonly ValuedCustomer[]
  readonly rows: readonly BuyerValue[]
  readonly purchases: FittedPurchases
  readonly spendFit: GammaGamma | null
  readonly churn: FittedChurn | null
  /** Of a sample of them. */
  readonly total: { readonly value: number; readonly low: number; readonly high: number } | null
  readonly codes: readonly ValueWarningCode[]
}

export type FittedPurchases =
  | { readonly kind: 'bg-nbd'; readonly fit: ReturnType<typeof fitBgNbd> }
  | { readonly kind: 'pareto-nbd'; readonly fit: ReturnType<typeof fitParetoNbd> }

/** Who came back at least, below which nothing is worked out. */
const fewest = 10

/** @throws AttuneError `too-few-buyers` */
export function refuseTooFew(buyers: readonly Buyer[]): void {
  const repeatBuyers = buyers.filter(({ orders }) => orders.length > 1).length
  if (repeatBuyers >= fewest) return
  throw attuneError(
    'too-few-buyers',
    `Values are worked out where at least ${fewest} people who allow a portrait ordered on two days or more. Send more orders, or wait.`,
    { status: 409, details: { repeatBuyers } },
  )
}

/** Few who came back are held together by a gentle pull towards usual parameters. */
const penaltyOfFew = 0.02
const few = 100

function fitPurchases(customers: readonly ValuedCustomer[], { model }: ValueInput) {
  const histories = {
    frequency: customers.map(({ frequency }) => frequency),
    recency: customers.map(({ recency }) => recency),
    age: customers.map(({ age }) => age),
  }
  const repeat = customers.filter(({ frequency }) => frequency > 0).length
  const options = { penalty: repeat < few ? penaltyOfFew : 0 }
  const purchases: FittedPurchases =
    model === 'bg-nbd'
      ? { kind: model, fit: fitBgNbd(histories, options) }
      : { kind: model, fit: fitParetoNbd(histories, options) }
  return { purchases, warnings: purchases.fit.warnings.map(({ code }) => code) }
}

function fitSpend(customers: readonly ValuedCustomer[]): {
  readonly spend: SpendModel
  readonly fit: GammaGamma | null
  readonly warnings: readonly ValueWarningCode[]
} {
  const paying = customers.filter(({ spendPurchases }) => spendPurchases > 0)
  if (new Set(paying.map(({ spend }) => spend)).size < 10)
    return { spend: 'own-mean', fit: null, warnings: ['no-spend-model'] }
  const fit = fitGammaGamma(
    { frequency: paying.map(({ spendPurchases }) => spendPurchases), spend: paying.map(({ spend }) => spend) },
    { penalty: paying.length < few ? penaltyOfFew : 0 },
  )
  const warnings = fit.warnings.map(({ code }) => code)
  if (!(fit.parameters.q > 1)) return { spend: 'own-mean', fit: null, warnings }
  return { spend: { parameters: fit.parameters, covariance: fit.covariance }, fit, warnings }
}

/** Without what only the summary needs. */
function plain({ kind, fit }: FittedPurchases): PurchaseModel {
  return { kind, fit: { parameters: fit.parameters, covariance: fit.covariance } } as PurchaseModel
}

/** The relative interval of the total is that of every n-th of many. */
function sampled(customers: readonly ValuedCustomer[]): readonly ValuedCustomer[] {
  const every = Math.max(1, Math.ceil(customers.length / 2000))
  return customers.filter((_, at) => at % every === 0)
}
