import { expect, test } from 'vitest'
import { createRobotWatch } from './robot-watch.ts'

const noon = Date.UTC(2026, 2, 2, 12)
const minute = 60_000

test('an event ahead of its time does not turn the count of what follows off', () => {
  const robots = createRobotWatch(20)
  expect(robots.judge('p', noon + 9 * minute, null, noon)).toBeNull()
  const judged = Array.from({ length: 50 }, (_, i) => robots.judge('p', noon + i * 100, null, noon + i * 100))
  // The early one counts as one of the minute in which it came.
  expect(judged.map((refusal) => refusal === null)).toEqual(judged.map((_, i) => i < 19))
})

test('a sender whose clock is fast is counted by the minute in which its events come', () => {
  const robots = createRobotWatch(20)
  const fast = Array.from({ length: 50 }, (_, i) =>
    robots.judge('p', noon + 5 * minute + i * 100, null, noon + i * 100),
  )
  expect(fast.filter((refusal) => refusal === null)).toHaveLength(20)
  const quiet = Array.from({ length: 50 }, (_, i) => {
    const receivedAt = noon + i * 10_000
    return robots.judge('q', receivedAt + 5 * minute, null, receivedAt)
  })
  expect(quiet.every((refusal) => refusal === null)).toBe(true)
})

test('a queue that was filled over hours and sent at once is no crime', () => {
  const robots = createRobotWatch(20)
  const queue = Array.from({ length: 200 }, (_, i) => robots.judge('p', noon - (200 - i) * minute, null, noon))
  expect(queue.every((refusal) => refusal === null)).toBe(true)
})
