import { expect, test } from 'vitest'
import { historyOf, interactionsFrom } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitPopularity } from './fit-popularity.ts'

const day = 86_400_000
const matrix = interactionsFrom({
  persons: ['ann', 'bob', 'cat', 'cat'],
  items: ['old', 'new', 'both', 'both'],
  times: [0, 30 * day, 0, 30 * day],
})
const nobody = { items: new Int32Array(0), weights: new Float32Array(0), times: new Float64Array(0) }
/** Dense ids are alphabetical: both 0, new 1, old 2. */
const all = Int32Array.of(0, 1, 2)

test('an interaction one half-life old counts half', () => {
  const model = fitPopularity(matrix, { now: 30 * day })
  expect([...model.score(nobody, all)]).toEqual([1.5, 1, 0.5])
  expect([...model.recommend(nobody, 2).items]).toEqual([0, 1])
})

test('without decay scores are sums of weights, and ties go to the smaller id', () => {
  for (const halfLifeDays of [0, Number.POSITIVE_INFINITY]) {
    const model = fitPopularity(matrix, { now: 30 * day, halfLifeDays })
    expect([...model.score(nobody, all)]).toEqual([2, 1, 1])
    expect([...model.recommend(nobody, 9).items]).toEqual([0, 1, 2])
  }
  const weighted = interactionsFrom({ persons: ['a', 'b'], items: ['x', 'y'], weights: [0.5, 2] })
  expect([...fitPopularity(weighted, { now: 0 }).score(nobody, Int32Array.of(0, 1))]).toEqual([0.5, 2])
})

test('the future counts as now, and an old matrix is ranked as a new one', () => {
  const early = fitPopularity(matrix, { now: 0 })
  expect([...early.score(nobody, all)]).toEqual([2, 1, 1])
  const late = fitPopularity(matrix, { now: 40_000 * day })
  expect([...late.score(nobody, all)]).toEqual([1.5, 1, 0.5])
})

test('leaves out what is excluded and what has no score', () => {
  const disliked = interactionsFrom({ persons: ['a', 'a', 'b'], items: ['x', 'y', 'z'], weights: [1, -1, 2] })
  const model = fitPopularity(disliked, { now: 0 })
  expect([...model.recommend(nobody, 5).items]).toEqual([2, 0])
  expect([...model.recommend(nobody, 5, { exclude: (item) => item === 2 }).items]).toEqual([0])
})

test('knows no likeness and gives no reasons', () => {
  const model = fitPopularity(matrix, { now: 0 })
  expect(model.similarItems(0, 5).items.length).toBe(0)
  expect(model.explain(historyOf(matrix, 0), 0, 5)).toEqual([])
})

test('answers the same after saving and loading', () => {
  const model = fitPopularity(matrix, { now: 30 * day })
  const loaded = loadRecommender(model.save())
  expect(loaded.recommend(nobody, 3)).toEqual(model.recommend(nobody, 3))
  expect(loaded.itemCount).toBe(3)
})

test('refuses an empty matrix', () => {
  expect(() => fitPopularity(interactionsFrom({ persons: [], items: [] }), { now: 0 })).toThrow('some events')
})
