import { expect, test } from 'vitest'
import { sharedClock } from './shared-clock.ts'

test('one side sets the time and the other reads it; it never goes back; then it is the real time', () => {
  let real = 5000
  const server = sharedClock(() => real)
  expect(server.now()).toBe(5000)
  const shop = sharedClock(() => 0, server.buffer)
  shop.set(1_700_000_000_123)
  expect(server.now()).toBe(1_700_000_000_123)
  shop.set(1_600_000_000_000)
  expect(server.now()).toBe(1_700_000_000_123)
  server.followRealTime()
  real = 6000
  expect(server.now()).toBe(6000)
})
