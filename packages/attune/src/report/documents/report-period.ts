import { attuneError } from '../../errors.ts'
import { type TimeRange, timeRange } from '../time-range.ts'
import type { DocumentKind } from './report-document.ts'

export interface PeriodQuery {
  readonly kind: DocumentKind
  readonly subject: string
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly tz?: string | undefined
}

/** What a report is about in time, and what it is compared with. */
export interface ReportPeriod {
  readonly range: TimeRange
  /** As long as the range and just before it; of a month the month before, as far into it. */
  readonly before: TimeRange
}

const month = /^(\d{4})-(0[1-9]|1[0-2])$/

/**
 * The time of a report: `from` and `to` where they are given, the month of a month, else the last 28 days.
 *
 * @throws AttuneError `invalid-range`, `invalid-month`
 */
export function reportPeriod({ kind, subject, from, to, tz }: PeriodQuery, now: number): ReportPeriod {
  if (kind !== 'month' || from !== undefined || to !== undefined) {
    const range = timeRange({ from, to, tz }, now)
    const length = range.to - range.from
    return { range, before: { ...range, from: range.from - length, to: range.from } }
  }
  const match = month.exec(subject)
  if (match === null)
    throw attuneError('invalid-month', 'A month is written like 2026-10.', { details: { field: 'subject' } })
  const { offsetMinutes } = timeRange({ tz }, now)
  const start = (add: number): number => Date.UTC(Number(match[1]), Number(match[2]) - 1 + add) - offsetMinutes * 60_000
  if (start(0) > now)
    throw attuneError('invalid-month', 'This month has not begun yet.', { details: { field: 'subject' } })
  const range = { from: start(0), to: Math.min(start(1), Math.floor(now) + 1), offsetMinutes }
  // A month that still runs is compared with as much of the one before.
  const until = range.to === start(1) ? start(0) : Math.min(start(0), start(-1) + range.to - range.from)
  return { range, before: { from: start(-1), to: until, offsetMinutes } }
}
