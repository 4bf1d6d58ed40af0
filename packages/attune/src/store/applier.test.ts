import { expect, test } from 'vitest'
import { createApplier } from './applier.ts'

const options = { waitMs: 5, largeRows: 100, maxPendingRows: 10, retryMs: 5 }

test('groups are applied in order, many at a time, and everybody who waits hears of it', async () => {
  const applied: string[][] = []
  const applier = createApplier<string>({
    ...options,
    async apply(batches, sequence) {
      applied.push([...batches, `=${sequence}`])
    },
  })
  applier.add(1, ['a'], 1)
  applier.add(2, ['b', 'c'], 2)
  await applier.settled()
  applier.add(3, ['d'], 1)
  const order: string[] = []
  await Promise.all([
    applier.exclusive(async () => order.push(`alone after ${applied.length}`)),
    applier.settled().then(() => order.push('settled')),
  ])
  expect(applied).toEqual([
    ['a', 'b', 'c', '=2'],
    ['d', '=3'],
  ])
  expect(order).toEqual(['alone after 2', 'settled'])
})

test('what cannot be applied is kept in order and tried again by itself', async () => {
  let broken = true
  const applied: string[] = []
  const applier = createApplier<string>({
    ...options,
    async apply(batches) {
      if (broken) throw new Error('disk full')
      applied.push(...batches)
    },
  })
  applier.add(1, ['a'], 1)
  await expect(applier.settled()).rejects.toThrow('disk full')
  await expect(applier.exclusive(async () => 1)).rejects.toThrow('disk full')
  applier.add(2, ['b'], 1)
  broken = false
  await expect.poll(() => applied).toEqual(['a', 'b'])
})

test('senders wait while too much is pending', async () => {
  let open = (): void => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const applier = createApplier<string>({ ...options, apply: () => gate })
  applier.add(1, ['a'], 10)
  let room = false
  const waiting = applier.room().then(() => {
    room = true
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(room).toBe(false)
  open()
  await waiting
  expect(applier.pendingRows).toBe(0)
})

test('closing applies what is there, and nothing runs afterwards', async () => {
  const log: string[] = []
  const applier = createApplier<string>({
    ...options,
    async apply(batches) {
      log.push(...batches)
    },
  })
  applier.add(1, ['a'], 1)
  const closing = applier.close(async () => {
    log.push('closed')
  })
  const late = applier.exclusive(async () => log.push('late'))
  await closing
  await expect(late).rejects.toMatchObject({ code: 'store-closed' })
  expect(log).toEqual(['a', 'closed'])
})
