import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { acquisitionCost, incrementalReturn, paybackPeriod, returnOnAdSpend } from './return-on-spend.ts'

test('return on spend agrees with the normal interval of its sum', () => {
  const rng = seededRng(2)
  const revenues = Float64Array.from({ length: 1000 }, () => (rng() < 0.2 ? 50 * rng() : 0))
  const sum = revenues.reduce((all, one) => all + one, 0)
  const mean = sum / 1000
  const error = Math.sqrt(revenues.reduce((all, one) => all + (one - mean) ** 2, 0))
  const { value, low, high } = returnOnAdSpend(revenues, 2000)
  expect(value).toBeCloseTo(sum / 2000, 12)
  expect(low).toBeCloseTo((sum - 1.96 * error) / 2000, 1)
  expect(high).toBeCloseTo((sum + 1.96 * error) / 2000, 1)
})

test('what an experiment added, over what it cost', () => {
  expect(incrementalReturn({ value: 300, low: -100, high: 700 }, 200)).toEqual({ value: 1.5, low: -0.5, high: 3.5 })
})

test('the cost of a customer, with the interval of a count', () => {
  const cost = acquisitionCost(1000, 100)
  expect(cost?.value).toBe(10)
  // e^(1.96 / 10)
  expect(cost?.high).toBeCloseTo(10 * 1.2165, 3)
  expect(cost?.low).toBeCloseTo(10 / 1.2165, 3)
  expect(acquisitionCost(1000, 0)).toBe(null)
})

test('payback of two customers by hand', () => {
  // Means 10, 5, 5: 10, 15, 20 in sum. A cost of 12 is paid two fifths into the second period.
  const margins = { values: Float64Array.of(12, 5, 5, 8, 5, 5), customers: 2, periods: 3 }
  const { periods, cumulative, paidBack, warnings } = paybackPeriod(margins, 12)
  expect(cumulative).toEqual([10, 15, 20])
  expect(periods?.value).toBeCloseTo(1.4, 12)
  // Twice the first customer pays at once; twice the second after 1.8.
  expect(periods?.low).toBeCloseTo(1, 12)
  expect(periods?.high).toBeCloseTo(1.8, 12)
  expect(paidBack).toBe(1)
  expect(warnings).toEqual([])
})

test('a cost that is never paid back has no period, and one that is only sometimes says so', () => {
  const margins = { values: Float64Array.of(12, 5, 5, 8, 5, 5), customers: 2, periods: 3 }
  expect(paybackPeriod(margins, 50)).toMatchObject({
    periods: null,
    paidBack: 0,
    warnings: [{ code: 'not-paid-back' }],
  })
  const sometimes = paybackPeriod(margins, 19)
  expect(sometimes.warnings).toEqual([{ code: 'not-always-paid-back' }])
  expect(sometimes.paidBack).toBeCloseTo(0.75, 1)
})

test('nothing spent, or numbers that are none, are refused', () => {
  const refused = (code: string) => expect.objectContaining({ code })
  expect(() => returnOnAdSpend(Float64Array.of(1), 0)).toThrow(refused('out-of-range'))
  expect(() => returnOnAdSpend(Float64Array.of(Number.POSITIVE_INFINITY), 1)).toThrow(refused('not-finite'))
  expect(() => returnOnAdSpend(new Float64Array(0), 1)).toThrow(refused('too-few'))
  expect(() => acquisitionCost(10, 1.5)).toThrow(refused('out-of-range'))
  expect(() => paybackPeriod({ values: Float64Array.of(1), customers: 1, periods: 2 }, 1)).toThrow(
    refused('out-of-range'),
  )
})
