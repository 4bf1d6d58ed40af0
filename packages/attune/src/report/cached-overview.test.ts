import { expect, test } from 'vitest'
import type { Overview } from '../api/schemas/report.ts'
import { cachedOverview } from './cached-overview.ts'

function setUp(tookMs = 0) {
  let now = 0
  let watch = 0
  const asked: string[] = []
  const answer = cachedOverview(
    async ({ workspace, days }) => {
      asked.push(`${workspace} ${days}`)
      watch += tookMs
      if (workspace === 'broken') throw new Error('no store')
      return { days: asked.length } as unknown as Overview
    },
    { clock: () => now, stopwatch: () => watch },
  )
  return { answer, asked, tick: (ms: number) => (now += ms) }
}

test('for two seconds the same answer is given, then a new one', async () => {
  const { answer, asked, tick } = setUp()
  const first = await answer('default', 28)
  tick(1999)
  expect(await answer('default', 28)).toBe(first)
  tick(1)
  expect(await answer('default', 28)).not.toBe(first)
  expect(asked).toHaveLength(2)
})

test('who asks meanwhile waits for the answer that is being worked out', async () => {
  const { answer, asked } = setUp()
  await Promise.all([answer('default', 28), answer('default', 28), answer('default', 28)])
  expect(asked).toEqual(['default 28'])
})

test('workspaces and ranges are kept apart', async () => {
  const { answer, asked } = setUp()
  await answer('default', 28)
  await answer('default', 7)
  await answer('other', 28)
  expect(asked).toEqual(['default 28', 'default 7', 'other 28'])
})

test('a slow answer is kept four times as long as it took', async () => {
  const { answer, asked, tick } = setUp(1000)
  await answer('default', 28)
  tick(3999)
  await answer('default', 28)
  expect(asked).toHaveLength(1)
  tick(1)
  await answer('default', 28)
  expect(asked).toHaveLength(2)
})

test('a failure is told and not kept', async () => {
  const { answer, asked } = setUp()
  await expect(answer('broken', 28)).rejects.toThrow('no store')
  await expect(answer('broken', 28)).rejects.toThrow('no store')
  expect(asked).toHaveLength(2)
})
