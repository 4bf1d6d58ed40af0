import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTimestamp } from './parse-timestamp.ts'

test('every ISO text that JavaScript writes is read as JavaScript means it', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(0, 0), max: Date.UTC(9999, 0) }), (ms) => {
      expect(parseTimestamp(new Date(ms).toISOString())).toBe(ms)
    }),
  )
})

test('offsets, dates, spaces, commas and missing seconds are understood, and no offset is UTC', () => {
  const noon = Date.UTC(2026, 2, 1, 12)
  for (const text of [
    '2026-03-01T20:00:00+08:00',
    '2026-03-01T20:00:00.000+0800',
    '2026-03-01T07:00-05',
    '2026-03-01 12:00:00',
    '2026-03-01T12:00:00,0Z',
    '2026-03-01t12:00:00z',
  ]) // prettier-ignore
    expect([text, parseTimestamp(text)]).toEqual([text, noon])
  expect(parseTimestamp('2026-03-01')).toBe(Date.UTC(2026, 2, 1))
  expect(parseTimestamp('2026-03-01T12:00:00.123456789Z')).toBe(noon + 123)
  expect(parseTimestamp('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29))
  expect(parseTimestamp('0099-01-01T00:00:00.000Z')).toBe(Date.parse('0099-01-01T00:00:00.000Z'))
})

test.each([
  '',
  'now',
  '1',
  '1772366400',
  '2026-02-31T00:00:00Z',
  '2023-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-01-01T24:00:00Z',
  '2026-01-01T10:60Z',
  '2026-01-01T10:00:61Z',
  '2026-01-01T10:00:00+24:00',
  '01/02/2026',
  'Sun Mar 01 2026',
  '2026-03-01T12:00:00ZZ',
  '+002026-03-01T12:00:00Z',
  ' 2026-03-01',
  '２０２６-03-01',
  `2026-03-01T12:00:00.${'0'.repeat(40)}Z`,
])('%j is no timestamp', (text) => {
  expect(parseTimestamp(text)).toBeNaN()
})
