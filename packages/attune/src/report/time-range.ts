import { attuneError } from '../errors.ts'

const dayMs = 86_400_000

/** A range of time and the days in it. */
export interface TimeRange {
  /** Inclusive, milliseconds since the epoch. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
  /** Minutes that local time is ahead of UTC. */
  readonly offsetMinutes: number
}

/**
 * Minutes ahead of UTC of `+08:00`, `-03:30`, `Z`. A plus sign that a URL turned into a space is read as a plus.
 * @throws AttuneError `invalid-range`
 */
export function parseOffset(tz: string | undefined): number {
  if (tz === undefined || tz === 'Z') return 0
  const match = /^([+\- ])(\d{2}):?(\d{2})$/.exec(tz)
  const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : Number.NaN
  if (!match || Number(match[3]) > 59 || minutes > 14 * 60)
    throw attuneError('invalid-range', 'tz must be an offset from UTC such as +08:00.', { details: { field: 'tz' } })
  return match[1] === '-' ? -minutes : minutes
}

/** The beginning of the day that `ms` lies in. */
export function startOfDay(ms: number, offsetMinutes: number): number {
  const offset = offsetMinutes * 60_000
  return Math.floor((ms + offset) / dayMs) * dayMs - offset
}

/**
 * Reads `from` (inclusive) and `to` (exclusive). A date without a time is the beginning of that day. Default: the last
 * `days` days, today included, up to and including now.
 *
 * @throws AttuneError `invalid-range` when `from` is not before `to`
 */
export function timeRange(
  query: { readonly from?: string | undefined; readonly to?: string | undefined; readonly tz?: string | undefined },
  now: number,
  days = 28,
): TimeRange {
  const offsetMinutes = parseOffset(query.tz)
  const to = query.to === undefined ? now + 1 : parse('to', query.to, offsetMinutes)
  const from =
    query.from === undefined
      ? startOfDay(to - 1, offsetMinutes) - (days - 1) * dayMs
      : parse('from', query.from, offsetMinutes)
  if (from >= to) throw attuneError('invalid-range', 'from must be before to.', { details: { field: 'from' } })
  return { from, to, offsetMinutes }
}

function parse(field: string, text: string, offsetMinutes: number): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const ms = isDay ? Date.parse(`${text}T00:00:00Z`) - offsetMinutes * 60_000 : Date.parse(text)
  if (Number.isNaN(ms))
    throw attuneError('invalid-range', `${field} must be a date such as 2026-03-01, or a date-time with an offset.`, {
      details: { field },
    })
  return ms
}

/** The days of a range as `2026-03-01`, oldest first. */
export function daysOf({ from, to, offsetMinutes }: TimeRange): readonly string[] {
  const days: string[] = []
  for (let day = startOfDay(from, offsetMinutes); day < to; day += dayMs) days.push(dayName(day, offsetMinutes))
  return days
}

/** The day of a moment as `2026-03-01`. */
export function dayName(ms: number, offsetMinutes: number): string {
  return new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 10)
}

/** The day of a timestamp column as SQL text `2026-03-01`; the offset is a number of ours, so it may stand in the text. */
export function daySql(column: string, offsetMinutes: number): string {
  return `strftime(${column} + INTERVAL '${Math.trunc(offsetMinutes)} minutes', '%Y-%m-%d')`
}
