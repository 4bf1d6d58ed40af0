import { expect, test } from 'vitest'
import { createApplier } from './applier.ts'

const options = { waitMs: 5, largeRows: 100, maxPendingRows: 10, retryMs: 5, roomWaitMs: 20 }

/** A journal that is a list, and what was taken in of it. */
function listJournal() {
  const journal: string[] = []
  const taken: string[][] = []
  return {
    journal,
    taken,
    apply: async () => {
      taken.push(journal.splice(0))
    },
  }
}

test('much is taken in at a time, and what runs alone comes after what was added before', async () => {
  const { journal, taken, apply } = listJournal()
  const applier = createApplier({ ...options, apply })
  const add = (row: string) => {
    journal.push(row)
    applier.added(1)
  }
  add('a')
  add('b')
  await applier.settled()
  add('c')
  const order: string[] = []
  await Promise.all([
    applier.exclusive(async () => order.push(`alone after ${taken.length}`)),
    applier.settled().then(() => order.push('settled')),
  ])
  expect(taken).toEqual([['a', 'b'], ['c']])
  expect(order).toEqual(['alone after 2', 'settled'])
})

test('what cannot be taken in is told to those who wait, and tried again by itself', async () => {
  const { journal, taken, apply } = listJournal()
  let broken = true
  const applier = createApplier({
    ...options,
    async apply() {
      if (broken) throw new Error('disk full')
      await apply()
    },
  })
  journal.push('a')
  applier.added(1)
  await expect(applier.settled()).rejects.toThrow('disk full')
  await expect(applier.exclusive(async () => 1)).rejects.toThrow('disk full')
  broken = false
  await expect.poll(() => taken).toEqual([['a']])
  expect(applier.pendingRows).toBe(0)
})

test('senders wait while too much is pending', async () => {
  let open = (): void => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const applier = createApplier({ ...options, apply: () => gate })
  applier.added(10)
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

test('closing takes in what is there, and nothing runs afterwards', async () => {
  const { journal, taken, apply } = listJournal()
  const applier = createApplier({ ...options, apply })
  journal.push('a')
  applier.added(1)
  const closing = applier.close(async () => {
    taken.push(['closed'])
  })
  const late = applier.exclusive(async () => taken.push(['late']))
  await closing
  await expect(late).rejects.toMatchObject({ code: 'store-closed' })
  expect(taken).toEqual([['a'], ['closed']])
})

test('senders are sent away when room cannot be made for long, and let in again once it can', async () => {
  let broken = true
  const applier = createApplier({
    ...options,
    async apply() {
      if (broken) throw new Error('disk full')
    },
  })
  applier.added(10)
  await expect(applier.room()).rejects.toMatchObject({ code: 'store-busy', status: 503 })
  broken = false
  await expect.poll(() => applier.pendingRows).toBe(0)
  await applier.room()
})

test('closing leaves no sender waiting for room', async () => {
  const applier = createApplier({
    ...options,
    roomWaitMs: 1e9,
    apply: async () => {
      throw new Error('disk full')
    },
  })
  applier.added(10)
  await expect(applier.settled()).rejects.toThrow('disk full')
  const before = expect(applier.room()).rejects.toMatchObject({ code: 'store-busy' })
  applier.closing()
  await before
  await expect(applier.close(async () => {})).rejects.toThrow('disk full')
  await expect(applier.room()).rejects.toMatchObject({ code: 'store-busy' })
})
