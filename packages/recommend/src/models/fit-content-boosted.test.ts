import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseIdMap } from '../id-map.ts'
import { interactionsFromDense } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import type { ContentBoostedParameters } from './content-boosted-parameters.ts'
import { fitContentBoosted } from './fit-content-boosted.ts'
import type { ItemText } from './item-text-vectors.ts'

const historyOf = (items: readonly number[], weights = items.map(() => 1)) => ({
  items: Int32Array.from(items),
  weights: Float32Array.from(weights),
  times: new Float64Array(items.length),
})
/** Rows of people, each the items they took. */
const matrixOf = (people: readonly (readonly number[])[], itemCount: number) =>
  interactionsFromDense({
    persons: Int32Array.from(people.flatMap((items, person) => items.map(() => person))),
    items: Int32Array.from(people.flat()),
    personIds: denseIdMap(people.length),
    itemIds: denseIdMap(itemCount),
  })
const plain = { titleWeight: 1, categoryWeight: 1, maxShare: 1, vectorShare: 1, boost: 1, likeItems: 9, neighbours: 9 }

/** The definition, with full matrices. */
function slowScores(
  people: readonly (readonly number[])[],
  texts: readonly ItemText[],
  history: readonly number[],
  { vectorShare, boost, likeItems, decay }: ContentBoostedParameters,
): number[] {
  const n = texts.length
  const words = texts.map(({ title = '' }) => title.split(' ').filter((word) => word !== ''))
  const holders = (term: string): number => words.filter((own) => own.includes(term)).length
  const terms = [...new Set(words.flat())].filter((term) => holders(term) > 1)
  const worded = words.filter((own) => own.length > 0).length
  const unit = (row: number[]): number[] => {
    const length = Math.hypot(...row)
    return row.map((value) => (length === 0 ? 0 : value / length))
  }
  const x = words.map((own) =>
    unit(
      terms.map(
        (term) =>
          Math.log1p(own.filter((word) => word === term).length) * (1 + Math.log((1 + worded) / (1 + holders(term)))),
      ),
    ),
  )
  const v = texts.map(({ vector }) => (vector?.some((value) => value !== 0) ? unit([...vector]) : undefined))
  const meanOf = (rows: readonly number[][], count: number, width: number): number[] =>
    Array.from({ length: width }, (_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / Math.max(1, count))
  const xMean = meanOf(x, worded, terms.length)
  const known = v.filter((row) => row !== undefined)
  const vMean = meanOf(known, known.length, known[0]?.length ?? 0)
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, k) => sum + value * b[k]!, 0)
  const around = (row: readonly number[], mean: readonly number[]): number[] => row.map((value, k) => value - mean[k]!)
  const has = (row: readonly number[]): boolean => row.some((value) => value !== 0)
  const likeness = (i: number, j: number): number =>
    (has(x[i]!) && has(x[j]!) ? dot(around(x[i]!, xMean), around(x[j]!, xMean)) : 0) +
    (v[i] && v[j] ? vectorShare * dot(around(v[i], vMean), around(v[j], vMean)) : 0)
  const takers = (item: number): number[] => people.flatMap((own, p) => (own.includes(item) ? [p] : []))
  const share = (p: number): number => 1 / new Set(people[p]).size
  const together = (i: number, j: number): number => {
    const own = takers(i)
    const norm = (item: number): number => Math.sqrt(takers(item).reduce((sum, p) => sum + share(p), 0))
    const sum = takers(j)
      .filter((p) => own.includes(p))
      .reduce((total, p) => total + share(p), 0)
    return i === j ? 1 : sum === 0 ? 0 : sum / (norm(i) * norm(j))
  }
  const borrowed = (j: number, h: number): number => {
    const like = Array.from({ length: n }, (_, i) => [Math.max(likeness(j, i), i === j ? 1e-6 : 0), i] as const)
      .filter(([near, i]) => near > 0 && takers(i).length > 0)
      .sort(([a, i], [b, k]) => b - a || i - k)
      .slice(0, likeItems)
    const total = like.reduce((sum, [near]) => sum + near, 0)
    return like.reduce((sum, [near, i]) => sum + (near / total) * together(i, h), 0)
  }
  return Array.from({ length: n }, (_, j) => {
    let sum = 0
    let fading = 1
    for (let at = history.length - 1; at >= 0; at--) {
      const h = history[at]!
      if (at < history.length - 1 && history[at + 1] !== h) fading *= decay
      sum += fading * (likeness(h, j) + boost * borrowed(j, h))
    }
    return sum
  })
}

const text = fc.record({
  title: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }).map((words) => words.join(' ')),
  vector: fc.option(
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 2 }).map((row) => Float32Array.from(row)),
    { nil: undefined },
  ),
})

test('scores are those of the definition, whatever people took and texts say', () => {
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 4, maxLength: 7 }),
      fc.array(fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (texts, people, history, boosted) => {
        fc.pre(texts.some(({ title }) => title !== ''))
        const within = people.map((own) => own.filter((item) => item < texts.length))
        const parameters = { ...plain, boost: boosted ? 2 : 0, decay: 0.5 }
        const model = fitContentBoosted(matrixOf(within, texts.length), parameters, { itemText: (i) => texts[i] })
        const all = Int32Array.from(texts.keys())
        const slow = slowScores(within, texts, history, parameters)
        for (const [item, score] of model.score(historyOf(history), all).entries())
          expect(score).toBeCloseTo(slow[item]!, 4)
        const steady = fitContentBoosted(
          matrixOf(within, texts.length),
          { ...parameters, decay: 1 },
          { itemText: (i) => texts[i] },
        )
        const sources = [...new Set(history)]
        const alone = sources.map((source) => Math.max(0, steady.score(historyOf([source]), Int32Array.of(0))[0]!))
        const total = alone.reduce((sum, part) => sum + part, 0)
        for (const { item, share } of steady.explain(historyOf(sources), 0, 99))
          expect(share).toBeCloseTo(alone[sources.indexOf(item)]! / total, 3)
        const parts = model.explain(historyOf(history), 0, 99)
        expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(parts.length > 0 ? 1 : 0, 6)
      },
    ),
    { numRuns: 150 },
  )
})

const texts: readonly ItemText[] = [
  { title: 'green tea' },
  { title: 'black tea' },
  { title: '红色 茶壶 tea pot' },
  { title: 'coffee beans' },
  { title: 'coffee mill' },
  { title: '茶壶' },
]
/** Who takes teas takes the pot; who takes beans takes the mill. */
const people = [
  [0, 2],
  [1, 2],
  [0, 1, 2],
  [3, 4],
  [3, 4],
]

test('an item that nobody had comes to those who take what is like it, and what goes with that', () => {
  const cold = [...texts, { title: 'oolong tea' }]
  const model = fitContentBoosted(matrixOf(people, cold.length), {}, { itemText: (item) => cold[item] })
  const scoreFor = (history: number[]) => model.score(historyOf(history), Int32Array.of(6))[0]!
  expect(scoreFor([0])).toBeGreaterThan(0)
  expect(scoreFor([2])).toBeGreaterThan(scoreFor([3]))
  expect(scoreFor([3])).toBeLessThanOrEqual(0)
  expect([...model.recommend(historyOf([0]), 9, { exclude: (item) => item < 6 }).items]).toEqual([6])
  expect([...model.recommend(historyOf([]), 9).items]).toEqual([])
})

test('items taken in later stand where training would have put them, but for what they change of the rest', () => {
  const vectors = [
    [1, 0],
    [1, 0.2],
    [0.9, 0.3],
    [0, 1],
    [0.1, 1],
    [0.8, 0.4],
  ]
  const withVectors = texts.map((one, item) => ({ ...one, vector: Float32Array.from(vectors[item]!) }))
  const model = fitContentBoosted(matrixOf(people, 6), {}, { itemText: (item) => withVectors[item] })
  const further: ItemText[] = [
    { title: 'green tea tea' },
    { title: '' },
    { title: 'beans', vector: Float32Array.of(0, 2) },
  ]
  const wider = model.withItems!(further)
  expect(wider.itemCount).toBe(9)
  // What was known before is scored as before.
  const all = Int32Array.from(texts.keys())
  for (const history of [[0], [2, 4], [5]])
    expect([...wider.score(historyOf(history), all)]).toEqual([...model.score(historyOf(history), all)])
  const [tea, nothing, beans] = wider.score(historyOf([0]), Int32Array.of(6, 7, 8))
  expect(tea).toBeGreaterThan(beans!)
  expect(nothing).toBe(0)
  expect(wider.score(historyOf([4]), Int32Array.of(8))[0]).toBeGreaterThan(0)
  // Asked for itself, too, and once more.
  expect([...wider.similarItems(6, 1).items]).toEqual([0])
  expect([3, 4]).toContain(wider.withItems!([{ title: 'coffee' }]).similarItems(9, 1).items[0])
})

test('it comes back as it was saved, also with items that were taken in', () => {
  const model = fitContentBoosted(matrixOf(people, 6), {}, { itemText: (item) => texts[item] }).withItems!([
    { title: 'green tea' },
  ])
  const back = loadRecommender(model.save())
  for (const history of [[0], [3, 2], [6]])
    expect(back.recommend(historyOf(history), 9)).toEqual(model.recommend(historyOf(history), 9))
})

test('broken models and vectors that do not fit are refused', () => {
  const saved = fitContentBoosted(matrixOf(people, 6), {}, { itemText: (item) => texts[item] }).save()
  const broken = [
    { terms: Uint8Array.of(1) },
    { rowStarts: Int32Array.of(0) },
    { taken: new Uint8Array(3) },
    { vectors: new Float32Array(5) },
    { borrowedItems: Int32Array.of(77) },
    { nearness: new Float32Array(1) },
  ]
  for (const arrays of broken)
    expect(() => loadRecommender({ ...saved, arrays: { ...saved.arrays, ...arrays } as typeof saved.arrays })).toThrow(
      expect.objectContaining({ code: 'bad-model' }),
    )
  const uneven = (item: number): ItemText => ({ title: 'tea', vector: new Float32Array(item === 0 ? 2 : 3).fill(1) })
  expect(() => fitContentBoosted(matrixOf(people, 6), {}, { itemText: uneven })).toThrow(
    expect.objectContaining({ code: 'bad-value' }),
  )
  expect(() => fitContentBoosted(matrixOf(people, 6), {}, { itemText: () => undefined })).toThrow(
    expect.objectContaining({ code: 'no-texts' }),
  )
})
