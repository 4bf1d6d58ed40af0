import { expect, test } from 'vitest'
import { lifetimeMs, restMs, retryDelayMs } from './delivery-times.ts'

const hour = 3_600_000
const middle = () => 0.5

test('pauses grow from seconds to a day, and stay there', () => {
  const pauses = Array.from({ length: 12 }, (_, n) => retryDelayMs(n + 1, middle))
  expect(pauses[0]).toBe(5000)
  expect(pauses.slice(9)).toEqual([24 * hour, 24 * hour, 24 * hour])
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
})

test('a fifth more or less keeps receivers from being met by all at once', () => {
  expect([retryDelayMs(6, () => 0), retryDelayMs(6, () => 1)]).toEqual([1.6 * hour, 2.4 * hour])
})

test('eleven attempts fall into the three days of a message, and one every further day into the 28 of an erasure', () => {
  const attemptsOf = (type: string): number => {
    let [at, attempts] = [0, 1]
    for (; at + retryDelayMs(attempts, middle) < lifetimeMs(type); attempts += 1) at += retryDelayMs(attempts, middle)
    return attempts
  }
  expect([attemptsOf('model.promoted'), attemptsOf('person.erased')]).toEqual([11, 36])
})

test('a webhook rests after five failures in a row, a minute at first and an hour at most', () => {
  expect([1, 4, 5, 6, 7, 11, 50].map(restMs)).toEqual([0, 0, 60_000, 120_000, 240_000, hour, hour])
})
