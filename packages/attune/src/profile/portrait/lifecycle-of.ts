import type { Profile } from '../../api/schemas/profiles.ts'
import type { Base } from './base.ts'
import { quantile } from './catalogue-facts.ts'
import { certainShare } from './certain-share.ts'
import { iso } from './interests-of.ts'
import { atLeast, pausesOf } from './pauses-of.ts'
import { dayMs } from './weigh-activity.ts'

/** Who was first seen within so many days and bought once at most is new. */
export const newDays = 30
/** Fewer pauses of a person than these say nothing of their rhythm: those of everybody count. */
const fewestOwn = 3
/** Fewer pauses of everybody than these say nothing either. */
const fewestOfBase = 50
/** What then counts: a month, and three. */
const assumed = { atRiskAfter: 30, lapsedAfter: 90 }

/**
 * Where a person stands, against their own rhythm. The rhythm is that of orders for who ordered on two days and more, else that
 * of visits (days with an event). With p(q) the quantile of the pauses between such days (the person's own from three pauses
 * on, else those of everybody from fifty on), and s the days since the last one:
 *
 * - new: first seen within 30 days, and at most one order
 * - active: s ≤ a, where a is the larger of p(0.9) and 1.5 × p(0.5)
 * - at risk: a < s ≤ 2.5 × a
 * - lapsed: s > 2.5 × a
 *
 * @param visits times of events, oldest first; @param orders times of orders, oldest first
 */
export function lifecycleOf(options: {
  readonly visits: readonly number[]
  readonly orders: readonly number[]
  readonly base: Pick<Base, 'orderPauses' | 'visitPauses'>
  readonly now: number
}): Profile['lifecycle'] {
  const { visits, orders, base, now } = options
  const [first, last] = [visits[0], visits.at(-1)]
  if (first === undefined || last === undefined) return null
  const orderPauses = pausesOf(orders)
  const rhythmOf = orderPauses.length > 0 ? ('orders' as const) : ('visits' as const)
  const times = rhythmOf === 'orders' ? orders : visits
  const own = Float64Array.from(rhythmOf === 'orders' ? orderPauses : pausesOf(visits)).sort()
  const ofBase = rhythmOf === 'orders' ? base.orderPauses : base.visitPauses
  const rhythmFrom = own.length >= fewestOwn ? 'own' : ofBase.length >= fewestOfBase ? 'base' : 'assumed'
  const pauses = rhythmFrom === 'own' ? own : ofBase
  const newest = times.at(-1) as number
  const daysSince = Math.max(0, (now - newest) / dayMs)
  const atRiskAfter =
    rhythmFrom === 'assumed' ? assumed.atRiskAfter : Math.max(quantile(pauses, 0.9), 1.5 * quantile(pauses, 0.5))
  const lapsedAfter = rhythmFrom === 'assumed' ? assumed.lapsedAfter : 2.5 * atRiskAfter
  const isNew = now - first <= newDays * dayMs && orders.length <= 1
  return {
    stage: isNew ? 'new' : daysSince <= atRiskAfter ? 'active' : daysSince <= lapsedAfter ? 'atRisk' : 'lapsed',
    rhythmOf,
    rhythmFrom,
    daysSince: Math.round(daysSince * 10) / 10,
    atRiskAfter: Math.round(atRiskAfter * 10) / 10,
    lapsedAfter: Math.round(lapsedAfter * 10) / 10,
    usual:
      rhythmFrom === 'assumed'
        ? null
        : { ...certainShare(atLeast(pauses, daysSince), pauses.length), observations: pauses.length },
    source: 'inferred',
    observations: times.length,
    asOf: iso(newest),
  }
}
