import { setImmediate as turn } from 'node:timers/promises'
import type { WorkspaceActivity } from '../activity/activity-index.ts'
import { mainCurrency, purchasesOf } from '../profile/portrait/purchases-of.ts'
import { dayMs } from '../profile/portrait/weigh-activity.ts'
import type { Buyer } from './buyer.ts'
import { churnFeaturesAt } from './churn-features.ts'
import { netOrders } from './net-orders.ts'

/** People read in one turn of the event loop. */
const peopleATurn = 500

export interface ReadBuyersOptions {
  readonly activity: WorkspaceActivity
  /** Whether the person allows `profiling`. */
  readonly isAllowed: (personId: string) => boolean
  readonly churnDays: number
  readonly now: number
  readonly signal: AbortSignal
}

export interface Buyers {
  readonly personIds: readonly string[]
  readonly buyers: readonly Buyer[]
  /** In which most of them paid; '' where none says. */
  readonly currency: string
  /** Buyers who paid in another one too, or only. */
  readonly otherCurrencies: number
}

/** Everybody who bought and allows it, some a turn. */
export async function readBuyers(options: ReadBuyersOptions): Promise<Buyers> {
  const { activity, isAllowed, churnDays, now, signal } = options
  const currencies = new Map<string, number>()
  const buying: number[] = []
  for (let slot = 0; slot < activity.slots; slot++) {
    if (slot % peopleATurn === 0) await turn(undefined, { signal })
    const personId = activity.personOf(slot)
    if (personId === undefined || !isAllowed(personId)) continue
    const { orders, money } = purchasesOf(activity.entriesOf(slot), activity.kinds.nameOf, activity.currencies.nameOf)
    if (!orders.some((at) => at <= now)) continue
    buying.push(slot)
    if (money.size > 0) currencies.set(mainCurrency(money), (currencies.get(mainCurrency(money)) ?? 0) + 1)
  }
  const currency = [...currencies].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? ''
  const personIds: string[] = []
  const buyers: Buyer[] = []
  let otherCurrencies = 0
  for (const [at, slot] of buying.entries()) {
    if (at % peopleATurn === 0) await turn(undefined, { signal })
    // They may have said no, been merged or erased meanwhile.
    const personId = activity.personOf(slot)
    if (personId === undefined || !isAllowed(personId)) continue
    const buyer = buyerOf(activity, slot, { currency, churnDays, now })
    if (!buyer) continue
    if (buyer.paidOtherwise) otherCurrencies++
    personIds.push(personId)
    buyers.push(buyer)
  }
  return { personIds, buyers, currency, otherCurrencies }
}

/** What the models need of one person, now; undefined where they never bought. */
export function buyerOf(
  activity: WorkspaceActivity,
  slot: number,
  { currency, churnDays, now }: { readonly currency: string; readonly churnDays: number; readonly now: number },
): (Buyer & { readonly paidOtherwise: boolean }) | undefined {
  const entries = activity.entriesOf(slot)
  const purchases = purchasesOf(entries, activity.kinds.nameOf, activity.currencies.nameOf)
  const orders = netOrders(purchases, currency).filter((order) => order.at <= now)
  const features = churnFeaturesAt(orders, entries, now)
  if (!features) return undefined
  return {
    orders,
    now: features,
    before: churnFeaturesAt(orders, entries, now - churnDays * dayMs),
    paidOtherwise: [...purchases.money.keys()].some((name) => name !== currency && name !== ''),
  }
}
