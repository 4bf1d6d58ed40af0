import { expect, test } from 'vitest'
import { pairedDifferences } from './paired-differences.ts'
import { randomOf } from './random.ts'

const differenceOf = (
  values: Float64Array,
  reference: Float64Array,
  options: Parameters<typeof pairedDifferences>[2],
) => pairedDifferences({ hr: values }, { hr: reference }, options).hr!

test('paired: a constant difference has no width, however much persons differ', () => {
  const reference = Float64Array.from({ length: 200 }, (_, person) => Math.sin(person) * 40)
  const difference = differenceOf(
    reference.map((value) => value + 0.25),
    reference,
    { random: randomOf(5) },
  )
  expect(difference.value).toBeCloseTo(0.25, 12)
  expect(difference.low).toBeCloseTo(0.25, 12)
  expect(difference.high).toBeCloseTo(0.25, 12)
})

test('paired: two persons, by hand: the mean of the difference is 0, ½ or 1 with ¼, ½, ¼', () => {
  const options = { random: randomOf(2), resamples: 2000 }
  const values = [Float64Array.of(3, 8), Float64Array.of(3, 7)] as const
  expect(differenceOf(...values, { ...options, level: 0.95 })).toEqual({ value: 0.5, low: 0, high: 1 })
  // Of the middle 40 per cent (from .3 to .7) all are ½.
  expect(differenceOf(...values, { ...options, level: 0.4 })).toEqual({ value: 0.5, low: 0.5, high: 0.5 })
})

test('paired: persons of two models must be the same', () => {
  expect(() => differenceOf(Float64Array.of(1), Float64Array.of(1, 2), { random: randomOf(1) })).toThrow(/1 and 2/)
})

test('paired: several measures are drawn together, and a gap of either model is left out', () => {
  const values = { hr: Float64Array.of(1, 0, 1), diversity: Float64Array.of(0.5, Number.NaN, 0.75) }
  const reference = {
    hr: Float64Array.of(0, 0, 0),
    diversity: Float64Array.of(0.25, 0.5, Number.NaN),
    other: Float64Array.of(1),
  }
  const { hr, diversity, ...rest } = pairedDifferences(values, reference, { random: randomOf(1) })
  expect(hr?.value).toBeCloseTo(2 / 3, 12)
  expect(diversity?.value).toBe(0.25)
  expect(rest).toEqual({})
})
