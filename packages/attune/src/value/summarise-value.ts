import { kaplanMeier, type RfmGroup, rfmGroups } from '@attune/measure'
import type { Value } from '../api/schemas/value.ts'
import { fewestShown } from '../behaviour/small-cells.ts'
import { dayMs } from '../profile/portrait/weigh-activity.ts'
import { churnFeatures } from './churn-features.ts'
import { concentrationOf, decilesOf, distributionOf } from './distribution-of.ts'
import type { BuyerValue, ModelledParts, ValueOrder } from './model-value.ts'
import { driverText, groupTexts, warningTexts } from './value-texts.ts'

const sumOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0)

/** Figures over many: nobody’s id, and no group, part or bar of fewer than five people, nor a rest of them. */
export function summariseValue(
  { buyers, currency, input, now }: ValueOrder,
  { customers, rows, purchases, spendFit, churn, total, codes }: ModelledParts,
): Omit<Value, 'at' | 'scores'> {
  const values = rows.map(({ value }) => value ?? 0)
  const all = sumOf(values)
  const mean = (list: readonly number[]): number => (list.length === 0 ? 0 : sumOf(list) / list.length)
  return {
    input,
    buyers: buyers.length,
    repeatBuyers: customers.filter(({ frequency }) => frequency > 0).length,
    currency: currency === '' ? null : currency,
    purchaseModel: { parameters: parametersOf(purchases.fit), logLikelihood: purchases.fit.logLikelihood },
    spendModel: spendFit && { parameters: parametersOf(spendFit), correlation: spendFit.correlation },
    total: {
      value: all,
      low: total && total.value > 0 ? (all * total.low) / total.value : null,
      high: total && total.value > 0 ? (all * total.high) / total.value : null,
    },
    expectedOrders: sumOf(rows.map((row) => row.purchases)),
    alive: { mean: mean(rows.map(({ alive }) => alive)), likely: rows.filter(({ alive }) => alive >= 0.5).length },
    deciles: decilesOf(rows),
    concentration: concentrationOf(values),
    distribution: distributionOf(values),
    groups: shownGroups(rows).map(({ group, own }) => ({
      group,
      name: groupTexts[group],
      buyers: own.length,
      value: sumOf(own.map((at) => values[at] ?? 0)),
      spent: sumOf(own.map((at) => sumOf(buyers[at]?.orders.map(({ amount }) => amount) ?? []))),
      churn: mean(own.map((at) => rows[at]?.churn ?? 0)),
    })),
    churn: {
      by: churn ? 'trees' : 'alive',
      days: input.churnDays,
      mean: mean(rows.map((row) => row.churn)),
      auc: churn?.auc ?? null,
      calibration: churn && {
        bins: churn.calibration.bins
          .filter(({ rows: people }) => people >= fewestShown)
          .map(({ rows: people, predicted, observed }) => ({ buyers: people, predicted, observed })),
        error: churn.calibration.error,
      },
      drivers: (churn?.drivers ?? [])
        .map(({ effect, direction }, at) => {
          const feature = churnFeatures[at] as (typeof churnFeatures)[number]
          return { feature, effect, direction, text: driverText(feature, direction) }
        })
        .filter(({ effect }) => effect > 0)
        .sort((a, b) => b.effect - a.effect),
    },
    survival: survivalOf(buyers, input.churnDays, now),
    warnings: codes.map((code) => ({ code, text: warningTexts[code] })),
  }
}

/** Groups of at least five people, with their rows. */
export function shownGroups(
  rows: readonly Pick<BuyerValue, 'rfm'>[],
): readonly { readonly group: RfmGroup; readonly own: readonly number[] }[] {
  const groups = rfmGroups
    .map((group) => ({ group, own: [...rows.keys()].filter((at) => rows[at]?.rfm.group === group) }))
    .filter(({ own }) => own.length >= fewestShown)
  const leftOut = rows.length - sumOf(groups.map(({ own }) => own.length))
  if (leftOut === 0 || leftOut >= fewestShown) return groups
  // The total less what is shown would tell of the few: the smallest group keeps them company.
  const smallest = groups.toSorted((a, b) => a.own.length - b.own.length)[0]
  return groups.filter((one) => one !== smallest)
}

function parametersOf(fit: {
  readonly parameters: Readonly<Record<string, number>>
  readonly standardErrors: Readonly<Record<string, number | null>>
}): Value['purchaseModel']['parameters'] {
  return Object.fromEntries(
    Object.entries(fit.parameters).map(([name, value]) => [
      name,
      { value, standardError: fit.standardErrors[name] ?? null },
    ]),
  )
}

/** From the first order to the last before so long a pause that they count as gone; who still buys is watched until now. */
function survivalOf(buyers: ValueOrder['buyers'], churnDays: number, now: number): Value['survival'] {
  const lives = buyers.map(({ orders }) => {
    const first = orders[0]?.at ?? now
    for (const [at, order] of orders.entries()) {
      const next = orders[at + 1]?.at ?? now
      if (next - order.at > churnDays * dayMs) return { time: (order.at - first) / dayMs, event: 1 }
    }
    return { time: (now - first) / dayMs, event: 0 }
  })
  const curve = kaplanMeier({ time: lives.map(({ time }) => Math.floor(time)), event: lives.map(({ event }) => event) })
  const every = Math.max(1, Math.ceil(curve.steps.length / 200))
  return {
    medianDays: curve.median,
    curve: curve.steps
      .filter((_, at) => at % every === 0 || at === curve.steps.length - 1)
      .map(({ time, survival, low, high }) => ({ at: time, value: survival, low, high })),
  }
}
