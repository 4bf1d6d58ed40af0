import { expect, test } from 'vitest'
import { judgeVersion } from './judge-version.ts'

const base = {
  wanted: true,
  liveVersion: 4,
  measured: { metric: 'ndcg@10' as const, value: 0.1 },
  comparison: null,
  promoteAtLeast: 0.98,
}
const against = (candidate: number, live: number) => ({
  metric: 'ndcg@10' as const,
  candidate,
  live,
  persons: 900,
  by: 'unseen' as const,
})

test.each([
  [0.098, 0.1, true],
  [0.0979, 0.1, false],
  [0.2, 0.1, true],
  [0, 0, true],
])('NDCG@10 %d against %d of the live version: promoted %s', (candidate, live, promote) => {
  expect(judgeVersion({ ...base, comparison: against(candidate, live) }).promote).toBe(promote)
})

test('the note says what was compared with what, in both languages', () => {
  expect(judgeVersion({ ...base, comparison: against(0.05, 0.1) }).note).toEqual({
    en: 'NDCG@10 0.0500, version 4 has 0.1000 on what 900 persons did since it was trained: below 0.98 of it.',
    zh: 'NDCG@10 为 0.0500，版本 4 在其训练之后 900 人的互动上为 0.1000：低于其 0.98 倍。',
  })
  expect(judgeVersion({ ...base, comparison: { ...against(0.1, 0.1), by: 'refitted' } }).note).toEqual({
    en: 'NDCG@10 0.1000, the recipe of version 4 has 0.1000 on the same 900 persons: at least 0.98 of it.',
    zh: 'NDCG@10 为 0.1000，版本 4 的配方在同样 900 人上为 0.1000：不低于其 0.98 倍。',
  })
})

test('the first version goes live, measured or not; a later one that cannot be measured is held', () => {
  expect(judgeVersion({ ...base, liveVersion: undefined }).promote).toBe(true)
  expect(judgeVersion({ ...base, liveVersion: undefined, measured: undefined }).promote).toBe(true)
  expect(judgeVersion(base)).toEqual({
    promote: false,
    note: {
      en: 'Could not be measured against version 4: nobody has two items.',
      zh: '无法与版本 4 比较：还没有人有两件商品的记录。',
    },
  })
})

test('without being asked for, nothing is promoted', () => {
  expect(judgeVersion({ ...base, wanted: false, comparison: against(1, 0) }).promote).toBe(false)
})

test.each([
  [0.9, 0.9, true],
  [0.918, 0.9, true],
  [0.919, 0.9, false],
  [0.5, 0.9, true],
])('RMSE %d against %d of the live version: promoted %s', (candidate, live, promote) => {
  const comparison = { ...against(candidate, live), metric: 'rmse' as const }
  expect(judgeVersion({ ...base, comparison }).promote).toBe(promote)
})

test('versions that learn from different things are left to people', () => {
  const { promote, note } = judgeVersion({ ...base, comparison: 'unlike' })
  expect(promote).toBe(false)
  expect(note.en).toContain('Version 4 learns from other things')
})
