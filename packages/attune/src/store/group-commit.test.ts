import { expect, test } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

const options = { waitMs: 20, urgentWaitMs: 1, largeRows: 100, maxRows: 150 }

test('what comes while a commit is under way shares the next one', async () => {
  const commits: string[][] = []
  const group = createGroupCommit<string>({
    ...options,
    async commit(batches) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      commits.push([...batches])
    },
  })
  await Promise.all([
    group.submit('a', 1, true),
    new Promise((resolve) => setTimeout(resolve, 5)).then(() =>
      Promise.all(['b', 'c', 'd'].map((batch) => group.submit(batch, 1, true))),
    ),
  ])
  expect(commits).toEqual([['a'], ['b', 'c', 'd']])
})

test('company is limited: no more than maxRows together, unless one batch alone is larger', async () => {
  const commits: string[][] = []
  const group = createGroupCommit<string>({
    ...options,
    async commit(batches) {
      commits.push([...batches])
    },
  })
  await Promise.all([group.submit('a', 90, false), group.submit('b', 60, false), group.submit('c', 500, false)])
  await Promise.all([group.submit('d', 1, false), group.flush()])
  expect(commits).toEqual([['a', 'b'], ['c'], ['d']])
})

test('a batch that fails fails alone, and others of its group are stored once', async () => {
  const stored: string[] = []
  const group = createGroupCommit<string>({
    ...options,
    async commit(batches) {
      if (batches.includes('bad')) throw new Error('bad')
      stored.push(...batches)
    },
  })
  const results = await Promise.allSettled(['a', 'bad', 'b'].map((batch) => group.submit(batch, 1, false)))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(stored).toEqual(['a', 'b'])
  expect(group.pendingRows).toBe(0)
})
