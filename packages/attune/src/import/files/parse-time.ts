const isoLike =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i
const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AP]M)$/i

/**
 * A time as milliseconds since the epoch: ISO 8601 and its relatives (`2011-12-09 12:50:00`, `2011/12/9`), epoch seconds,
 * milliseconds, micro- or nanoseconds told apart by their size, and `11/12/2019 2:14:46 PM`. Without a zone it is UTC.
 * Day-first and month-first dates cannot be told apart and give NaN, as does everything else.
 */
export function parseTime(value: unknown): number {
  if (typeof value === 'number') return fromNumber(value)
  if (value instanceof Date) return value.getTime()
  if (typeof value !== 'string') return Number.NaN
  const quick = plainIso(value)
  if (quick !== undefined) return quick
  const text = value.trim()
  if (/^-?\d+(\.\d+)?$/.test(text) && text.length !== 8 && text.length !== 4) return fromNumber(Number(text))
  const iso = isoLike.exec(text)
  if (iso) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso
    const utc = utcOf(year, month, day, hour, minute, second)
    const millis = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)
    return utc + millis - zoneOffset(zone)
  }
  const us = american.exec(text)
  if (us) {
    const [, month, day, year, hour, minute, second, half] = us
    const hours = (Number(hour) % 12) + (half?.toUpperCase() === 'PM' ? 12 : 0)
    return utcOf(year, month, day, String(hours), minute, second)
  }
  return Number.NaN
}

/** `2024-05-01T08:00:00` with or without `Z` or `.000Z`: what most files have, without a regular expression. */
function plainIso(text: string): number | undefined {
  const { length } = text
  if (length < 19 || length > 24 || text.charCodeAt(4) !== 45 || text.charCodeAt(13) !== 58) return undefined
  const end = length === 19 || (length === 20 && text.charCodeAt(19) === 90)
  if (!end && !(length === 24 && text.charCodeAt(19) === 46 && text.charCodeAt(23) === 90)) return undefined
  if (text.charCodeAt(7) !== 45 || text.charCodeAt(16) !== 58) return undefined
  const separator = text.charCodeAt(10)
  if (separator !== 84 && separator !== 32) return undefined
  const day = digits(text, 8, 10)
  const month = digits(text, 5, 7)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  const millis = length === 24 ? digits(text, 20, 23) : 0
  const year = digits(text, 0, 4)
  // Days 29 to 31 are not in every month: the careful way knows.
  if (!(day >= 1 && day <= 28 && month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 59))
    return undefined
  return millis >= 0 && year >= 100 ? Date.UTC(year, month - 1, day, hour, minute, second, millis) : undefined
}

/** The number of some digits; NaN where one is none. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** Seconds until the year 5138, then milliseconds from 1973 on, microseconds, nanoseconds. */
function fromNumber(value: number): number {
  const size = Math.abs(value)
  if (size < 1e11) return Math.floor(value * 1000)
  if (size < 1e14) return Math.floor(value)
  if (size < 1e17) return Math.floor(value / 1e3)
  return Math.floor(value / 1e6)
}

function utcOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour = '0',
  minute = '0',
  second = '0',
): number {
  const [m, d] = [Number(month), Number(day)]
  if (m < 1 || m > 12 || d < 1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return Number.NaN
  const time = Date.UTC(Number(year), m - 1, d, Number(hour), Number(minute), Number(second))
  // 30 February would silently become 2 March.
  return new Date(time).getUTCDate() === d || Number(second) === 60 ? time : Number.NaN
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
