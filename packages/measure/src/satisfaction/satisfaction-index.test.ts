import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { wilsonInterval } from '../wilson-interval.ts'
import { satisfactionIndex } from './satisfaction-index.ts'
import {
  type SatisfactionSample,
  satisfactionOfCsat,
  satisfactionOfNps,
  satisfactionOfStars,
  satisfactionParts,
  satisfactionWeights,
} from './satisfaction-parts.ts'

const sample = (values: readonly number[]): SatisfactionSample => ({
  n: values.length,
  sum: values.reduce((a, b) => a + b, 0),
  sumSquares: values.reduce((a, b) => a + b * b, 0),
})

test('answers on their own scales become 0 to 1', () => {
  expect([1, 3, 5, 0.5].map(satisfactionOfStars)).toEqual([0, 0.5, 1, 0])
  expect([3, 4, 5].map((score) => satisfactionOfCsat(score))).toEqual([0, 1, 1])
  expect([7, 8].map((score) => satisfactionOfCsat(score, 10))).toEqual([0, 1])
  // 5 promoters, 3 passives, 2 detractors: NPS 30, so the mean is (.3 + 1) / 2.
  const answers = [9, 10, 9, 9, 10, 7, 8, 7, 6, 0].map(satisfactionOfNps)
  expect(sample(answers).sum / 10).toBeCloseTo(0.65, 12)
})

test('by hand: ratings .8 and returns .9 at weights .25 and .15 are .8375', () => {
  const ratings = { n: 100, sum: 80, sumSquares: 66 }
  const returns = { n: 200, sum: 180, sumSquares: 180 }
  const { index, parts, coverage } = satisfactionIndex({ ratings, returns })
  expect(index?.value).toBeCloseTo((0.25 * 0.8 + 0.15 * 0.9) / 0.4, 12)
  expect(coverage).toBeCloseTo(0.4, 12)
  expect(parts.find(({ part }) => part === 'ratings')?.share).toBeCloseTo(0.625, 12)
  const half = 1.959964 * Math.sqrt((66 - 64) / 99 / 100)
  expect(parts[0]?.estimate?.high).toBeCloseTo(0.8 + half, 6)
  const below = Math.hypot(0.625 * half, 0.375 * (0.9 - parts[4]!.estimate!.low))
  expect(index?.low).toBeCloseTo(index!.value - below, 6)
})

test('the weights add up to 1', () => {
  expect(Object.values(satisfactionWeights).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
})

test("few persons, or persons who all agree, have Wilson's interval, not one of no width", () => {
  const { parts, warnings } = satisfactionIndex({ ratings: sample([1, 1, 1]), returns: sample(Array(50).fill(1)) })
  expect(parts[0]?.estimate).toEqual(wilsonInterval(3, 3))
  expect(parts[4]?.estimate?.low).toBeCloseTo(wilsonInterval(50, 50).low, 12)
  expect(warnings).toContainEqual({ code: 'few-persons', part: 'ratings' })
  expect(warnings).toContainEqual({ code: 'missing-part', part: 'nps' })
})

test('the interval of the index covers the truth in 93 to 98 of 100 trials', () => {
  const rng = seededRng(4)
  let covered = 0
  const trials = 600
  for (let t = 0; t < trials; t++) {
    const ratings = sample(Array.from({ length: 60 }, () => Math.floor(rng() * 5) / 4))
    const csat = sample(Array.from({ length: 80 }, () => (rng() < 0.7 ? 1 : 0)))
    const { index } = satisfactionIndex({ ratings, csat })
    const truth = (0.25 * 0.5 + 0.2 * 0.7) / 0.45
    if (index!.low <= truth && truth <= index!.high) covered++
  }
  expect(covered / trials).toBeGreaterThan(0.93)
  expect(covered / trials).toBeLessThan(0.98)
})

test('nothing known is null with a word, and a part of weight 0 is shown and does not count', () => {
  expect(satisfactionIndex({})).toMatchObject({ index: null, coverage: 0 })
  expect(satisfactionIndex({}).warnings[0]).toEqual({ code: 'nothing-known' })
  const { index, parts } = satisfactionIndex({ ratings: sample([1, 0.5]), nps: sample([0]) }, { weights: { nps: 0 } })
  expect(index?.value).toBeCloseTo(0.75, 12)
  expect(parts.find(({ part }) => part === 'nps')?.estimate?.value).toBe(0)
})

test('whatever is known: the index lies between its parts and within its interval, all from 0 to 1', () => {
  const values = fc.array(
    fc.integer({ min: 0, max: 4 }).map((x) => x / 4),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(fc.array(values, { minLength: 6, maxLength: 6 }), (all) => {
      const { index, parts } = satisfactionIndex(
        Object.fromEntries(satisfactionParts.map((part, i) => [part, sample(all[i]!)])),
      )
      const known = parts.flatMap(({ estimate }) => (estimate ? [estimate.value] : []))
      if (index === null) return expect(known).toEqual([])
      expect(index.value).toBeGreaterThanOrEqual(Math.min(...known) - 1e-12)
      expect(index.value).toBeLessThanOrEqual(Math.max(...known) + 1e-12)
      expect(index.low).toBeGreaterThanOrEqual(0)
      expect(index.high).toBeLessThanOrEqual(1)
    }),
  )
})

test('values that are none of satisfaction are refused', () => {
  expect(() => satisfactionIndex({ ratings: { n: 2, sum: 5, sumSquares: 13 } })).toThrow(/between 0 and 1/)
  expect(() => satisfactionIndex({ ratings: { n: 2, sum: Number.NaN, sumSquares: 1 } })).toThrow(/finite/)
  expect(() => satisfactionIndex({}, { weights: { nps: -1 } })).toThrow(/negative/)
})
