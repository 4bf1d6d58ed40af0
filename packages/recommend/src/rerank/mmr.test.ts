import { expect, test } from 'vitest'
import { vectorSimilarity } from './item-similarity.ts'
import { mmr } from './mmr.ts'
import { listOf, randomCase, similarityTable } from './rerank.fixture.ts'

test('a near copy of the first goes behind a worse item that is unlike it, and both are told why', () => {
  // Scaled scores 1, .8, 0. Second place with λ = .4: .4·.8 − .6·.9 = −.22 against .4·0 − .6·.1 = −.06.
  const similarity = similarityTable({ '0-1': 0.9, '0-2': 0.1, '1-2': 0.2 })
  const list = listOf(1, 0.9, 0.5)
  const result = mmr(list, { similarity, relevance: 0.4 })
  expect([...result.items]).toEqual([0, 2, 1])
  expect([...result.scores]).toEqual([1, 0.5, Math.fround(0.9)])
  expect(result.moves).toEqual([
    { item: 2, from: 3, to: 2, reason: { kind: 'variety', other: 0, similarity: 0.1 } },
    { item: 1, from: 2, to: 3, reason: { kind: 'too-similar', other: 0, similarity: 0.9 } },
  ])
  expect([...mmr(list, { similarity, relevance: 0.5001 }).items]).toEqual([0, 1, 2])
})

test('it agrees with the formula worked out anew for every place', () => {
  for (let seed = 0; seed < 40; seed++) {
    const { list, vectors, rng } = randomCase(seed, 12, 3)
    const similarity = vectorSimilarity(vectors, 3)
    const relevance = rng()
    const [high, low] = [list.scores[0]!, list.scores[11]!]
    const left = [...list.items]
    const order: number[] = []
    while (left.length > 0) {
      const values = left.map((item) => {
        const scaled = (list.scores[item]! - low) / (high - low)
        return relevance * scaled - (1 - relevance) * Math.max(0, ...order.map((above) => similarity(item, above)))
      })
      order.push(...left.splice(values.indexOf(Math.max(...values)), 1))
    }
    expect([...mmr(list, { similarity, relevance }).items]).toEqual(order)
  }
})

test('with relevance 1 nothing moves, and applied again to its first n it keeps the rest where it was', () => {
  const { list, vectors } = randomCase(1, 30, 4)
  const similarity = vectorSimilarity(vectors, 4)
  expect(mmr(list, { similarity, relevance: 1 }).moves).toEqual([])
  const { items } = mmr(list, { similarity, relevance: 0.3, n: 10 })
  expect([...items].sort((a, b) => a - b)).toEqual([...list.items])
  const rest = [...items.slice(10)]
  expect(rest).toEqual([...rest].sort((a, b) => a - b))
})

test('what is no list and what is no weight is refused', () => {
  const similarity = similarityTable({})
  expect(() => mmr(listOf(1, Number.NaN), { similarity, relevance: 0.5 })).toThrow(/place 2/)
  expect(() =>
    mmr({ items: Int32Array.of(1, 1), scores: Float32Array.of(1, 1) }, { similarity, relevance: 1 }),
  ).toThrow(/twice/)
  expect(() => mmr({ items: Int32Array.of(1), scores: Float32Array.of() }, { similarity, relevance: 1 })).toThrow(
    /1 items/,
  )
  expect(() => mmr(listOf(1), { similarity, relevance: Number.NaN })).toThrow(/relevance/)
  expect(mmr(listOf(), { similarity, relevance: 0.5 })).toEqual({
    items: Int32Array.of(),
    scores: Float32Array.of(),
    moves: [],
  })
})
