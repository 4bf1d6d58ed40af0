import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import { ownRhythm } from '../../profile/portrait/rhythm.ts'

/** What the stage of one slot follows from, at any moment from `from` until before `until`. */
export interface SlotRhythm {
  /** When they were seen first; NaN: they did nothing yet. */
  first: number
  /** When what the rhythm is of happened last. */
  newest: number
  ofOrders: boolean
  isBeginner: boolean
  /** Their own pace, whole milliseconds; NaN: that of everybody counts. */
  atRiskMs: number
  lapsedMs: number
  /** When the last of what has happened did. */
  from: number
  /** When something that lies in the future comes true. */
  until: number
}

export const newSlotRhythm = (): SlotRhythm => ({
  first: Number.NaN,
  newest: Number.NaN,
  ofOrders: false,
  isBeginner: true,
  atRiskMs: Number.NaN,
  lapsedMs: Number.NaN,
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
})

/** Works it out from the entries of a slot that have happened at `now`, as portraits do. */
export function readRhythm(activity: WorkspaceActivity, slot: number, now: number, into: SlotRhythm): void {
  const { times, kinds, continues, from, to } = activity.entriesOf(slot)
  const order = activity.kinds.find('order') ?? -1
  const [visits, orders]: [number[], number[]] = [[], []]
  let at = from
  for (; at < to && (times[at] as number) <= now; at++) {
    if (continues[at] !== 0) continue
    visits.push(times[at] as number)
    if (kinds[at] === order) orders.push(times[at] as number)
  }
  into.from = visits.at(-1) ?? Number.NEGATIVE_INFINITY
  into.until = at < to ? Math.ceil(times[at] as number) : Number.POSITIVE_INFINITY
  const rhythm = ownRhythm(visits, orders)
  into.first = rhythm?.first ?? Number.NaN
  into.newest = rhythm?.newest ?? Number.NaN
  into.ofOrders = rhythm?.rhythmOf === 'orders'
  into.isBeginner = rhythm?.isBeginner ?? true
  into.atRiskMs = rhythm?.own?.atRiskMs ?? Number.NaN
  into.lapsedMs = rhythm?.own?.lapsedMs ?? Number.NaN
}
