import type { Profile } from '../../api/schemas/profiles.ts'
import type { Base, CutPoints } from './base.ts'
import { iso } from './interests-of.ts'
import { type Purchases, spent } from './purchases-of.ts'
import { dayMs } from './weigh-activity.ts'

export const rfmDays = 365

/** Days since the last order, orders and money of the last 365 days; undefined for who never bought. */
export function rfmValues({ orders, money }: Purchases, currency: string, now: number) {
  const last = orders.at(-1)
  if (last === undefined) return undefined
  const from = now - rfmDays * dayMs
  return {
    recency: Math.max(0, (now - last) / dayMs),
    frequency: orders.filter((time) => time >= from).length,
    monetary: spent(money, currency, from),
  }
}

/** 1 to 5: one more than the cut points that lie below the value. */
export function quintile(value: number, cuts: CutPoints): number {
  let score = 1
  for (const cut of cuts) if (value > cut) score++
  return score
}

/** Scores of recency, frequency and money by the quintiles of those who ever bought; 5 is best. */
export function rfmOf(purchases: Purchases, base: Pick<Base, 'rfm'>, now: number): Profile['rfm'] {
  const last = purchases.orders.at(-1)
  if (base.rfm === undefined || last === undefined) return null
  const { currency, buyers, recency, frequency, monetary } = base.rfm
  const values = rfmValues(purchases, currency, now)
  if (values === undefined) return null
  const round = (value: number): number => Math.round(value * 100) / 100
  return {
    recency: { score: 6 - quintile(values.recency, recency), value: round(values.recency) },
    frequency: { score: quintile(values.frequency, frequency), value: values.frequency },
    monetary: { score: quintile(values.monetary, monetary), value: round(values.monetary) },
    currency: currency === '' ? null : currency,
    among: buyers,
    source: 'observed',
    observations: purchases.orders.length,
    asOf: iso(last),
  }
}
