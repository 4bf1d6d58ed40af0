import { expect, test } from 'vitest'
import { summarisePurchases } from './summarise-purchases.ts'

const day = 86_400_000
const at = (days: number): number => days * day

test('days with a purchase after the first, and how long between them, by hand', () => {
  const found = summarisePurchases(
    {
      // Customer 1 buys twice on day 10; what customer 0 does on day 31 is not seen yet, and customer 2 comes later.
      customer: [0, 1, 0, 1, 1, 0, 2],
      time: [at(2.1), at(10.2), at(9.9), at(10.8), at(24), at(31), at(40)],
      amount: [10, 5, 30, 7, 100, 1, 1],
    },
    { until: at(30.5), customers: 3 },
  )
  expect([...found.customer]).toEqual([0, 1])
  expect([...found.frequency]).toEqual([1, 1])
  expect([...found.recency]).toEqual([7, 14])
  expect([...found.age]).toEqual([28, 20])
  expect([...found.repeatSpend]).toEqual([30, 100])
  expect([...found.spend]).toEqual([20, 56])
  expect([...found.total]).toEqual([40, 112])
})

test('weeks as the unit, days as the period', () => {
  const found = summarisePurchases(
    { customer: [0, 0], time: [at(0), at(7)], amount: [1, 1] },
    { until: at(21), customers: 1, unitMs: 7 * day },
  )
  expect([...found.recency, ...found.age]).toEqual([1, 3])
})

test('nobody, unknown customers and what is no number are refused', () => {
  const one = { customer: [0], time: [at(5)], amount: [3] }
  const options = { until: at(9), customers: 1 }
  const refused = (purchases: typeof one, other: object, code: string): unknown =>
    expect(() => summarisePurchases(purchases, { ...options, ...other })).toThrow(expect.objectContaining({ code }))
  refused(one, { until: at(1) }, 'too-few')
  refused({ ...one, customer: [1] }, {}, 'out-of-range')
  refused({ ...one, amount: [Number.POSITIVE_INFINITY] }, {}, 'not-finite')
  refused({ ...one, time: [] }, {}, 'out-of-range')
  refused(one, { periodMs: 0 }, 'out-of-range')
})
