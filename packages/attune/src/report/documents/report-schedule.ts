import { z } from 'zod'
import { dayName, startOfDay, type TimeRange } from '../time-range.ts'
import { documentKinds } from './report-document.ts'

/** A report that is made by itself once a week (from Monday) or month is over. */
export const reportScheduleSchema = z
  .strictObject({
    kind: z.enum(documentKinds),
    /** Id of the experiment or placement, name of the campaign; `month` is of everything and needs none. */
    subject: z
      .string()
      .trim()
      .min(1)
      .max(256)
      .refine((text) => !/\p{Cc}/u.test(text), 'no control characters')
      .optional(),
    every: z.enum(['week', 'month']),
    languages: z
      .array(z.enum(['en', 'zh']))
      .min(1)
      .max(2)
      .refine((languages) => new Set(languages).size === languages.length, 'each language once')
      .default(['en']),
    /** So many of them are kept. */
    keep: z.int().min(1).max(100).default(12),
  })
  .refine(({ kind, subject }) => (kind === 'month') === (subject === undefined), {
    message: 'a report of an experiment, a placement or a campaign names it; one of a month names nothing',
    path: ['subject'],
  })
export type ReportSchedule = z.output<typeof reportScheduleSchema>

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
