const hourMs = 3_600_000

/** The hour of the day, 0 to 23, somewhere; quick for many times, since clocks only change at full hours (or half ones). */
export type HourOf = (ms: number) => number

const clocks = new Map<string, HourOf>()
const mostHours = 200_000

export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name === '' || name.length > 64) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** @param timeZone an IANA name for which `isTimeZone` holds */
export function hourIn(timeZone: string): HourOf {
  const known = clocks.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' })
  /** Half an hour since the epoch → hour of the day. */
  const hours = new Map<number, number>()
  const hourOf: HourOf = (ms) => {
    const half = Math.floor((2 * ms) / hourMs)
    let hour = hours.get(half)
    if (hour === undefined) {
      hour = Number(format.format((half * hourMs) / 2)) % 24
      if (hours.size >= mostHours) hours.clear()
      hours.set(half, hour)
    }
    return hour
  }
  clocks.set(timeZone, hourOf)
  return hourOf
}
