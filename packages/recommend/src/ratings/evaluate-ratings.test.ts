import { expect, test } from 'vitest'
import { RecommendError } from '../errors.ts'
import { randomOf } from '../evaluate/random.ts'
import type { Interactions } from '../interactions.ts'
import { errorIntervals, pairedErrorDifference } from './error-intervals.ts'
import { evaluateRatings } from './evaluate-ratings.ts'
import { kFoldRatings } from './k-fold-ratings.ts'
import type { RatingPredictor } from './rating-recommender.ts'
import { randomRatings, ratingsFrom, ratingsOf } from './ratings.fixture.ts'

const data = randomRatings(12, 10, 0.6, 4)
const now = (): number => 0

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof RecommendError) return error.code
    throw error
  }
  return 'nothing'
}

/** Predicts one number whatever is asked. */
const always =
  (rating: number) =>
  (train: Interactions): RatingPredictor => ({
    kind: 'always',
    scale: { low: 1, high: 5 },
    personCount: train.indptr.length - 1,
    itemCount: train.items.ids.length,
    predict: () => rating,
  })

test('every rating is asked once, by a model that was not taught it', () => {
  const folds = kFoldRatings(data, { k: 4, seed: 9 })
  const size = data.indices.length
  const asked = new Set<string>()
  for (const { train, persons, items, ratings } of folds) {
    expect(Math.abs(ratings.length - size / 4)).toBeLessThan(1)
    expect(train.indices.length + ratings.length).toBe(size)
    for (const [at, person] of persons.entries()) {
      expect(ratingsOf(data, person).get(items[at]!)).toBe(ratings[at])
      expect(ratingsOf(train, person).has(items[at]!)).toBe(false)
      asked.add(`${person} ${items[at]}`)
    }
  }
  expect(asked.size).toBe(size)
  expect(kFoldRatings(data, { k: 4, seed: 9 })).toEqual(folds)
  expect(kFoldRatings(data, { k: 4, seed: 10 })[0]!.items).not.toEqual(folds[0]!.items)
})

test('an item rated again is asked or taught with its latest rating only', () => {
  const again = ratingsFrom([
    ['a', 'x', 1],
    ['a', 'x', 5],
    ['b', 'x', 2],
    ['b', 'y', 3],
  ])
  const folds = kFoldRatings(again, { k: 3 })
  const asked = folds.flatMap(({ ratings }) => [...ratings])
  expect(asked.sort()).toEqual([2, 3, 5])
  for (const { train } of folds) expect([...train.values]).not.toContain(1)
})

test('rmse and mae are those of all folds together, by hand', async () => {
  // Always 3 against 1, 2, 4, 5: errors 2, 1, −1, −2.
  const four = ratingsFrom([
    ['a', 'x', 1],
    ['a', 'y', 2],
    ['b', 'x', 4],
    ['b', 'y', 5],
  ])
  const result = await evaluateRatings({ folds: kFoldRatings(four, { k: 2 }), model: always(3), now })
  expect(result.ratings).toBe(4)
  expect(result.rmse.value).toBeCloseTo(Math.sqrt(2.5), 12)
  expect(result.mae.value).toBe(1.5)
})

test('intervals over people draw all ratings of a person together', () => {
  // Two people, each with equal errors: a draw is both a (error 1), both b (error 3) or one of each.
  const errors = Float64Array.of(1, 1, 1, 1, 3, 3)
  const people = Int32Array.of(0, 0, 0, 0, 1, 1)
  const { rmse, mae } = errorIntervals(errors, people, { random: randomOf(1) })
  expect(mae).toEqual({ value: 10 / 6, low: 1, high: 3 })
  expect(rmse).toEqual({ value: Math.sqrt(22 / 6), low: 1, high: 3 })
  const single = errorIntervals(errors, Int32Array.of(0, 1, 2, 3, 4, 5), { random: randomOf(1) })
  expect(single.mae.high).toBeLessThan(3)
})

test('intervals over ratings are about ±1.96 standard errors', () => {
  const random = randomOf(5)
  const errors = Float64Array.from({ length: 4000 }, () => random() * 2 - 1)
  const { mae } = errorIntervals(errors, Int32Array.from(errors.keys()), { random, resamples: 2000 })
  const half = 1.96 * Math.sqrt(1 / 12 / 4000)
  expect(mae.high - mae.value).toBeGreaterThan(0.85 * half)
  expect(mae.high - mae.value).toBeLessThan(1.15 * half)
  expect(mae.value - mae.low).toBeGreaterThan(0.85 * half)
  expect(mae.value - mae.low).toBeLessThan(1.15 * half)
})

test('refuses what cannot be divided or does not predict ratings', async () => {
  for (const k of [0, 1, 2.5, Number.NaN]) expect(codeOf(() => kFoldRatings(data, { k }))).toBe('bad-parameter')
  expect(codeOf(() => kFoldRatings(data, { k: 1000 }))).toBe('no-cases')
  const broken = { ...data, values: data.values.map(() => Number.NaN) }
  expect(codeOf(() => kFoldRatings(broken))).toBe('bad-value')
  const folds = kFoldRatings(data)
  await expect(evaluateRatings({ folds, model: 'popularity', now })).rejects.toMatchObject({ code: 'bad-parameter' })
  await expect(evaluateRatings({ folds: [], model: 'svd', now })).rejects.toMatchObject({ code: 'no-cases' })
  const negative = evaluateRatings({ folds, model: 'svd', resamples: -1, now })
  await expect(negative).rejects.toMatchObject({ code: 'bad-parameter' })
})

test('how much larger errors are than those of another model, drawn together', () => {
  const reference = Float64Array.of(1, -1, 2, -2, 3, -3)
  const groups = Int32Array.of(0, 0, 1, 1, 2, 2)
  const twice = reference.map((error) => 2 * error)
  // Twice the errors: twice the RMSE and MAE, so the difference is the reference's own.
  const { rmse, mae } = pairedErrorDifference(twice, reference, groups, { random: randomOf(3), resamples: 2000 })
  expect(rmse.value).toBeCloseTo(Math.sqrt(28 / 6), 12)
  expect(mae.value).toBeCloseTo(2, 12)
  // The same draws as the reference's own interval.
  const own = errorIntervals(reference, groups, { random: randomOf(3), resamples: 2000 })
  expect(rmse.low).toBeCloseTo(own.rmse.low, 12)
  expect(rmse.high).toBeCloseTo(own.rmse.high, 12)
  expect(mae.high).toBeCloseTo(own.mae.high, 12)
  const same = pairedErrorDifference(reference, reference, groups, { random: randomOf(3) })
  expect(same).toEqual({ rmse: { value: 0, low: 0, high: 0 }, mae: { value: 0, low: 0, high: 0 } })
})
