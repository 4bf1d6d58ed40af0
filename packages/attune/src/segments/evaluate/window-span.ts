import type { Window } from '../rules/rule.ts'
import type { LocalTime } from './local-time.ts'

export const dayMs = 86_400_000

/** Days in whole milliseconds. */
export const inMs = (days: number): number => Math.round(days * dayMs)

/** The part of time that a window means at a moment. */
export interface Span {
  /** Entries at this time and later belong to it. */
  from: number
  /** Entries at this time and later do not. */
  to: number
  /** How long after it happened an entry is in a window that slides; 0 where it does not. */
  readonly slideMs: number
  /** When `from` and `to` jump for everybody; Infinity where they do not. */
  boundary: number
}

/** The end of a window that is given as a day is the end of that day. */
const edge = (text: string, localTime: LocalTime, after: number): number =>
  text.includes('T') ? Date.parse(text) : localTime.startOfDate(nextDate(text, after))

const nextDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** @returns the span at a moment; the same object each time, worked out again only when the moment is another */
export function windowSpan(window: Window | undefined, localTime: LocalTime): (now: number) => Span {
  const span: Span = {
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    slideMs: window?.type === 'last' ? inMs(window.days) : 0,
    boundary: Number.POSITIVE_INFINITY,
  }
  if (window === undefined) return () => span
  if (window.type === 'between') {
    span.from = edge(window.from, localTime, 0)
    span.to = edge(window.to, localTime, 1)
    return () => span
  }
  let workedOutAt = Number.NaN
  return (now) => {
    if (now === workedOutAt) return span
    workedOutAt = now
    if (window.type === 'last') span.from = now - span.slideMs
    else {
      const { from, to } = localTime.periodOf(window.period, now)
      span.from = from
      span.to = to
      // What begins today, this week, this month or this year jumps when the current one ends; so does the one before.
      const current = window.period.replace('last', 'this').replace('yesterday', 'today') as typeof window.period
      span.boundary = localTime.periodOf(current, now).to
    }
    return span
  }
}

/** How long a window is, in days. */
export function spanDays(span: Span): number {
  return span.slideMs > 0 ? span.slideMs / dayMs : (span.to - span.from) / dayMs
}
