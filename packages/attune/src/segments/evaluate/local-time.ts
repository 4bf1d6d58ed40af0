import type { CalendarPeriod } from '../rules/rule-words.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Days and hours of one time zone. */
export interface LocalTime {
  /** Whole days since 1970-01-01, as the clock on the wall has it. */
  dayOf(time: number): number
  /** 0 to 23. */
  hourOf(time: number): number
  /** When a day begins, in milliseconds since the epoch. `2026-01-31` */
  startOfDate(date: string): number
  /** From (included) to (excluded) of the period in which `now` is, or of the one before. */
  periodOf(period: CalendarPeriod, now: number): { readonly from: number; readonly to: number }
}

/**
 * @param timeZone an IANA name such as `Asia/Shanghai`
 * @throws RangeError where there is no such zone
 */
export function createLocalTime(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-hc-h23', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const isFixed = timeZone === 'UTC'
  // Offsets change on full quarters of an hour; asking Intl each time would be a thousand times slower.
  const offsets = new Map<number, number>()
  const quarterMs = hourMs / 4

  function offsetOf(time: number): number {
    if (isFixed) return 0
    const quarter = Math.floor(time / quarterMs)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      const start = quarter * quarterMs
      const part = Object.fromEntries(format.formatToParts(start).map(({ type, value }) => [type, Number(value)]))
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
      offset = Date.UTC(year, month - 1, day, hour, minute, second) - start
      if (offsets.size > 200_000) offsets.clear()
      offsets.set(quarter, offset)
    }
    return offset
  }

  /** When a wall clock shows a time; where it never does (or twice), the moment nearest before. */
  function fromWall(wall: number): number {
    const guess = wall - offsetOf(wall)
    return wall - offsetOf(guess)
  }
  const startOfDay = (day: number): number => fromWall(day * dayMs)
  const dayOf = (time: number): number => Math.floor((time + offsetOf(time)) / dayMs)
  const dayOfDate = (year: number, month: number): number => Date.UTC(year, month, 1) / dayMs

  return {
    dayOf,
    hourOf: (time) => Math.floor((((time + offsetOf(time)) % dayMs) + dayMs) / hourMs) % 24,
    startOfDate: (date) => fromWall(Date.parse(`${date}T00:00:00Z`)),
    periodOf(period, now) {
      const today = dayOf(now)
      const wall = new Date(today * dayMs)
      const year = wall.getUTCFullYear()
      const month = wall.getUTCMonth()
      // 1970-01-01 was a Thursday; weeks begin on Monday.
      const monday = today - ((((today + 3) % 7) + 7) % 7)
      const days = (from: number, to: number) => ({ from: startOfDay(from), to: startOfDay(to) })
      switch (period) {
        case 'today':
          return days(today, today + 1)
        case 'yesterday':
          return days(today - 1, today)
        case 'thisWeek':
          return days(monday, monday + 7)
        case 'lastWeek':
          return days(monday - 7, monday)
        case 'thisMonth':
          return days(dayOfDate(year, month), dayOfDate(year, month + 1))
        case 'lastMonth':
          return days(dayOfDate(year, month - 1), dayOfDate(year, month))
        case 'thisYear':
          return days(dayOfDate(year, 0), dayOfDate(year + 1, 0))
        case 'lastYear':
          return days(dayOfDate(year - 1, 0), dayOfDate(year, 0))
      }
    },
  }
}
