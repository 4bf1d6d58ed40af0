const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2})?)?)?$/

/**
 * Milliseconds since the epoch of an ISO 8601 date or date-time; NaN when it is none or names a day or an hour that does
 * not exist (`2023-02-31`, `25:00`), which `Date.parse` would quietly shift. A text without an offset is UTC; a date is its
 * midnight in UTC; fractions beyond milliseconds are cut.
 *
 * @example parseTimestamp('2024-05-01T08:00:00+08:00') // 1714521600000
 */
export function parseTimestamp(text: string): number {
  if (text.length === 24) {
    const time = parseAsWritten(text)
    if (time !== undefined) return time
  }
  if (text.length > 40) return Number.NaN
  const parts = pattern.exec(text)
  if (parts === null) return Number.NaN
  const year = Number(parts[1])
  const month = Number(parts[2])
  const day = Number(parts[3])
  const hour = Number(parts[4] ?? 0)
  const minute = Number(parts[5] ?? 0)
  const second = Number(parts[6] ?? 0)
  const ms = parts[7] === undefined ? 0 : Number(parts[7].slice(0, 3).padEnd(3, '0'))
  const days = daysIn[month - 1]
  if (days === undefined || day < 1) return Number.NaN
  const leapDay = month === 2 && day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (day > days && !leapDay) return Number.NaN
  // 60: a leap second, counted as the first of the next minute.
  if (hour > 23 || minute > 59 || second > 60) return Number.NaN
  let time = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  // Date.UTC takes years 0 to 99 for 1900 to 1999.
  if (year < 100) time = new Date(time).setUTCFullYear(year)
  if (parts[9] === undefined) return time
  const offsetHours = Number(parts[10])
  const offsetMinutes = Number(parts[11] ?? 0)
  if (offsetHours > 23 || offsetMinutes > 59) return Number.NaN
  const offsetMs = (offsetHours * 60 + offsetMinutes) * 60_000
  return parts[9] === '+' ? time - offsetMs : time + offsetMs
}

/** The form that `toISOString` writes, which is nearly all there is, without a regular expression; undefined for any other. */
function parseAsWritten(text: string): number | undefined {
  const separated =
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    text.charCodeAt(19) === 46 &&
    text.charCodeAt(23) === 90
  if (!separated) return undefined
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  const ms = digits(text, 20, 23)
  // Days that not every month has are left to the careful way; NaN fails every comparison.
  const plain = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 && minute <= 59
  return plain && second <= 59 && ms <= 999 ? Date.UTC(year, month - 1, day, hour, minute, second, ms) : undefined
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
