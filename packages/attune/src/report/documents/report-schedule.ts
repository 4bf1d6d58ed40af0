import { dayName, startOfDay, type TimeRange } from '../time-range.ts'

const dayMs = 86_400_000

/** The last whole week (from Monday) or month before a moment. */
export function lastWhole(every: 'week' | 'month', now: number, offsetMinutes: number): TimeRange {
  const today = startOfDay(now, offsetMinutes)
  const local = new Date(today + offsetMinutes * 60_000)
  if (every === 'week') {
    const monday = today - ((local.getUTCDay() + 6) % 7) * dayMs
    return { from: monday - 7 * dayMs, to: monday, offsetMinutes }
  }
  const first = (add: number): number =>
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + add) - offsetMinutes * 60_000
  return { from: first(-1), to: first(0), offsetMinutes }
}

/** What a report of a range is about where nobody says it: `2026-10`, or the days of a week. */
export function subjectOf(every: 'week' | 'month', { from, to, offsetMinutes }: TimeRange): string {
  const first = dayName(from, offsetMinutes)
  return every === 'month' ? first.slice(0, 7) : `${first} – ${dayName(to - 1, offsetMinutes)}`
}
