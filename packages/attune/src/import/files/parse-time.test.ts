import { expect, test } from 'vitest'
import { parseTime } from './parse-time.ts'

const noon = Date.UTC(2024, 4, 1, 12)

test.each([
  ['2024-05-01T12:00:00Z', noon],
  ['2024-05-01T12:00:00', noon],
  ['2024-05-01 12:00:00', noon],
  ['2024-05-01T12:00:00.250Z', noon + 250],
  ['2024-05-01T20:00:00+08:00', noon],
  ['2024-05-01T07:30:00-0430', noon],
  ['2024/5/1 12:00', noon],
  ['2024-05-01', noon - 12 * 3_600_000],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['5/1/2024 12:00:00 PM', noon],
  ['11/12/2019 12:14:46 AM', Date.UTC(2019, 10, 12, 0, 14, 46)],
  ['1714564800', noon],
  ['1714564800000', noon],
  ['1714564800000000', noon],
  [1714564800, noon],
  ['874724710', 874724710_000],
] as const)('%s is understood', (text, time) => {
  expect(parseTime(text)).toBe(time)
})

test.each([
  '',
  'yesterday',
  '31/12/2024',
  '2023-02-30',
  '2024-13-01',
  '2024-05-01T25:00:00Z',
  '20240501',
  '2024',
  null,
  {},
])('%s is no time', (text) => {
  expect(parseTime(text)).toBeNaN()
})
