import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayName, daysOf, parseOffset, startOfDay, timeRange } from './time-range.ts'

const now = Date.UTC(2026, 2, 10, 15, 30)

test('the default is the last 28 days, today and this very moment included', () => {
  const range = timeRange({}, now)
  expect(new Date(range.from).toISOString()).toBe('2026-02-11T00:00:00.000Z')
  expect(range.to).toBe(now + 1)
  const days = daysOf(range)
  expect(days).toHaveLength(28)
  expect(days.at(-1)).toBe('2026-03-10')
})

test('a date is the beginning of that day where the caller lives', () => {
  const range = timeRange({ from: '2026-03-01', to: '2026-03-03', tz: '+08:00' }, now)
  expect(new Date(range.from).toISOString()).toBe('2026-02-28T16:00:00.000Z')
  expect(daysOf(range)).toEqual(['2026-03-01', '2026-03-02'])
  expect(new Date(timeRange({ from: '2026-03-01', tz: '-03:30' }, now).from).toISOString()).toBe(
    '2026-03-01T03:30:00.000Z',
  )
  expect(timeRange({ from: '2026-03-01T10:00:00+02:00' }, now).from).toBe(Date.UTC(2026, 2, 1, 8))
})

test('just before midnight in China the last day is the Chinese one', () => {
  // 16:30 UTC is half past midnight of the 11th.
  const days = daysOf(timeRange({ tz: '+08:00' }, Date.UTC(2026, 2, 10, 16, 30), 2))
  expect(days).toEqual(['2026-03-10', '2026-03-11'])
})

test('offsets: signs, a plus that a URL turned into a space, and nonsense', () => {
  expect(parseOffset('+08:00')).toBe(480)
  expect(parseOffset(' 08:00')).toBe(480)
  expect(parseOffset('-03:30')).toBe(-210)
  expect(parseOffset('Z')).toBe(0)
  for (const wrong of ['8', '+99:00', '+08:75', 'Asia/Shanghai', '+14:01'])
    expect(() => parseOffset(wrong), wrong).toThrow(/tz must be/)
})

test('an empty or impossible range is refused with its field', () => {
  expect(() => timeRange({ from: '2026-03-02', to: '2026-03-02' }, now)).toThrow(/before/)
  expect(() => timeRange({ from: '2026-02-31x' }, now)).toThrow(/from must be/)
})

test('every moment lies in the day it is said to begin', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -840, max: 840 }), (ms, offset) => {
      const start = startOfDay(ms, offset)
      expect(start).toBeLessThanOrEqual(ms)
      expect(ms - start).toBeLessThan(86_400_000)
      expect(dayName(start, offset)).toBe(dayName(ms, offset))
      expect(dayName(start - 1, offset)).not.toBe(dayName(ms, offset))
    }),
  )
})
