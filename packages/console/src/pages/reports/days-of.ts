import type { ReportEntry } from 'attune/api-types'

/**
 * Moments in the first and the last day that a report is about. Its id names its days, which begin where the server says, and
 * noon (UTC) is the same day nearly everywhere; an experiment is reported over its own run.
 *
 * @example daysOf({ kind: 'month', id: 'month-20261001-20261031-en-0123456789ab', … }) // noon of 1 and of 31 October 2026
 */
export function daysOf({
  kind,
  id,
  from,
  to,
}: Pick<ReportEntry, 'kind' | 'id' | 'from' | 'to'>): readonly [first: number, last: number] {
  if (kind === 'experiment') return [Date.parse(from), Date.parse(to) - 1]
  const [, first = '', last = ''] = id.split('-')
  const noon = (day: string): number =>
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)), 12)
  return [noon(first), noon(last)]
}
