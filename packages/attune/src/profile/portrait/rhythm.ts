import { quantile } from './catalogue-facts.ts'
import { pausesOf } from './pauses-of.ts'
import { dayMs } from './weigh-activity.ts'

/** After which pause somebody is at risk, and after which lapsed; whole milliseconds. */
export interface Pace {
  readonly atRiskMs: number
  readonly lapsedMs: number
}

/** The pace of everybody; undefined where too little is known, and `assumedPace` counts. */
export interface BaseRhythm {
  readonly orders: Pace | undefined
  readonly visits: Pace | undefined
}

/** What of one person's own doings their stage follows from; the time and everybody's pace are not in it. */
export interface OwnRhythm {
  /** When they were seen first. */
  readonly first: number
  /** When what the rhythm is of happened last. */
  readonly newest: number
  readonly rhythmOf: 'orders' | 'visits'
  /** Their own pauses in days, sorted. */
  readonly pauses: Float64Array
  /** Their own pace; undefined: they have too few pauses. */
  readonly own: Pace | undefined
  /** Whether they ordered once at most. */
  readonly isBeginner: boolean
}

export type Stage = 'new' | 'active' | 'atRisk' | 'lapsed'

/** Who was first seen within so many days and bought once at most is new. */
export const newDays = 30
const newMs = newDays * dayMs
/** Fewer pauses of a person than these say nothing of their rhythm: those of everybody count. */
const fewestOwn = 3
/** Fewer pauses of everybody than these say nothing either. */
const fewestOfBase = 50
/** What then counts: a month, and three. */
export const assumedPace: Pace = { atRiskMs: 30 * dayMs, lapsedMs: 90 * dayMs }

/** @param pauses in days, sorted, at least one */
function paceOf(pauses: Float64Array): Pace {
  const atRisk = Math.max(quantile(pauses, 0.9), 1.5 * quantile(pauses, 0.5))
  return { atRiskMs: Math.round(atRisk * dayMs), lapsedMs: Math.round(2.5 * atRisk * dayMs) }
}

/** @param pauses of a sample of people, in days, sorted */
export function baseRhythm(pauses: {
  readonly orderPauses: Float64Array
  readonly visitPauses: Float64Array
}): BaseRhythm {
  const known = (of: Float64Array): Pace | undefined => (of.length < fewestOfBase ? undefined : paceOf(of))
  return { orders: known(pauses.orderPauses), visits: known(pauses.visitPauses) }
}

/**
 * @param visits times of events, oldest first; @param orders times of orders, oldest first
 * @returns undefined of somebody who did nothing
 */
export function ownRhythm(visits: readonly number[], orders: readonly number[]): OwnRhythm | undefined {
  const first = visits[0]
  if (first === undefined) return undefined
  const orderPauses = pausesOf(orders)
  const ofOrders = orderPauses.length > 0
  const pauses = Float64Array.from(ofOrders ? orderPauses : pausesOf(visits)).sort()
  return {
    first,
    newest: (ofOrders ? orders : visits).at(-1) as number,
    rhythmOf: ofOrders ? 'orders' : 'visits',
    pauses,
    own: pauses.length < fewestOwn ? undefined : paceOf(pauses),
    isBeginner: orders.length <= 1,
  }
}

/**
 * The stage at a moment, and until when it holds if nothing else happens (Infinity: for ever). With s the time since the
 * newest: new within 30 days of the first visit and with at most one order, else active while s is at most `atRiskMs`, at risk
 * while it is at most `lapsedMs`, and lapsed after that.
 *
 * @param now whole milliseconds, not before `newest`
 */
export function stageAt(
  { first, newest, isBeginner }: Pick<OwnRhythm, 'first' | 'newest' | 'isBeginner'>,
  { atRiskMs, lapsedMs }: Pace,
  now: number,
): { readonly stage: Stage; readonly until: number } {
  const since = Math.floor(newest)
  const newUntil = Math.floor(first) + newMs + 1
  if (isBeginner && now < newUntil) return { stage: 'new', until: newUntil }
  if (now - since <= atRiskMs) return { stage: 'active', until: since + atRiskMs + 1 }
  if (now - since <= lapsedMs) return { stage: 'atRisk', until: since + lapsedMs + 1 }
  return { stage: 'lapsed', until: Number.POSITIVE_INFINITY }
}
