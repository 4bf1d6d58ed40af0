import type { ValuedCustomer } from '@attune/measure'
import { dayMs } from '../profile/portrait/weigh-activity.ts'
import type { OrderOf } from './net-orders.ts'

/** Days with orders as the lifetime models read them, in days; what was free tells nothing of spend. */
export function customerOf(orders: readonly OrderOf[], now: number): ValuedCustomer {
  const [first, last] = [orders[0], orders.at(-1)]
  if (!first || !last) return { frequency: 0, recency: 0, age: 0, spend: 0, spendPurchases: 0 }
  const day = (ms: number): number => Math.floor(ms / dayMs)
  const paid = orders.filter(({ amount }) => amount > 0)
  return {
    frequency: orders.length - 1,
    recency: day(last.at) - day(first.at),
    age: day(now) - day(first.at),
    spend: paid.length === 0 ? 0 : paid.reduce((sum, { amount }) => sum + amount, 0) / paid.length,
    spendPurchases: paid.length,
  }
}
