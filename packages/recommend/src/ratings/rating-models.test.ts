import { createKernels } from '@attune/kernels'
import { expect, test } from 'vitest'
import { RecommendError } from '../errors.ts'
import { denseIdMap } from '../id-map.ts'
import { historyOf, type Interactions, interactionsFromDense } from '../interactions.ts'
import { fitRecommender, loadRecommender } from '../recommender-registry.ts'
import { decodeSafetensors, encodeSafetensors } from '../safetensors.ts'
import { predictsRatings } from './evaluate-ratings.ts'
import { fitBaseline } from './fit-baseline.ts'
import { fitNmf } from './fit-nmf.ts'
import { fitSlopeOne } from './fit-slope-one.ts'
import { ratingKinds } from './rating-kinds.ts'
import { ratingMatrixOf } from './rating-matrix.ts'
import { randomRatings, ratingsFrom, ratingsOf } from './ratings.fixture.ts'
import { refuseTooManyPairs } from './refuse-too-many-pairs.ts'

const data = randomRatings(15, 11, 0.5, 9)
const matrix = ratingMatrixOf(data)
const everyItem = Int32Array.from({ length: 11 }, (_, item) => item)
const kinds = Object.keys(ratingKinds())

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof RecommendError) return error.code
    throw error
  }
  return 'nothing'
}

test('of several ratings of one item by one person the latest counts', () => {
  const { indptr, columns, values, mean, scale } = ratingMatrixOf(
    ratingsFrom([
      ['a', 'x', 1],
      ['a', 'y', 4],
      ['a', 'x', 5],
      ['b', 'x', 3],
    ]),
  )
  expect([...indptr]).toEqual([0, 2, 3])
  expect([...columns]).toEqual([1, 0, 0])
  expect([...values]).toEqual([4, 5, 3])
  expect(mean).toBe(4)
  expect(scale).toEqual({ low: 3, high: 5 })
})

test('baseline, one epoch of ALS by hand', () => {
  // μ = 3; b_x = (1 + 0) / (10 + 2), b_y = −1 / 11; then b_a = ((4 − 3 − b_x) + (2 − 3 − b_y)) / (15 + 2).
  const shop = ratingsFrom([
    ['a', 'x', 4],
    ['a', 'y', 2],
    ['b', 'x', 3],
  ])
  const model = fitBaseline(shop, { epochs: 1 })
  const bx = 1 / 12
  const by = -1 / 11
  expect(model.predict(0, 0)).toBeCloseTo(3 + bx + (-bx - by) / 17, 9)
  expect(model.predict(-1, 1)).toBeCloseTo(3 + by, 9)
})

test('baseline by gradient descent takes the steps of its definition', () => {
  const bu = new Float64Array(15)
  const bi = new Float64Array(11)
  for (let epoch = 0; epoch < 6; epoch++) {
    for (let u = 0; u < 15; u++) {
      for (const [i, r] of ratingsOf(data, u)) {
        const e = r - matrix.mean - bu[u]! - bi[i]!
        bu[u]! += 0.03 * (e - 0.1 * bu[u]!)
        bi[i]! += 0.03 * (e - 0.1 * bi[i]!)
      }
    }
  }
  const model = fitBaseline(data, { method: 'sgd', epochs: 6, learningRate: 0.03, regularisation: 0.1 })
  for (const item of everyItem) expect(model.predict(4, item)).toBeCloseTo(matrix.mean + bu[4]! + bi[item]!, 9)
})

test('Slope One is that of Lemire and Maclachlan, plain and weighted', () => {
  // The example of the paper: A gave i 1 and j 1.5, B gave i 2; B is expected to give j 2 + .5.
  const paper = ratingsFrom([
    ['A', 'i', 1],
    ['A', 'j', 1.5],
    ['B', 'i', 2],
    ['C', 'k', 5],
  ])
  expect(fitSlopeOne(paper).predict(1, paper.items.indexOf.get('j')!)).toBeCloseTo(2.5, 6)
  const rows = Array.from({ length: 15 }, (_, person) => ratingsOf(data, person))
  for (const weighting of ['none', 'support'] as const) {
    const model = fitSlopeOne(data, { weighting })
    for (const [u, row] of rows.entries()) {
      const scores = model.score(historyOf(data, u), everyItem)
      for (const i of everyItem) {
        const relevant = [...row].flatMap(([j, rating]) => {
          const both = rows.filter((other) => other.has(i) && other.has(j))
          if (j === i || both.length === 0) return []
          const deviation = both.reduce((sum, other) => sum + other.get(i)! - other.get(j)!, 0) / both.length
          return [{ rating, deviation, count: both.length }]
        })
        const own = [...row.values()].reduce((sum, rating) => sum + rating, 0) / row.size
        const total = relevant.reduce((sum, { count }) => sum + count, 0)
        let expected = own
        if (relevant.length > 0 && weighting === 'none') {
          expected = own + relevant.reduce((sum, { deviation }) => sum + deviation, 0) / relevant.length
        } else if (relevant.length > 0) {
          expected =
            relevant.reduce((sum, { rating, deviation, count }) => sum + (rating + deviation) * count, 0) / total
        }
        expect(scores[i]).toBeCloseTo(expected, 5)
        expect(model.predict(u, i)).toBeCloseTo(Math.min(5, Math.max(1, expected)), 5)
      }
    }
  }
})

test.each(['plain', 'best'] as const)(
  'NMF (%s) only lowers its loss, never below zero, in parts that add up',
  async (backend) => {
    await using kernels = await createKernels({ threads: 2, backend })
    const lossAfter = async (epochs: number): Promise<number> => {
      const fitted = await fitNmf(data, { factors: 3, epochs, regularisation: 0, kernels })
      const saved = fitted.save().arrays as Record<string, Float32Array>
      let sum = 0
      for (let u = 0; u < 15; u++) {
        for (const [i, r] of ratingsOf(data, u)) {
          const q = saved.itemFactors!.subarray(i * 3, i * 3 + 3)
          sum += (r - q.reduce((product, value, f) => product + value * saved.personFactors![u * 3 + f]!, 0)) ** 2
        }
      }
      return sum
    }
    const losses: number[] = []
    for (const epochs of [1, 2, 3, 4, 8, 16, 100]) losses.push(await lossAfter(epochs))
    expect(losses).toEqual([...losses].sort((a, b) => b - a))
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]!)
    const model = await fitNmf(data, { factors: 3, kernels })
    const { personFactors, itemFactors } = model.save().arrays as Record<string, Float32Array>
    expect(Math.min(...personFactors!, ...itemFactors!)).toBeGreaterThanOrEqual(0)
    for (const { share } of model.explain(historyOf(data, 2), 5, 99)) expect(share).toBeGreaterThan(0)
    const shares = model.explain(historyOf(data, 2), 5, 99).reduce((sum, { share }) => sum + share, 0)
    expect(shares).toBeCloseTo(1, 9)
  },
)

test('every kind predicts within the scale, serves strangers, and comes back from safetensors the same', async () => {
  for (const kind of kinds) {
    const model = await fitRecommender(kind, data, {}, { now: 0 })
    if (!predictsRatings(model)) throw new Error(`${kind} predicts no ratings`)
    const saved = model.save()
    const { arrays } = decodeSafetensors(encodeSafetensors(saved.arrays))
    const loaded = loadRecommender({ kind, parameters: JSON.parse(JSON.stringify(saved.parameters)), arrays })
    if (!predictsRatings(loaded)) throw new Error(`${kind} predicts no ratings once loaded`)
    for (let person = -1; person <= 15; person++) {
      for (let item = -1; item <= 11; item++) {
        const rating = model.predict(person, item)
        expect(rating).toBeGreaterThanOrEqual(1)
        expect(rating).toBeLessThanOrEqual(5)
        expect(loaded.predict(person, item)).toBe(rating)
      }
    }
    const nobody = { items: new Int32Array(0), weights: new Float32Array(0), times: new Float64Array(0) }
    expect(model.recommend(nobody, 20).items.length).toBe(11)
    const history = historyOf(data, 3)
    const excluded = model.recommend(history, 20, { exclude: (item) => item < 5 })
    expect(excluded.items.length).toBe(6)
    expect(Math.min(...excluded.items)).toBe(5)
    expect([...model.score(history, excluded.items)]).toEqual([...excluded.scores])
    const shares = model.explain(history, 0, 99).reduce((sum, { share }) => sum + share, 0)
    expect(shares).toBeLessThan(1 + 1e-6)
  }
})

test('what cannot be a rating is refused before any work', async () => {
  const broken = (value: number): Interactions => ({
    ...data,
    values: data.values.map((v, at) => (at === 7 ? value : v)),
  })
  const empty = interactionsFromDense({
    persons: new Int32Array(0),
    items: new Int32Array(0),
    personIds: denseIdMap(2),
    itemIds: denseIdMap(2),
  })
  const outside = { ...data, indices: data.indices.map((item, at) => (at === 3 ? 11 : item)) }
  const history = historyOf(data, 0)
  for (const kind of kinds) {
    let progressed = false
    const fit = (interactions: Interactions, parameters = {}) =>
      fitRecommender(kind, interactions, parameters, {
        now: 0,
        onProgress: () => {
          progressed = true
        },
      })
    for (const value of [Number.NaN, Infinity, -Infinity, 1e30])
      await expect(fit(broken(value))).rejects.toMatchObject({ code: 'bad-value' })
    await expect(fit(empty)).rejects.toMatchObject({ code: 'no-interactions' })
    await expect(fit(outside)).rejects.toMatchObject({ code: 'bad-index' })
    await expect(fit(data, { unheardOf: 1 })).rejects.toMatchObject({ code: 'bad-parameter' })
    expect(progressed).toBe(false)
    const model = await fitRecommender(kind, data, {}, { now: 0 })
    const bad = { ...history, weights: history.weights.map(() => Number.NaN) }
    expect(codeOf(() => model.recommend(bad, 5))).toBe('bad-value')
    const { summary: _, ...rest } = model.save().arrays
    expect(codeOf(() => loadRecommender({ ...model.save(), arrays: rest }))).toBe('bad-model')
  }
  await expect(fitNmf(broken(-1))).rejects.toMatchObject({ code: 'bad-value' })
  await expect(fitRecommender('ratingUserKnn', data, { neighbours: 1e9 }, { now: 0 })).rejects.toMatchObject({
    code: 'bad-parameter',
  })
  await expect(fitRecommender('ratingItemKnn', data, { similarity: 'x' }, { now: 0 })).rejects.toMatchObject({
    code: 'bad-parameter',
  })
})

test('more pairs of items than can be stored are refused before any is worked out, and kept bounds them', async () => {
  const count = 12_000
  const wide = interactionsFromDense({
    persons: new Int32Array(count),
    items: Int32Array.from({ length: count }, (_, item) => item),
    weights: Float32Array.from({ length: count }, (_, item) => 1 + (item % 5)),
    personIds: denseIdMap(1),
    itemIds: denseIdMap(count),
  })
  for (const kind of ['slopeOne', 'ratingItemKnn']) {
    await expect(fitRecommender(kind, wide, {}, { now: 0 })).rejects.toMatchObject({ code: 'bad-parameter' })
  }
  const matrix = ratingMatrixOf(wide)
  expect(() => refuseTooManyPairs('ratingItemKnn', matrix, 100)).not.toThrow()
})
