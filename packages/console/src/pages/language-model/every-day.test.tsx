import { expect, test } from 'vitest'
import { everyDay } from './every-day.ts'

test('days without a call stand there with nothing, and older ones do not', () => {
  const known = [
    { day: '2026-11-20', tokens: 9 },
    { day: '2026-11-25', tokens: 5 },
  ]
  expect(everyDay(known, 3, Date.UTC(2026, 10, 27, 1))).toEqual([
    { day: '2026-11-25', tokens: 5 },
    { day: '2026-11-26', tokens: 0 },
    { day: '2026-11-27', tokens: 0 },
  ])
})
