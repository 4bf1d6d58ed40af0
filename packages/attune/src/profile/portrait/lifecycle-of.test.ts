import { expect, test } from 'vitest'
import { lifecycleOf } from './lifecycle-of.ts'
import { pausesOf } from './pauses-of.ts'
import { dayMs } from './weigh-activity.ts'

const now = Date.UTC(2026, 5, 1, 12)
/** Times so many days ago, oldest first. */
const ago = (...days: number[]): number[] => days.map((n) => now - n * dayMs)
const nobody = { orderPauses: new Float64Array(0), visitPauses: new Float64Array(0) }

test('pauses are between days, and what happens on one day is one', () => {
  expect(pausesOf([...ago(10), ...ago(10).map((time) => time + 3_600_000), ...ago(7, 1)])).toEqual([3, 6])
})

test.each([
  // Orders every ten days: the tenth of pauses is 10, one and a half of the median 15.
  [3, 'active'],
  [15, 'active'],
  [16, 'atRisk'],
  [37, 'atRisk'],
  [38, 'lapsed'],
] as const)('who orders every ten days and did so %i days ago is %s', (since, stage) => {
  const orders = ago(since + 40, since + 30, since + 20, since + 10, since)
  const lifecycle = lifecycleOf({ visits: orders, orders, base: nobody, now })
  expect(lifecycle).toMatchObject({ stage, rhythmOf: 'orders', rhythmFrom: 'own', atRiskAfter: 15, lapsedAfter: 37.5 })
  // All four pauses are as long as three days, none as long as fifteen.
  expect(lifecycle?.usual).toMatchObject({ share: since === 3 ? 1 : 0, observations: 4 })
})

test('of whom too little is known the pauses of everybody count, and where there are none an assumption', () => {
  const orders = ago(200, 100)
  const base = { ...nobody, orderPauses: Float64Array.from({ length: 100 }, (_, n) => n + 1) }
  // The nine tenths of 1 to 100 are at 90.1, one and a half of the median 75.75.
  expect(lifecycleOf({ visits: orders, orders, base, now })).toMatchObject({
    stage: 'atRisk',
    rhythmFrom: 'base',
    atRiskAfter: 90.1,
    usual: { share: 0.01, observations: 100 },
  })
  expect(lifecycleOf({ visits: orders, orders, base: nobody, now })).toMatchObject({
    stage: 'lapsed',
    rhythmFrom: 'assumed',
    usual: null,
  })
})

test('somebody seen for the first time within a month who bought once at most is new', () => {
  const visits = ago(20, 10, 1)
  expect(lifecycleOf({ visits, orders: [], base: nobody, now })).toMatchObject({ stage: 'new', rhythmOf: 'visits' })
  expect(lifecycleOf({ visits, orders: ago(10, 1), base: nobody, now })?.stage).toBe('active')
  expect(lifecycleOf({ visits: ago(40, 10, 1), orders: [], base: nobody, now })?.stage).toBe('active')
  expect(lifecycleOf({ visits: [], orders: [], base: nobody, now })).toBeNull()
})
