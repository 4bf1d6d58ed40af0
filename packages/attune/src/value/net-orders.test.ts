import { expect, test } from 'vitest'
import { netOrders } from './net-orders.ts'

const day = 86_400_000
const entry = (days: number, value: number) => ({ at: days * day, value })

test('orders of one day are one, and what goes back is taken off the last ones, never below zero', () => {
  const orders = netOrders(
    {
      orders: [1, 1.3, 5, 9].map((days) => days * day),
      money: new Map([
        ['CNY', [entry(1, 10), entry(1.3, 20), entry(5, 40), entry(7, -50), entry(9, 8), entry(9.5, -100)]],
      ]),
    },
    'CNY',
  )
  // The 50 of day 7: all 40 of day 5, then 10 of day 1; the 100: 8 of day 9 and the rest of day 1.
  expect(orders).toEqual([
    { at: day, amount: 0 },
    { at: 5 * day, amount: 0 },
    { at: 9 * day, amount: 0 },
  ])
  const kept = netOrders({ orders: [day], money: new Map([['CNY', [entry(1, 30), entry(2, -10)]]]) }, 'CNY')
  expect(kept).toEqual([{ at: day, amount: 20 }])
})

test('money without a currency counts, money in another one does not', () => {
  const money = new Map([
    ['', [entry(1, 5)]],
    ['EUR', [entry(1, 7)]],
    ['CNY', [entry(1, 11)]],
  ])
  expect(netOrders({ orders: [day], money }, 'CNY')).toEqual([{ at: day, amount: 16 }])
  expect(netOrders({ orders: [day], money }, '')).toEqual([{ at: day, amount: 5 }])
})
