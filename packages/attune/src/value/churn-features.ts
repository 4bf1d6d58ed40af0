import type { ActivityEntries } from '../activity/activity-index.ts'
import { dayMs } from '../profile/portrait/weigh-activity.ts'
import type { OrderOf } from './net-orders.ts'

/** What tells who will leave, all worked out from what they did until a moment. */
export const churnFeatures = [
  'daysSinceOrder',
  'orders',
  'daysBetweenOrders',
  'pauseAgainstUsual',
  'daysAsCustomer',
  'spendPerOrder',
  'spendTrend',
  'ordersLately',
  'daysSinceVisit',
  'visitsLately',
  'visitsTrend',
] as const

export type ChurnFeature = (typeof churnFeatures)[number]

const lately = 30 * dayMs

/**
 * The features of one person at a moment, in the order of `churnFeatures`; NaN where one does not exist.
 *
 * @param orders net orders, oldest first
 * @returns undefined where they had not ordered yet
 */
export function churnFeaturesAt(
  orders: readonly OrderOf[],
  entries: ActivityEntries,
  at: number,
): Float64Array | undefined {
  const before = orders.filter((order) => order.at <= at)
  const [first, last] = [before[0], before.at(-1)]
  if (!first || !last) return undefined
  const pause = before.length > 1 ? (last.at - first.at) / (before.length - 1) / dayMs : Number.NaN
  const since = (at - last.at) / dayMs
  const spend = before.reduce((sum, { amount }) => sum + amount, 0) / before.length
  const visits = visitsOf(entries, at)
  return Float64Array.of(
    since,
    before.length,
    pause,
    since / Math.max(1, pause),
    (at - first.at) / dayMs,
    spend,
    spend > 0 && before.length > 1 ? last.amount / spend : Number.NaN,
    before.filter((order) => order.at > at - 3 * lately).length,
    visits.last === undefined ? Number.NaN : (at - visits.last) / dayMs,
    visits.lately,
    visits.lately - visits.before,
  )
}

/** Events of the 30 days until `at`, of the 30 before, and when the last was. */
function visitsOf(entries: ActivityEntries, at: number) {
  let last: number | undefined
  let [now, before] = [0, 0]
  for (let row = entries.to - 1; row >= entries.from; row--) {
    const time = entries.times[row] as number
    if (time > at || entries.continues[row] === 1) continue
    if (time <= at - 2 * lately && last !== undefined) break
    last ??= time
    if (time > at - lately) now++
    else if (time > at - 2 * lately) before++
  }
  return { last, lately: now, before }
}
