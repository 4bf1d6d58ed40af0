import { expect, test } from 'vitest'
import { historyOf } from '../interactions.ts'
import { fitRatingItemKnn } from './fit-rating-item-knn.ts'
import { fitRatingUserKnn } from './fit-rating-user-knn.ts'
import { ratingMatrixOf } from './rating-matrix.ts'
import { similarityOf } from './rating-similarity.ts'
import { randomRatings, ratingsFrom, ratingsOf } from './ratings.fixture.ts'
import { weightedMean } from './weighted-mean.ts'

const data = randomRatings(14, 12, 0.55, 5)
const matrix = ratingMatrixOf(data)
const persons = Array.from({ length: 14 }, (_, person) => ratingsOf(data, person))
const items = Array.from({ length: 12 }, (_, item) => {
  const column = new Map<number, number>()
  for (const [person, row] of persons.entries()) if (row.has(item)) column.set(person, row.get(item)!)
  return column
})
const { mean } = matrix
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** ALS as in Koren 2010, section 2.1, on maps. */
const bu = persons.map(() => 0)
const bi = items.map(() => 0)
for (let epoch = 0; epoch < 10; epoch++) {
  for (const [i, column] of items.entries()) {
    bi[i] = [...column].reduce((sum, [u, r]) => sum + r - mean - bu[u]!, 0) / (10 + column.size)
  }
  for (const [u, row] of persons.entries()) {
    bu[u] = [...row].reduce((sum, [i, r]) => sum + r - mean - bi[i]!, 0) / (15 + row.size)
  }
}
const baseline = (u: number, i: number): number => mean + bu[u]! + bi[i]!

type Similarity = 'msd' | 'cosine' | 'pearson' | 'pearsonBaseline'

/** The definitions in words, on the common entries of two rows; `base` is what pearsonBaseline subtracts. */
function slowSimilarity(
  kind: Similarity,
  x: ReadonlyMap<number, number>,
  y: ReadonlyMap<number, number>,
  baseX: (column: number) => number,
  baseY: (column: number) => number,
): number {
  const common = [...x.keys()].filter((column) => y.has(column))
  if (common.length < 2) return 0
  if (kind === 'msd') return 1 / (1 + average(common.map((c) => (x.get(c)! - y.get(c)!) ** 2)))
  const meanX = kind === 'pearson' ? average(common.map((c) => x.get(c)!)) : 0
  const meanY = kind === 'pearson' ? average(common.map((c) => y.get(c)!)) : 0
  const around = kind === 'pearsonBaseline'
  const a = common.map((c) => x.get(c)! - (around ? baseX(c) : meanX))
  const b = common.map((c) => y.get(c)! - (around ? baseY(c) : meanY))
  const sum = (left: readonly number[], right: readonly number[]) => left.reduce((s, v, at) => s + v * right[at]!, 0)
  const norms = Math.sqrt(sum(a, a) * sum(b, b))
  const cosine = norms > 1e-9 ? sum(a, b) / norms : 0
  return around ? (cosine * (common.length - 1)) / (common.length - 1 + 20) : cosine
}

const similarities = ['msd', 'cosine', 'pearson', 'pearsonBaseline'] as const
const centres = ['none', 'means', 'baseline'] as const

function slowPrediction(
  by: 'persons' | 'items',
  kind: Similarity,
  centre: (typeof centres)[number],
  u: number,
  i: number,
) {
  const centreOf = (person: number, item: number): number => {
    if (centre === 'baseline') return baseline(person, item)
    if (centre === 'none') return 0
    return average([...(by === 'persons' ? persons[person]! : items[item]!).values()])
  }
  const neighbours =
    by === 'persons'
      ? [...items[i]!].map(([v, rating]) => ({
          similarity: slowSimilarity(
            kind,
            persons[u]!,
            persons[v]!,
            (j) => baseline(u, j),
            (j) => baseline(v, j),
          ),
          deviation: rating - centreOf(v, i),
          self: v === u,
        }))
      : [...persons[u]!]
          .sort(([a], [b]) => a - b)
          .map(([j, rating]) => ({
            similarity: slowSimilarity(
              kind,
              items[i]!,
              items[j]!,
              (v) => baseline(v, i),
              (v) => baseline(v, j),
            ),
            deviation: rating - centreOf(u, j),
            self: j === i,
          }))
  const near = neighbours
    // Similarities are stored in single precision: what is equal there is a tie.
    .map((neighbour) => ({ ...neighbour, similarity: Math.fround(neighbour.similarity) }))
    .filter(({ similarity, self }) => similarity > 0 && !self)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, 3)
  const alone = centre === 'none' ? mean : centreOf(u, i)
  if (near.length < 2) return alone
  const total = near.reduce((sum, { similarity }) => sum + similarity, 0)
  return (centre === 'none' ? 0 : alone) + near.reduce((sum, n) => sum + n.similarity * n.deviation, 0) / total
}

const limits = { neighbours: 3, minNeighbours: 2, minSupport: 2, shrinkage: 20 }

test('neighbours with similarity .8 and .6 who gave 2 and 5 predict 3.2857', () => {
  const candidates = { count: 2, similarity: Float32Array.of(0.8, 0.6), value: Float32Array.of(2, 5) }
  const worked = weightedMean({ neighbours: 40, minNeighbours: 1 })
  expect(worked.of(candidates)).toBeCloseTo(3.2857, 4)
  expect([...worked.weights(candidates)].map((weight) => weight.toFixed(6))).toEqual(['0.571429', '0.428571'])
  expect(weightedMean({ neighbours: 1, minNeighbours: 1 }).of(candidates)).toBe(2)
  expect(weightedMean({ neighbours: 40, minNeighbours: 3 }).of(candidates)).toBeUndefined()
})

test('the worked example comes out of a fitted model too', () => {
  // msd: ann and bob differ by ½ once → 1 / 1.25 = .8; ann and eve by √(2/3) each → 1 / (1 + 2/3) = .6.
  const root = Math.sqrt(2 / 3)
  const shop = ratingsFrom([
    ['ann', 'a', 3],
    ['ann', 'b', 3],
    ['bob', 'a', 3.5],
    ['bob', 'wanted', 2],
    ['eve', 'a', 3 + root],
    ['eve', 'b', 3 - root],
    ['eve', 'wanted', 5],
  ])
  const model = fitRatingUserKnn(shop, { centre: 'none' })
  const wanted = shop.items.indexOf.get('wanted')!
  expect(model.predict(0, wanted)).toBeCloseTo(3.2857, 4)
  // Bob is near by a alone, eve by a and b: a has .8 / 1.4 and half of .6 / 1.4.
  const [first, second] = model.explain(historyOf(shop, 0), wanted, 9)
  expect(first).toEqual({ item: 0, share: expect.closeTo((0.8 + 0.3) / 1.4, 6) })
  expect(second).toEqual({ item: 1, share: expect.closeTo(0.3 / 1.4, 6) })
})

test('predictions of people and of items are those of the definitions, for every similarity and centre', () => {
  for (const [by, fit] of [
    ['persons', fitRatingUserKnn],
    ['items', fitRatingItemKnn],
  ] as const) {
    for (const similarity of similarities) {
      for (const centre of centres) {
        const model = fit(data, { ...limits, similarity, centre })
        for (let u = 0; u < 14; u++) {
          for (let i = 0; i < 12; i++) {
            const expected = Math.min(5, Math.max(1, slowPrediction(by, similarity, centre, u, i)))
            expect(Math.abs(model.predict(u, i) - expected), `${by} ${similarity} ${centre} ${u} ${i}`).toBeLessThan(
              1e-4,
            )
          }
        }
      }
    }
  }
})

test('a history that equals the ratings of somebody is given the same estimates for what was not rated', () => {
  for (const fit of [fitRatingUserKnn, fitRatingItemKnn]) {
    for (const similarity of similarities) {
      const model = fit(data, { ...limits, similarity })
      for (let u = 0; u < 14; u++) {
        const unrated = Int32Array.from(items.keys()).filter((i) => !persons[u]!.has(i))
        const scores = model.score(historyOf(data, u), unrated)
        for (const [at, i] of unrated.entries()) {
          expect(Math.min(5, Math.max(1, scores[at]!))).toBeCloseTo(model.predict(u, i), 5)
        }
      }
    }
  }
})

test('what an item-based model explains is the very mean that it predicted', () => {
  const model = fitRatingItemKnn(data, { ...limits, similarity: 'pearson' })
  let explained = 0
  for (let u = 0; u < 14; u++) {
    for (let i = 0; i < 12; i++) {
      if (persons[u]!.has(i)) continue
      const parts = model.explain(historyOf(data, u), i, 99)
      if (parts.length === 0) continue
      explained++
      const deviation = parts.reduce((sum, { item, share }) => {
        return sum + share * (persons[u]!.get(item)! - baseline(u, item))
      }, 0)
      expect(model.score(historyOf(data, u), Int32Array.of(i))[0]).toBeCloseTo(baseline(u, i) + deviation, 4)
    }
  }
  expect(explained).toBeGreaterThan(20)
})

test('nobody in common, or no spread, is no likeness', () => {
  const none = { count: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 }
  const flat = { count: 3, x: 9, y: 10, xx: 27, yy: 38, xy: 30 }
  for (const similarity of similarities) {
    expect(similarityOf(none, { ...limits, similarity })).toBe(0)
  }
  expect(similarityOf(flat, { ...limits, similarity: 'pearson' })).toBe(0)
})

test('similar items are ordered by the similarity, and kept bounds what is stored', () => {
  const all = fitRatingItemKnn(data, { ...limits, similarity: 'cosine' })
  const expected = Array.from(items.keys())
    .filter((j) => j !== 4)
    .map((j) => ({
      j,
      s: slowSimilarity(
        'cosine',
        items[4]!,
        items[j]!,
        () => 0,
        () => 0,
      ),
    }))
    .filter(({ s }) => s > 0)
    .sort((a, b) => b.s - a.s)
  const found = all.similarItems(4, 5)
  expect([...found.items]).toEqual(expected.slice(0, 5).map(({ j }) => j))
  const byPeople = fitRatingUserKnn(data, { ...limits, similarity: 'cosine' }).similarItems(4, 5)
  expect([...byPeople.items]).toEqual([...found.items])
  const kept = fitRatingItemKnn(data, { ...limits, similarity: 'cosine', kept: 2 }).similarItems(4, 5)
  expect([...kept.items]).toEqual([...found.items].slice(0, 2))
})
