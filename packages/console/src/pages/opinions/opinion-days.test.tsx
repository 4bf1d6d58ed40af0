import { expect, test } from 'vitest'
import { opinionDays } from './opinion-days.ts'

const now = Date.UTC(2026, 10, 27, 1)
const said = [
  { day: '2026-11-20', positive: 2, neutral: 1, negative: 0 },
  { day: '2026-11-21', positive: 1, neutral: 0, negative: 3 },
  { day: '2026-11-27', positive: 5, neutral: 0, negative: 0 },
]

test('a short period is shown day by day, silent days too', () => {
  expect(opinionDays(said, 7, now)).toEqual([
    { day: '2026-11-21', positive: 1, neutral: 0, negative: 3 },
    ...['22', '23', '24', '25', '26'].map((day) => ({ day: `2026-11-${day}`, positive: 0, neutral: 0, negative: 0 })),
    { day: '2026-11-27', positive: 5, neutral: 0, negative: 0 },
  ])
})

test('a long one is shown in weeks that end today, and nothing is lost', () => {
  const weeks = opinionDays(said, 90, now)
  expect(weeks).toHaveLength(13)
  expect(weeks.at(-1)).toEqual({ day: '2026-11-21', positive: 6, neutral: 0, negative: 3 })
  expect(weeks.at(-2)).toEqual({ day: '2026-11-14', positive: 2, neutral: 1, negative: 0 })
})
