import type { Purchases } from '../profile/portrait/purchases-of.ts'
import { dayMs } from '../profile/portrait/weigh-activity.ts'

/** One day with an order, and its money less what was given back. */
export interface OrderOf {
  readonly at: number
  readonly amount: number
}

/**
 * Days with an order, oldest first. Money that went back is taken off the last orders before it, never below zero; money in other
 * currencies counts as none.
 */
export function netOrders({ orders, money }: Purchases, currency: string): OrderOf[] {
  const days: { at: number; amount: number }[] = []
  for (const at of orders) {
    const last = days.at(-1)
    if (last && Math.floor(last.at / dayMs) === Math.floor(at / dayMs)) continue
    days.push({ at, amount: 0 })
  }
  // What comes without a currency is of the one that counts.
  const sums = [...(money.get(currency) ?? []), ...(currency === '' ? [] : (money.get('') ?? []))].sort(
    (a, b) => a.at - b.at,
  )
  for (const { at, value } of sums) {
    const until = days.findLastIndex((day) => Math.floor(day.at / dayMs) <= Math.floor(at / dayMs))
    if (until < 0) continue
    if (value >= 0) {
      const day = days[until] as { at: number; amount: number }
      day.amount += value
      continue
    }
    let back = -value
    for (let i = until; i >= 0 && back > 0; i--) {
      const day = days[i] as { at: number; amount: number }
      const taken = Math.min(back, day.amount)
      day.amount -= taken
      back -= taken
    }
  }
  return days
}
