import { LanguageError } from '../../errors.ts'
import { chineseDigits, chineseNumber } from './chinese-number.ts'
import type { FoundEntity } from './entity.ts'

const dayMs = 86_400_000
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const monthName =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const weekdays = 'mon tue wed thu fri sat sun'.split(' ')
const weekdayName = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const chineseWeekdays = '一二三四五六日天'
const word = {
  today: 0,
  tonight: 0,
  tomorrow: 1,
  yesterday: -1,
  今天: 0,
  今日: 0,
  今晚: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
  昨天: -1,
  昨日: -1,
  前天: -2,
} as const
const weekWord: Readonly<Record<string, number>> = { 上: -1, 本: 0, 这: 0, 下: 1, 下下: 2, last: -1, this: 0, next: 1 }

type Found = { readonly month: number; readonly day: number; readonly year?: number } | { readonly days: number }
type Today = { readonly time: number; readonly weekday: number }
interface Rule {
  readonly pattern: RegExp
  /** A day from the groups of a match; relative ones need to know what day it is. */
  read(groups: Readonly<Record<string, string | undefined>>, today: Today | undefined): Found | undefined
}

const calendar = ({ year, month, day }: Readonly<Record<string, string | undefined>>): Found => ({
  month: Number(month),
  day: Number(day),
  ...(year === undefined ? {} : { year: Number(year) }),
})
const named = ({ year, name = '', day }: Readonly<Record<string, string | undefined>>): Found => ({
  month: months.indexOf(name.slice(0, 3).toLowerCase()) + 1,
  day: Number.parseInt(day ?? '', 10),
  ...(year === undefined ? {} : { year: Number(year) }),
})

const rules: readonly Rule[] = [
  {
    pattern: /(?<![0-9.-])(?<year>[12][0-9]{3})(?<part>[-/.])(?<month>[0-9]{1,2})\k<part>(?<day>[0-9]{1,2})(?![0-9])/gu,
    read: calendar,
  },
  {
    pattern:
      /(?<![0-9])(?:(?<year>[12][0-9]{3})\s?年\s?)?(?<month>[0-9]{1,2})\s?月\s?(?<day>[0-9]{1,2})\s?[日号]?(?![0-9])/gu,
    read: calendar,
  },
  {
    pattern:
      /(?<month>十?[一二三四五六七八九]|十)月(?<day>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]/gu,
    read: ({ month = '', day = '' }) => ({ month: chineseNumber(month) ?? 0, day: chineseNumber(day) ?? 0 }),
  },
  {
    pattern: new RegExp(
      `\\b(?<name>${monthName})\\s(?<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])(?:,?\\s(?<year>[12][0-9]{3})\\b)?`,
      'giu',
    ),
    read: named,
  },
  {
    pattern: new RegExp(
      `\\b(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?(?<name>${monthName})(?![a-z])(?:,?\\s(?<year>[12][0-9]{3})\\b)?`,
      'giu',
    ),
    read: named,
  },
  {
    // Month first or day first: told only where one of them is above 12.
    pattern: /(?<![0-9/])(?<first>[0-9]{1,2})\/(?<second>[0-9]{1,2})\/(?<year>[12][0-9]{3})(?![0-9/])/gu,
    read({ first, second, year }) {
      const [a, b] = [Number(first), Number(second)]
      if (a <= 12 === b <= 12 && a !== b) return undefined
      return a > 12 ? { day: a, month: b, year: Number(year) } : { day: b, month: a, year: Number(year) }
    },
  },
  {
    pattern: /大后天|今天|今日|今晚|明天|明日|后天|昨天|昨日|(?<!以)前天|\b(?:today|tonight|tomorrow|yesterday)\b/giu,
    read: ({ whole = '' }) => ({ days: word[whole.toLowerCase() as keyof typeof word] }),
  },
  {
    pattern: new RegExp(`(?<which>下下|[上本这下])个?(?:周|星期|礼拜)(?<weekday>[${chineseWeekdays}])`, 'gu'),
    read: ({ which = '', weekday = '' }, today) =>
      today && { days: 7 * (weekWord[which] ?? 0) + Math.min(chineseWeekdays.indexOf(weekday), 6) - today.weekday },
  },
  {
    pattern: new RegExp(
      `(?<![上本这下个每逢])(?:周|星期|礼拜)(?<weekday>[${chineseWeekdays}])(?![到至]|、|[0-9])`,
      'gu',
    ),
    read: ({ weekday = '' }, today) =>
      today && { days: (Math.min(chineseWeekdays.indexOf(weekday), 6) - today.weekday + 7) % 7 },
  },
  {
    pattern: new RegExp(`\\b(?<which>last|this|next)\\s(?<weekday>${weekdayName})\\b`, 'giu'),
    read: ({ which = '', weekday = '' }, today) =>
      today && {
        days:
          7 * (weekWord[which.toLowerCase()] ?? 0) +
          weekdays.indexOf(weekday.slice(0, 3).toLowerCase()) -
          today.weekday,
      },
  },
  {
    pattern: new RegExp(`(?<count>[0-9]{1,3}|[${chineseDigits}]{1,4})天(?<way>之?[前后]|以[前后])`, 'gu'),
    read({ count = '', way = '' }) {
      const days = /[0-9]/.test(count) ? Number(count) : chineseNumber(count)
      return days === undefined ? undefined : { days: way.endsWith('前') ? -days : days }
    },
  },
  {
    pattern: /\bin\s(?<later>[0-9]{1,3})\sdays?\b|\b(?<earlier>[0-9]{1,3})\sdays?\sago\b/giu,
    read: ({ later, earlier }) => ({ days: later === undefined ? -Number(earlier) : Number(later) }),
  },
]

/**
 * Days in both languages: calendar days (2026-11-27, 11月27日, Nov 27th), and days that are told from today (明天, 下周五, next
 * Friday, 3 days ago). Weeks begin on Monday, and “next Friday” is the Friday of the week after this one, as 下周五 is. A day without
 * its year is the one nearest to today. Days that no calendar has, and 5/6/2026, which two calendars read differently, are none.
 *
 * @param text of half-width characters
 * @param today ISO date; without it days that are told from today are not found, and days without a year have none
 * @throws LanguageError `bad-option` when `today` is no day
 */
export function findDates(text: string, today: string | undefined): readonly FoundEntity[] {
  const known = today === undefined ? undefined : readToday(today)
  const found: FoundEntity[] = []
  for (const { pattern, read } of rules)
    for (const match of text.matchAll(pattern)) {
      const [whole] = match
      const one = read({ ...match.groups, whole }, known)
      const date = one && dateOf(one, known)
      if (date !== undefined)
        found.push({ kind: 'date', text: whole, start: match.index, end: match.index + whole.length, value: { date } })
    }
  return found
}

function readToday(today: string): Today {
  const time = /^\d{4}-\d\d-\d\d$/.test(today) ? Date.parse(today) : Number.NaN
  if (Number.isNaN(time)) throw new LanguageError('bad-option', 'Today is a day such as 2026-11-27.')
  return { time, weekday: (new Date(time).getUTCDay() + 6) % 7 }
}

function dateOf(found: Found, today: Today | undefined): string | undefined {
  if ('days' in found) return today && isoOf(today.time + found.days * dayMs)
  const { year, month, day } = found
  if (year !== undefined) return isDay(year, month, day) ? isoOf(Date.UTC(year, month - 1, day)) : undefined
  if (!isDay(2000, month, day)) return undefined
  if (!today) return `--${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const own = new Date(today.time).getUTCFullYear()
  const nearest = [own - 1, own, own + 1]
    .filter((candidate) => isDay(candidate, month, day))
    .map((candidate) => Date.UTC(candidate, month - 1, day))
    .sort((a, b) => Math.abs(a - today.time) - Math.abs(b - today.time))[0]
  return nearest === undefined ? undefined : isoOf(nearest)
}

const isoOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return month >= 1 && day >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
