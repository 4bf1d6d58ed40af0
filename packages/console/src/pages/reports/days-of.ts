/**
 * Noon (UTC) of the first and the last day that a report is about, as its id names them: its days begin where the server says,
 * and noon is the same day nearly everywhere.
 *
 * @example daysOf('month-20261001-20261031-en-0123456789ab') // [Date.UTC(2026, 9, 1, 12), Date.UTC(2026, 9, 31, 12)]
 */
export function daysOf(id: string): readonly [first: number, last: number] {
  const [, first = '', last = ''] = id.split('-')
  const noon = (day: string): number =>
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)), 12)
  return [noon(first), noon(last)]
}
