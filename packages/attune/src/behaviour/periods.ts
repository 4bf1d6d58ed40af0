import type { LocalTime } from '../segments/evaluate/local-time.ts'

export type PeriodName = 'day' | 'week' | 'month'

/** Days, weeks (from Monday) or months of one time zone, numbered without gaps. */
export interface Periods {
  numberOf(time: number): number
  /** The first day of a period as `2026-03-01`. */
  nameOf(period: number): string
  /** When a period begins, in milliseconds since the epoch. */
  startOf(period: number): number
}

const dayMs = 86_400_000

export function periodsOf(name: PeriodName, zone: Pick<LocalTime, 'dayOf' | 'startOfDate'>): Periods {
  const firstDay = {
    day: (period: number) => period,
    // 1970-01-01 was a Thursday.
    week: (period: number) => 7 * period - 3,
    month: (period: number) => Date.UTC(1970, period, 1) / dayMs,
  }[name]
  const periodOfDay = {
    day: (day: number) => day,
    week: (day: number) => Math.floor((day + 3) / 7),
    month: (day: number) => {
      const date = new Date(day * dayMs)
      return 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth()
    },
  }[name]
  const nameOf = (period: number): string => new Date(firstDay(period) * dayMs).toISOString().slice(0, 10)
  return {
    numberOf: (time) => periodOfDay(zone.dayOf(time)),
    nameOf,
    startOf: (period) => zone.startOfDate(nameOf(period)),
  }
}
