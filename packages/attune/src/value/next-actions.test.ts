import { expect, test } from 'vitest'
import { nextActions } from './next-actions.ts'

const people = [
  { personId: 'a', order: 100, lifetime: 1000 },
  { personId: 'b', order: 20, lifetime: 50 },
  { personId: 'c', order: 60, lifetime: 90 },
]
const coupon = { name: 'coupon', cost: 4, uplift: 0.1, worth: 'order' } as const
const call = { name: 'call', cost: 30, uplift: 0.05, worth: 'lifetime' } as const

test('each person gets what gains most, by hand', () => {
  const found = nextActions(people, { actions: [coupon, call], limit: 10 }, () => Number.NaN)
  // a: coupon 10 − 4 = 6, call 50 − 30 = 20; b: 2 − 4 < 0; c: 6 − 4 = 2.
  expect(found.people).toEqual([
    { personId: 'a', action: 'call', gain: 20, cost: 30 },
    { personId: 'c', action: 'coupon', gain: 2, cost: 4 },
  ])
  expect(found.nothing).toBe(1)
  expect(found.actions).toEqual([
    { name: 'coupon', people: 1, cost: 4, gain: 2 },
    { name: 'call', people: 1, cost: 30, gain: 20 },
  ])
})

test('a budget goes where a unit of it gains most', () => {
  const found = nextActions(people, { actions: [coupon], limit: 10, budget: 5 }, () => Number.NaN)
  expect(found.people.map(({ personId }) => personId)).toEqual(['a'])
  expect(found.beyondBudget).toBe(1)
})

test('uplift of each person comes from scores; who has none, or loses by it, is left alone', () => {
  const uplifts = new Map([
    ['a', -0.2],
    ['b', 0.5],
  ])
  const scored = { ...coupon, uplift: { score: 'uplift' } }
  const found = nextActions(people, { actions: [scored], limit: 10 }, (id) => uplifts.get(id) ?? Number.NaN)
  expect(found.people).toEqual([{ personId: 'b', action: 'coupon', gain: 6, cost: 4 }])
  expect(found.nothing).toBe(2)
})
