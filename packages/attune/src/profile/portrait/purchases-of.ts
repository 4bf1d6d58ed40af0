import type { ActivityEntries } from '../../activity/activity-index.ts'

/** Money and orders of one person, oldest first. */
export interface Purchases {
  /** When each order was made. */
  readonly orders: readonly number[]
  /** Money by currency: when, and how much; refunds are below zero. */
  readonly money: ReadonlyMap<string, readonly { readonly at: number; readonly value: number }[]>
}

/** @param kindOf name of a kind of interaction by its number */
export function purchasesOf(
  entries: ActivityEntries,
  kindOf: (kind: number) => string,
  currencyOf: (currency: number) => string,
): Purchases {
  const orders: number[] = []
  const money = new Map<string, { at: number; value: number }[]>()
  for (let at = entries.from; at < entries.to; at++) {
    const kind = kindOf(entries.kinds[at] as number)
    if (kind !== 'order' && kind !== 'refund') continue
    const time = entries.times[at] as number
    if (kind === 'order' && entries.continues[at] === 0) orders.push(time)
    const value = entries.values[at] as number
    if (Number.isNaN(value)) continue
    const currency = currencyOf(entries.currencies[at] as number)
    const list = money.get(currency) ?? []
    money.set(currency, list)
    list.push({ at: time, value })
  }
  return { orders, money }
}

/** The currency of most entries; '' where none says. */
export function mainCurrency(money: Purchases['money']): string {
  const [most] = [...money].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
  return most?.[0] ?? ''
}

/** Money in a currency from a time on. */
export const spent = (money: Purchases['money'], currency: string, from: number): number =>
  (money.get(currency) ?? []).reduce((sum, { at, value }) => (at >= from ? sum + value : sum), 0)
