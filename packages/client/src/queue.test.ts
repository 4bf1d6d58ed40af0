import { expect, test } from 'vitest'
import { createQueue, type Entry } from './queue.ts'
import { type ClientStorage, memoryStorage } from './storage.ts'

const entry = (messageId: string, second: number): Entry => ({
  body: { messageId, timestamp: new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString() },
})
const idsOf = ({ entries }: { readonly entries: readonly Entry[] }): string[] =>
  entries.map(({ body }) => body.messageId)

test('one more event writes one entry, however many wait', () => {
  const storage = memoryStorage()
  const written: string[] = []
  const watched: ClientStorage = {
    ...storage,
    set(key, value) {
      written.push(value)
      storage.set(key, value)
    },
  }
  const queue = createQueue(watched, 'p.', 'tab', 1000)
  for (let i = 0; i < 500; i++) queue.add(entry(`m${i}`, 0))
  expect(written.map((text) => JSON.parse(text).body.messageId)).toEqual(idsOf(queue))
})

test('what another tab and an earlier page left is taken over in the order of time, once settled it is gone for all', () => {
  const storage = memoryStorage()
  const first = createQueue(storage, 'p.', 'z-tab', 1000)
  const second = createQueue(storage, 'p.', 'a-tab', 1000)
  // More than ten within one moment: their numbers sort as numbers.
  const burst = Array.from({ length: 12 }, (_, i) => `burst-${i}`)
  for (const id of burst) first.add(entry(id, 1))
  second.add(entry('earlier', 0))
  second.add(entry('later', 2))
  storage.set('p.queue.broken', '{')
  storage.set('other.queue.x', JSON.stringify(entry('of another key', 0)))
  const after = createQueue(storage, 'p.', 'new', 1000)
  expect(idsOf(after)).toEqual(['earlier', ...burst, 'later'])
  after.settle(new Set(['earlier', ...burst]))
  expect(idsOf(createQueue(storage, 'p.', 'next', 1000))).toEqual(['later'])
})

test('what gives way leaves the storage too', () => {
  const storage = memoryStorage()
  const queue = createQueue(storage, 'p.', 'tab', 2)
  const dropped = ['a', 'b', 'c', 'd'].flatMap((id, i) => queue.add(entry(id, i)))
  expect(dropped.map(({ body }) => body.messageId)).toEqual(['a', 'b'])
  expect(idsOf(createQueue(storage, 'p.', 'next', 2))).toEqual(['c', 'd'])
  expect(idsOf(createQueue(storage, 'p.', 'small', 1))).toEqual(['d'])
  expect(storage.keys()).toHaveLength(1)
})
