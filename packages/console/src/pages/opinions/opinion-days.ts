import type { OpinionsView } from 'attune/api-types'

type Day = OpinionsView['daily'][number]
const dayMs = 86_400_000

export interface OpinionPlace extends Omit<Day, 'day'> {
  /** First day of it, UTC. */
  readonly day: string
}

/** Days longer than this are shown by week: single ones would be a thicket. */
const mostDays = 45

export const byWeek = (days: number): boolean => days > mostDays

/** A place a day, or a week for long periods, up to today; places without a word stand there with zeros. */
export function opinionDays(daily: readonly Day[], days: number, now: number): readonly OpinionPlace[] {
  const step = byWeek(days) ? 7 : 1
  const today = Math.floor(now / dayMs)
  return Array.from({ length: Math.ceil(days / step) }, (_, place) => {
    const first = today - (Math.ceil(days / step) - place) * step + 1
    const own = daily.filter(({ day }) => {
      const at = Date.parse(day) / dayMs
      return at >= first && at < first + step
    })
    const sum = (of: 'positive' | 'neutral' | 'negative') => own.reduce((total, one) => total + one[of], 0)
    return {
      day: new Date(first * dayMs).toISOString().slice(0, 10),
      positive: sum('positive'),
      neutral: sum('neutral'),
      negative: sum('negative'),
    }
  })
}
