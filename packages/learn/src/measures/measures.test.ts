import { expect, test } from 'vitest'
import { correlation, rankCorrelation } from './correlation.ts'
import { bestThresholds, microF1 } from './f1.ts'
import { ndcg, ranked, reciprocalRank } from './ranked.ts'
import { alignment, recallAt, uniformity } from './vectors.ts'

test('correlations by hand', () => {
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12)
  expect(correlation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12)
  expect(correlation([1, 1], [1, 2])).toBe(0)
  // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
  expect(rankCorrelation([0, 7, 7, 1000], [1, 2, 30, 400])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12)
})

test('F1 over all decisions by hand', () => {
  expect(microF1([['a', 'b'], []], [['a'], ['b', 'c']])).toBeCloseTo(2 / 5, 12)
  expect(microF1([[]], [[]])).toBe(1)
})

test('a threshold lies where F1 is highest, and is one half for a label that nobody has', () => {
  const scores = [0.9, 0.7, 0.4, 0.2].map((x) => Float32Array.of(x, x))
  const [first, second] = bestThresholds(scores, [[0], [], [0], []])
  // Calling the first three: F1 4/5; the first alone: 2/3.
  expect(first).toBeCloseTo(0.3, 6)
  expect(second).toBe(0.5)
  // Equal scores cannot be told apart.
  const equal = [0.5, 0.5, 0.1].map((x) => Float32Array.of(x))
  expect(bestThresholds(equal, [[0], [], []])[0]).toBeCloseTo(0.3, 6)
})

test('gains by hand: ties are no help', () => {
  const ideal = 7 + 3 / Math.log2(3)
  expect(ndcg([1, 3, 2], [3, 2, 0], 2)).toBeCloseTo(3 / ideal, 12)
  expect(ndcg([3, 2, 1], [3, 2, 0], 2)).toBe(1)
  expect(ndcg([1, 1], [0, 0], 2)).toBe(1)
  expect(ranked([1, 1, 2], [2, 0, 1])).toEqual([1, 0, 2])
  expect(reciprocalRank([1, 1, 1], [0, 1, 0])).toBe(1 / 3)
  expect(reciprocalRank([1], [0])).toBe(0)
})

test('partners among the nearest, by hand', () => {
  const at = (degrees: number): Float32Array =>
    Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))
  const first = [0, 90, 180].map(at)
  // The second partner is nearer to the first text than to its own.
  const second = [10, 20, 170].map(at)
  expect(recallAt(first, second, 1)).toBeCloseTo(1, 12)
  expect(recallAt([...first, at(15)], [...second, at(60)], 1)).toBeCloseTo(2 / 4, 12)
  expect(recallAt([...first, at(15)], [...second, at(60)], 3)).toBe(1)
  // Where the second and the fourth mean the same, the nearest of both counts.
  const groups = [0, 1, 2, 1]
  expect(recallAt([...first, at(15)], [...second, at(60)], 1, { first: groups, second: groups })).toBe(1)
  expect(alignment([at(0)], [at(90)])).toBeCloseTo(2, 6)
  expect(uniformity([at(0), at(180)])).toBeCloseTo(-8, 5)
})
