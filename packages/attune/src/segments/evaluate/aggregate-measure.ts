import type { Doing, Window } from '../rules/rule.ts'
import type { Aggregate } from '../rules/rule-words.ts'
import { doingMatcher, headOf, isDoing, newestWithin } from './doing-matcher.ts'
import { glance, nothing } from './glance.ts'
import { changesAt } from './moment.ts'
import type { RuleContext } from './rule-sources.ts'
import { type Span, spanDays, windowSpan } from './window-span.ts'

export interface MeasuredDoing {
  readonly doing: Doing
  readonly window?: Window | undefined
}

/** Whether the number is the moment from which days are counted, not the days themselves. */
export const isAge = (aggregate: Aggregate): boolean => aggregate === 'sinceFirst' || aggregate === 'sinceLast'

/** What an aggregate says of somebody who did not do it: NaN where that is unknown. */
export const valueOfNothing = (aggregate: Aggregate): number =>
  aggregate.startsWith('average') || isAge(aggregate) ? Number.NaN : 0

/**
 * Works an aggregate out for a slot: NaN where it is unknown; for ages the moment (whole milliseconds) from which they count.
 * Lowers the moment's `until` to when a window lets the oldest entry go.
 */
export function aggregateMeasure(
  { doing, window }: MeasuredDoing,
  aggregate: Aggregate,
  context: RuleContext,
): (slot: number) => number {
  const { activity, moment, localTime, refreshers } = context
  const matcher = doingMatcher(doing, context)
  const look = glance(matcher, context)
  const spanAt = spanOf(window, context)
  let marks = new Uint32Array(0)
  let stamp = 0
  if (aggregate === 'distinctItems')
    refreshers.push(() => {
      if (activity.items.size > marks.length) marks = new Uint32Array(2 * activity.items.size)
    })
  const wantsValue = aggregate === 'sumOfValue' || aggregate === 'averageValue'
  const sums = wantsValue || aggregate === 'sumOfAmount' || aggregate === 'averageAmount'
  const onlyNewest = aggregate === 'sinceLast'

  const ofNothing = valueOfNothing(aggregate)

  return (slot) => {
    const span = spanAt(moment.now)
    const last = look(slot, span)
    // A window of no length has no rate, not even none.
    if (last === nothing) return aggregate === 'perDay' ? 0 / spanDays(span) : ofNothing
    if (onlyNewest && !Number.isNaN(last)) {
      if (span.slideMs > 0) changesAt(moment, Math.floor(last) + span.slideMs + 1)
      return Math.floor(last)
    }
    const entries = activity.entriesOf(slot)
    const { times, items, values, amounts, from } = entries
    let events = 0
    let parts = 0
    let sum = 0
    let distinct = 0
    let lastDay = Number.NaN
    let newest = Number.NaN
    let oldest = Number.NaN
    if (aggregate === 'distinctItems') stamp = (stamp + 1) >>> 0 || 1
    /** Head of the event that was counted last. */
    let counted = Number.POSITIVE_INFINITY
    for (let at = newestWithin(entries, span, moment); at >= from; at--) {
      const time = times[at] as number
      if (time < span.from) break
      if (!isDoing(matcher, entries, at)) continue
      if (sums) {
        const number = (wantsValue ? values[at] : amounts[at]) as number
        // Without money an entry says nothing about sums, and does not count in averages.
        if (!Number.isNaN(number)) {
          sum += number
          parts += 1
        }
      } else if (aggregate === 'distinctItems') {
        const item = items[at] as number
        if (item >= 0 && marks[item] !== stamp) {
          marks[item] = stamp
          distinct += 1
        }
      } else if (aggregate === 'distinctDays') {
        const day = localTime.dayOf(time)
        if (day !== lastDay) distinct += 1
        lastDay = day
      }
      if (at < counted) {
        events += 1
        counted = headOf(entries, at)
      }
      oldest = time
      if (Number.isNaN(newest)) newest = time
      if (onlyNewest) break
    }
    if (span.slideMs > 0 && !Number.isNaN(oldest)) changesAt(moment, Math.floor(oldest) + span.slideMs + 1)
    switch (aggregate) {
      case 'count':
        return events
      case 'sumOfValue':
      case 'sumOfAmount':
        return sum
      case 'averageValue':
      case 'averageAmount':
        return parts === 0 ? Number.NaN : sum / parts
      case 'distinctItems':
      case 'distinctDays':
        return distinct
      case 'sinceLast':
        return Math.floor(newest)
      case 'sinceFirst':
        return Math.floor(oldest)
      case 'perDay':
        return events / spanDays(span)
    }
  }
}

/**
 * Whether a slot reaches a number of events: looks from the newest back and stops as soon as it does, so that it holds until
 * the one that made it leaves the window.
 */
export function reachesCount(
  { doing, window }: MeasuredDoing,
  needed: number,
  context: RuleContext,
): (slot: number) => boolean {
  const { activity, moment } = context
  const matcher = doingMatcher(doing, context)
  const look = glance(matcher, context)
  const spanAt = spanOf(window, context)
  if (needed <= 0) return () => true
  return (slot) => {
    const span = spanAt(moment.now)
    const since = span.from
    const last = look(slot, span)
    if (last === nothing) return false
    if (needed === 1 && !Number.isNaN(last)) {
      if (span.slideMs > 0) changesAt(moment, Math.floor(last) + span.slideMs + 1)
      return true
    }
    const entries = activity.entriesOf(slot)
    const { times, from } = entries
    let left = needed
    for (let at = newestWithin(entries, span, moment); at >= from; at--) {
      const time = times[at] as number
      if (time < since) return false
      if (!isDoing(matcher, entries, at)) continue
      left -= 1
      if (left === 0) {
        if (span.slideMs > 0) changesAt(moment, Math.floor(time) + span.slideMs + 1)
        return true
      }
      at = headOf(entries, at)
    }
    return false
  }
}

/** The span of a window, whose jumps the context is told of. */
export function spanOf(window: Window | undefined, context: RuleContext): (now: number) => Span {
  const spanAt = windowSpan(window, context.localTime)
  if (window?.type === 'calendar') context.boundaries.push((now) => spanAt(now).boundary)
  return spanAt
}
