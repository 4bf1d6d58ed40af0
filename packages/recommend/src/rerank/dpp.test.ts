import { expect, test } from 'vitest'
import { dpp } from './dpp.ts'
import { greedyDpp } from './greedy-dpp.ts'
import { groupSimilarity, vectorSimilarity } from './item-similarity.ts'
import { determinant, listOf, randomCase, similarityTable, subsets } from './rerank.fixture.ts'

const minor = (kernel: (a: number, b: number) => number, set: readonly number[]) =>
  determinant(set.map((a) => set.map((b) => kernel(a, b))))

/** L = ridge·I + V·Vᵀ of random vectors. */
function randomKernel(seed: number, n: number, d: number, ridge: number) {
  const { vectors } = randomCase(seed, n, d)
  return (a: number, b: number): number => {
    let sum = a === b ? ridge : 0
    for (let at = 0; at < d; at++) sum += vectors[a * d + at]! * vectors[b * d + at]!
    return sum
  }
}

test('a worked example: the second best is half in the first already, so the third comes before it', () => {
  // det{0} = 4, det{0,1} = 4·3 − 3² = 3, det{0,2} = 4·1 = 4, det{0,2,1} = 3.
  const rows = [
    [4, 3, 0],
    [3, 3, 0],
    [0, 0, 1],
  ]
  const { chosen, gains } = greedyDpp(3, (a, b) => rows[a]![b]!, 3)
  expect(chosen).toEqual([0, 2, 1])
  expect(gains[0]).toBeCloseTo(Math.log(4), 12)
  expect(gains[1]).toBeCloseTo(0, 12)
  expect(gains[2]).toBeCloseTo(Math.log(3 / 4), 12)
})

test('the incremental factors choose what determinants worked out anew choose', () => {
  for (let seed = 0; seed < 40; seed++) {
    const kernel = randomKernel(seed, 10, 12, 0.01)
    const { chosen, gains } = greedyDpp(10, kernel, 6)
    const slow: number[] = []
    for (let step = 0; step < 6; step++) {
      const free = Array.from({ length: 10 }, (_, index) => index).filter((index) => !slow.includes(index))
      const values = free.map((index) => minor(kernel, [...slow, index]))
      slow.push(free[values.indexOf(Math.max(...values))]!)
    }
    expect(chosen).toEqual(slow)
    expect(gains.reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(Math.log(minor(kernel, slow)), 8)
  }
})

test('of all sets of four out of nine it finds one within (1 − 1/e) of the best, and mostly the best', () => {
  let best = 0
  for (let seed = 0; seed < 50; seed++) {
    // With eigenvalues of 1 and more log det is monotone, non-negative and submodular: Nemhauser's bound holds.
    const kernel = randomKernel(seed, 9, 4, 1)
    const found = Math.log(minor(kernel, greedyDpp(9, kernel, 4).chosen))
    const optimum = Math.max(...subsets(9, 4).map((set) => Math.log(minor(kernel, set))))
    expect(found).toBeLessThanOrEqual(optimum + 1e-9)
    expect(found).toBeGreaterThanOrEqual((1 - 1 / Math.E) * optimum)
    if (found > optimum - 1e-9) best++
  }
  expect(best).toBeGreaterThanOrEqual(25)
})

test('no more is chosen than the kernel has directions, and copies of a chosen item come last', () => {
  expect(greedyDpp(8, randomKernel(3, 8, 3, 0), 8).chosen).toHaveLength(3)
  const kinds = [['tea'], ['tea'], ['jam']]
  const result = dpp(listOf(3, 2, 1), { similarity: groupSimilarity((item) => kinds[item]!), relevance: 0.5 })
  expect([...result.items]).toEqual([0, 2, 1])
  expect(result.moves[1]).toEqual({ item: 1, from: 2, to: 3, reason: { kind: 'too-similar', other: 0, similarity: 1 } })
})

test('its kernel trades θ·Σ score against (1 − θ)·log det S, as the paper says', () => {
  const { list, vectors } = randomCase(5, 8, 6)
  const similarity = vectorSimilarity(vectors, 6, 'shifted')
  const theta = 0.6
  const { items } = dpp(list, { similarity, relevance: theta, n: 3 })
  const [high, low] = [list.scores[0]!, list.scores[7]!]
  const objective = (set: readonly number[]) =>
    theta * set.reduce((sum, item) => sum + (list.scores[item]! - low) / (high - low), 0) +
    (1 - theta) * Math.log(minor(similarity, set))
  const slow: number[] = []
  for (let step = 0; step < 3; step++) {
    const values = [...list.items].map((item) => (slow.includes(item) ? -Infinity : objective([...slow, item])))
    slow.push(values.indexOf(Math.max(...values)))
  }
  expect([...items.slice(0, 3)]).toEqual(slow)
})

test('without similarities the order stays, and a relevance of 1 is refused', () => {
  const list = listOf(5, 4, 3, 2, 1)
  expect(dpp(list, { similarity: similarityTable({}), relevance: 0.5 }).moves).toEqual([])
  expect(dpp(list, { similarity: () => 1, relevance: 0.5 }).moves).toEqual([])
  expect(() => dpp(list, { similarity: () => 1, relevance: 1 })).toThrow(/relevance/)
})
