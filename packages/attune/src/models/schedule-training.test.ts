import { expect, test } from 'vitest'
import { isDue } from './schedule-training.ts'

const hour = 3_600_000
const manifest = { parameters: {}, data: null, metrics: null, seconds: 1, note: null, rowsSeen: 500 }
const last = { createdAt: 0, manifest, status: 'trained' as const }

test.each([
  ['a first model waits until there is something to learn', { last: undefined, interactions: 199, now: 0 }, false],
  ['and is due then', { last: undefined, interactions: 200, now: 0 }, true],
  ['old enough, with something new', { last, interactions: 501, now: 24 * hour }, true],
  ['too young', { last, interactions: 501, now: 24 * hour - 1 }, false],
  ['nothing new', { last, interactions: 500, now: 100 * hour }, false],
  ['in training already', { last: { ...last, status: 'training' as const }, interactions: 501, now: 24 * hour }, false],
])('%s', (_, facts, due) => {
  expect(isDue({ everyHours: 24, ...facts })).toBe(due)
})
