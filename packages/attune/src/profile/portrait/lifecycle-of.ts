import type { Profile } from '../../api/schemas/profiles.ts'
import type { Base } from './base.ts'
import { certainShare } from './certain-share.ts'
import { iso } from './interests-of.ts'
import { atLeast } from './pauses-of.ts'
import { assumedPace, baseRhythm, ownRhythm, stageAt } from './rhythm.ts'
import { dayMs } from './weigh-activity.ts'

const tenths = (days: number): number => Math.round(days * 10) / 10

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
 * What lies in the future (clocks of visitors are wrong) has not happened yet. Rules of segments ask the same (`rhythm.ts`).
 *
 * @param visits times of events, oldest first; @param orders times of orders, oldest first
 */
export function lifecycleOf(options: {
  readonly visits: readonly number[]
  readonly orders: readonly number[]
  readonly base: Pick<Base, 'orderPauses' | 'visitPauses'>
  readonly now: number
}): Profile['lifecycle'] {
  const { base, now } = options
  const hasHappened = (time: number): boolean => time <= now
  const [visits, orders] = [options.visits.filter(hasHappened), options.orders.filter(hasHappened)]
  const rhythm = ownRhythm(visits, orders)
  if (rhythm === undefined) return null
  const { rhythmOf, newest, own } = rhythm
  const ofBase = baseRhythm(base)[rhythmOf]
  const pace = own ?? ofBase ?? assumedPace
  const rhythmFrom = own ? 'own' : ofBase ? 'base' : 'assumed'
  const pauses = own ? rhythm.pauses : rhythmOf === 'orders' ? base.orderPauses : base.visitPauses
  const daysSince = (now - newest) / dayMs
  return {
    stage: stageAt(rhythm, pace, now).stage,
    rhythmOf,
    rhythmFrom,
    daysSince: tenths(daysSince),
    atRiskAfter: tenths(pace.atRiskMs / dayMs),
    lapsedAfter: tenths(pace.lapsedMs / dayMs),
    usual:
      rhythmFrom === 'assumed'
        ? null
        : { ...certainShare(atLeast(pauses, daysSince), pauses.length), observations: pauses.length },
    source: 'inferred',
    observations: (rhythmOf === 'orders' ? orders : visits).length,
    asOf: iso(newest),
  }
}
