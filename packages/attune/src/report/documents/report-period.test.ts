import { expect, test } from 'vitest'
import { reportPeriod } from './report-period.ts'
import { lastWhole, subjectOf } from './report-schedule.ts'

const now = Date.UTC(2026, 10, 27, 12)
const month = (subject: string, tz?: string) => {
  const { range, before } = reportPeriod({ kind: 'month', subject, tz }, now)
  return [before.from, before.to, range.from, range.to].map((ms) => new Date(ms).toISOString().slice(0, 16))
}

test('a month is compared with the month before, where the team lives', () => {
  expect(month('2026-10')).toEqual(['2026-09-01T00:00', '2026-10-01T00:00', '2026-10-01T00:00', '2026-11-01T00:00'])
  expect(month('2026-01', '+08:00')).toEqual([
    '2025-11-30T16:00',
    '2025-12-31T16:00',
    '2025-12-31T16:00',
    '2026-01-31T16:00',
  ])
})

test('a month that still runs is compared with as much of the month before', () => {
  expect(month('2026-11')).toEqual(['2026-10-01T00:00', '2026-10-27T12:00', '2026-11-01T00:00', '2026-11-27T12:00'])
})

test('what is no month, or has not begun, is refused', () => {
  for (const wrong of ['2026-13', 'October', '2026-12']) expect(() => month(wrong), wrong).toThrow(/month/i)
})

test('anything else is compared with as many days before', () => {
  const period = reportPeriod({ kind: 'placement', subject: 'home', from: '2026-11-08', to: '2026-11-15' }, now)
  expect(new Date(period.before.from).toISOString()).toBe('2026-11-01T00:00:00.000Z')
  expect(period.before.to).toBe(period.range.from)
})

test('the last whole week begins on Monday, and the last whole month is over', () => {
  // 27 November 2026 is a Friday.
  const week = lastWhole('week', now, 0)
  expect(subjectOf('week', week)).toBe('2026-11-16 – 2026-11-22')
  expect(new Date(week.from).getUTCDay()).toBe(1)
  expect(subjectOf('month', lastWhole('month', now, 0))).toBe('2026-10')
  // Half past midnight of 1 December in China.
  expect(subjectOf('month', lastWhole('month', Date.UTC(2026, 10, 30, 16, 30), 480))).toBe('2026-11')
})
