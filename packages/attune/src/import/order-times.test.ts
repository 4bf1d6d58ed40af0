import { expect, test } from 'vitest'
import { createEventTableBuilder } from './event-table.ts'
import { withOrderTimes } from './order-times.ts'

const now = Date.UTC(2026, 0, 1)
const day = 86_400_000

test('every person keeps the order of the rows, within the last 90 days, at moments of their own', () => {
  const builder = createEventTableBuilder(['x'])
  for (let line = 1; line <= 3000; line += 1)
    builder.add({ line, userId: `u${line % 7}`, itemId: 'i', event: 'Product Viewed' })
  const { time, person, times } = withOrderTimes(builder.build('none'), now)
  expect(times).toBe('order-only')
  const last = new Map<number, number>()
  for (const [row, at] of time.entries()) {
    expect(at).toBeGreaterThan(last.get(person[row] as number) ?? now - 90 * day - 1)
    expect(at).toBeLessThanOrEqual(now)
    last.set(person[row] as number, at)
  }
  expect(new Set(time).size).toBe(3000)
})

test('times that are given are left alone', () => {
  const builder = createEventTableBuilder(['x'])
  builder.add({ line: 1, userId: 'u', itemId: 'i', event: 'Product Viewed', time: 5 })
  const table = builder.build('given')
  expect(withOrderTimes(table, now)).toBe(table)
})
