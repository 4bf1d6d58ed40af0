import { expect, test } from 'vitest'
import { createLocalTime } from './local-time.ts'

const at = (text: string): number => Date.parse(text)

test('days begin at midnight of the zone', () => {
  const shanghai = createLocalTime('Asia/Shanghai')
  expect(shanghai.startOfDate('2026-03-01')).toBe(at('2026-03-01T00:00:00+08:00'))
  expect(shanghai.dayOf(at('2026-02-28T17:00:00Z'))).toBe(at('2026-03-01T00:00:00Z') / 86_400_000)
  expect([
    shanghai.hourOf(at('2026-02-28T17:00:00Z')),
    createLocalTime('UTC').hourOf(at('1969-12-31T23:00:00Z')),
  ]).toEqual([1, 23])
})

test('weeks begin on Monday, months and years on their first day', () => {
  const { periodOf } = createLocalTime('UTC')
  const now = at('2026-01-01T12:00:00Z')
  const days = (period: Parameters<typeof periodOf>[0]) =>
    Object.values(periodOf(period, now)).map((time) => new Date(time).toISOString().slice(0, 10))
  expect(days('thisWeek')).toEqual(['2025-12-29', '2026-01-05'])
  expect(days('lastWeek')).toEqual(['2025-12-22', '2025-12-29'])
  expect(days('lastMonth')).toEqual(['2025-12-01', '2026-01-01'])
  expect(days('lastYear')).toEqual(['2025-01-01', '2026-01-01'])
  expect(days('yesterday')).toEqual(['2025-12-31', '2026-01-01'])
  expect(days('thisYear')).toEqual(['2026-01-01', '2027-01-01'])
})

test('a day on which the clocks change is 23 or 25 hours long', () => {
  const { periodOf } = createLocalTime('Europe/Berlin')
  const hours = (now: string) => {
    const { from, to } = periodOf('today', at(now))
    return (to - from) / 3_600_000
  }
  expect([hours('2026-03-29T12:00:00Z'), hours('2026-10-25T12:00:00Z'), hours('2026-06-01T12:00:00Z')]).toEqual([
    23, 25, 24,
  ])
})
