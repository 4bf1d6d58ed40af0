import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { denseIdMap } from '../id-map.ts'
import { type Interactions, interactionsFromDense } from '../interactions.ts'
import type { History, SavedRecommender } from '../recommender.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitTwoTower } from './fit-two-tower.ts'
import type { ItemText } from './item-text-vectors.ts'
import { towerItems } from './item-tower.ts'
import fixture from './networks.fixture.json' with { type: 'json' }
import { twoTowerOf } from './serve-two-tower.ts'
import { tellingTerms } from './telling-terms.ts'
import type { TwoTowerParameters } from './two-tower-parameters.ts'

const historyOf = (items: readonly number[]): History => ({
  items: Int32Array.from(items),
  weights: new Float32Array(items.length).fill(1),
  times: new Float64Array(items.length),
})

const matrixOf = (sequences: readonly (readonly number[])[], items: number): Interactions =>
  interactionsFromDense({
    persons: Int32Array.from(sequences.flatMap((sequence, person) => sequence.map(() => person))),
    items: Int32Array.from(sequences.flat()),
    personIds: denseIdMap(sequences.length),
    itemIds: denseIdMap(items),
  })

/** Items 0–9 are pens, 10–19 teas, 20 and 21 one of each that nobody had, 22 something nobody had and nobody wrote about. */
const texts: readonly ItemText[] = Array.from({ length: 23 }, (_, item) => {
  if (item === 22) return {}
  const pen = item < 10 || item === 20
  return pen
    ? { title: `Gel pen ${item}`, description: '顺滑书写中性笔' }
    : { title: `Green tea ${item}`, description: '清香绿茶茶叶' }
})

/** Whoever takes pens takes pens. */
function tastes(count: number): number[][] {
  const random = randomOf(7)
  return Array.from({ length: count }, (_, person) =>
    Array.from({ length: 5 }, () => (person % 2) * 10 + Math.floor(random() * 10)),
  )
}

const small = { width: 16, epochs: 10, learningRate: 0.01, batch: 32 }
const itemText = (item: number): ItemText | undefined => texts[item]
const fit = (options: Partial<TwoTowerParameters> = {}) =>
  fitTwoTower(matrixOf(tastes(40), 23), { ...small, ...options }, { itemText })

test('both towers are PyTorch’s', () => {
  const { parameters, inputs, shape, scores } = fixture.towers
  const numbers = Object.fromEntries(Object.entries(parameters).map(([name, data]) => [name, Float32Array.from(data)]))
  // The terms of the reference’s five items; its second item, 7, is without its id.
  const starts = new Int32Array(shape.items + 1)
  const order = inputs.items.toSorted((a, b) => a - b)
  for (let item = 0; item < shape.items; item++) starts[item + 1] = starts[item]! + (order.includes(item) ? 2 : 0)
  const slots = order.flatMap((item) => [0, 1].map((slot) => inputs.items.indexOf(item) * 2 + slot))
  const terms = {
    starts,
    ids: Int32Array.from(slots, (slot) => inputs.terms[slot]!),
    weights: Float32Array.from(slots, (slot) => inputs.termWeights[slot]!),
  }
  const known = new Uint8Array(shape.items).fill(1)
  known[7] = 0
  const model = twoTowerOf(
    {
      numbers,
      items: towerItems(numbers, known, terms, shape.width),
      known,
      served: new Uint8Array(shape.items).fill(1),
    },
    { width: shape.width, length: 9, decay: 1 } as TwoTowerParameters,
  )
  // The third person took items 7 and 5 alike. Scores are by how much an item is better than one at random.
  const found = model.score(
    historyOf([7, 5]),
    Int32Array.from(inputs.next, (place) => inputs.items[place]!),
  )
  const expected = scores.map((score, i) => score - inputs.corrections[i]!)
  for (const at of [1, 2]) expect(found[at]! - found[0]!).toBeCloseTo(expected[at]! - expected[0]!, 5)
})

test('items that nobody had are placed by their texts, in both languages; without a text they are not served', async () => {
  const model = await fit()
  for (const [history, near, far] of [
    [[1, 2, 3], 20, 21],
    [[11, 12, 13], 21, 20],
  ] as const) {
    const [own = 0, other = 0, nothing] = model.score(historyOf(history), Int32Array.of(near, far, 22))
    expect(own).toBeGreaterThan(0)
    expect(other).toBeLessThan(0)
    expect(nothing).toBe(0)
    const { items } = model.recommend(historyOf(history), 23)
    expect(items).toContain(near)
    expect(items).not.toContain(far)
    expect(items).not.toContain(22)
  }
  expect([...model.similarItems(20, 10).items].every((item) => item < 10)).toBe(true)
  // Who took only what nobody else had is served by its text.
  expect([...model.recommend(historyOf([21]), 5).items].every((item) => item >= 10)).toBe(true)
})

test('without texts it learns from ids alone, and what nobody had is not served', async () => {
  const model = await fitTwoTower(matrixOf(tastes(40), 23), small)
  const { items } = model.recommend(historyOf([1, 2, 3]), 23)
  expect([...items].filter((item) => item < 10).length).toBeGreaterThan(7)
  expect([...items].filter((item) => item >= 20)).toEqual([])
  const withTexts = await fitTwoTower(matrixOf(tastes(40), 23), { ...small, terms: 0 }, { itemText })
  expect(withTexts.recommend(historyOf([1, 2, 3]), 23)).toEqual(model.recommend(historyOf([1, 2, 3]), 23))
})

test('a new event changes the answer at once; score, recommend and the saved form agree', async () => {
  const model = await fit()
  const later = historyOf([1, 2, 11, 12, 13, 14])
  expect(model.recommend(later, 3)).not.toEqual(model.recommend(historyOf([1, 2]), 3))
  const { items, scores } = model.recommend(later, 9)
  expect(model.score(later, items)).toEqual(scores)
  expect([...model.recommend(later, 9, { exclude: (item) => item === items[0] }).items]).not.toContain(items[0])
  const loaded = loadRecommender(structuredClone(model.save()))
  expect(loaded.recommend(later, 9)).toEqual({ items, scores })
  expect(loaded.save()).toEqual(model.save())
  const near = model.similarItems(2, 1)
  expect(model.cosines?.(Int32Array.of(2, near.items[0]!))(0, 1)).toBeCloseTo(near.scores[0]!, 5)
  expect(model.recommend(historyOf([]), 9).items).toHaveLength(0)
})

test('shares are by how much the score falls without an item', async () => {
  const model = await fit()
  const items = [1, 2, 11]
  const scoreOf = (some: readonly number[]): number => model.score(historyOf(some), Int32Array.of(3))[0]!
  const falls = items.map((left) => scoreOf(items) - scoreOf(items.filter((item) => item !== left)))
  const helping = falls.filter((fall) => fall > 0).reduce((sum, fall) => sum + fall, 0)
  const shares = model.explain(historyOf(items), 3, 9)
  expect(shares.map(({ item }) => item).toSorted((a, b) => a - b)).toEqual(items.filter((_, at) => falls[at]! > 0))
  for (const { item, share } of shares)
    expect(share).toBeCloseTo(falls[items.indexOf(item)]! / Math.max(helping, scoreOf(items)), 4)
  expect(model.explain(historyOf(items), 22, 9)).toEqual([])
})

test('equal seeds give equal models, a signal ends a training, and what does not fit is refused', async () => {
  const numbers = async (seed: number) => (await fit({ epochs: 2, seed })).save().arrays
  expect(await numbers(1)).toEqual(await numbers(1))
  expect(await numbers(1)).not.toEqual(await numbers(2))
  const aborted = fitTwoTower(matrixOf(tastes(4), 23), small, { signal: AbortSignal.abort() })
  await expect(aborted).rejects.toMatchObject({ code: 'cancelled' })
  await expect(fit({ width: 1 })).rejects.toThrow('width must be')
  await expect(fitTwoTower(matrixOf([[1], [2, 2]], 3))).rejects.toMatchObject({ code: 'no-interactions' })
  await expect(fitTwoTower(matrixOf([[1, 2]], 3), {}, { itemText: () => ({}) })).rejects.toMatchObject({
    code: 'no-texts',
  })
  const saved = (await fit({ epochs: 1 })).save()
  const { bases, ...rest } = saved.arrays
  for (const arrays of [
    rest,
    { ...saved.arrays, bases: (bases as Float32Array).slice(1) },
    { ...saved.arrays, served: Uint8Array.of(1) },
    { ...saved.arrays, 'personTower.outer.bias': new Float32Array(16).fill(Number.NaN) },
  ])
    expect(() => loadRecommender({ ...saved, arrays: arrays as SavedRecommender['arrays'] })).toThrow(
      'A saved twoTower needs',
    )
})

test('an item keeps the terms that tell most of it, at length 1, of the most common ones', () => {
  const written = ['red pen pen', 'red ink', 'pen ink ink', '']
  const { starts, ids, weights, termCount } = tellingTerms(4, (item) => ({ description: written[item] }), 2)
  expect(termCount).toBe(2)
  expect(starts[4]).toBe(starts[3])
  for (let item = 0; item < 3; item++) {
    const own = weights.subarray(starts[item], starts[item + 1])
    expect(own.reduce((sum, weight) => sum + weight ** 2, 0)).toBeCloseTo(1, 6)
    expect([...own]).toEqual([...own].toSorted((a, b) => b - a))
  }
  expect(ids.every((id) => id < 2)).toBe(true)
})
