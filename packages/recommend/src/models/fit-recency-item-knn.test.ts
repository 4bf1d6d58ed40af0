import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseIdMap } from '../id-map.ts'
import { historyOf, type Interactions, interactionsFrom, interactionsFromDense } from '../interactions.ts'
import type { History } from '../recommender.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitRecencyItemKnn } from './fit-recency-item-knn.ts'
import { type RecencyItemKnnParameters, recencyItemKnnDefaults } from './recency-item-knn-parameters.ts'

function historyFrom(items: readonly number[], weights = items.map(() => 1), times = items.map(() => 0)): History {
  return { items: Int32Array.from(items), weights: Float32Array.from(weights), times: Float64Array.from(times) }
}

const rowsOf = (matrix: Interactions): { item: number; value: number }[][] =>
  matrix.persons.ids.map((_, person) => {
    const { items, weights } = historyOf(matrix, person)
    return [...items].map((item, at) => ({ item, value: weights[at]! })).filter(({ value }) => value > 0)
  })

/** nearness(i → j) from the formulas, with dense matrices and no care for speed. */
function slowNearness(matrix: Interactions, p: RecencyItemKnnParameters): number[][] {
  const n = matrix.items.ids.length
  const rows = rowsOf(matrix)
  const best = rows.map((row) => {
    const strongest = new Map<number, number>()
    for (const { item, value } of row) strongest.set(item, Math.max(strongest.get(item) ?? 0, value))
    return strongest
  })
  const squares = best.flatMap((row) => [...row.values()]).map((value) => value ** 2)
  const scale = 1 / Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length)
  const x = (row: Map<number, number>, item: number) =>
    (row.get(item) ?? 0) * scale * row.size ** (-p.personExponent / 2)
  const dot = (i: number, j: number) => best.reduce((sum, row) => sum + (row.size > 0 ? x(row, i) * x(row, j) : 0), 0)
  const sequences = rows.map((row) => row.map(({ item }) => item).filter((item, at, all) => item !== all[at - 1]))
  const occurrences = (i: number) => sequences.flat().filter((item) => item === i).length
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      if (i === j || dot(i, j) === 0) return 0
      const similarity = dot(i, j) / (Math.sqrt(dot(i, i)) * Math.sqrt(dot(j, j)) + p.shrinkage)
      let follows = 0
      for (const sequence of sequences) {
        for (let from = 0; from < sequence.length; from++) {
          for (let to = from + 1; to < sequence.length; to++) {
            if (sequence[from] !== i || sequence[to] !== j || to - from > p.transitionSteps) continue
            follows += p.transitionDecay ** (to - from - 1)
          }
        }
      }
      const transition = follows / (Math.sqrt(occurrences(i) * occurrences(j)) + p.shrinkage)
      return similarity + p.transitionWeight * transition
    }),
  )
}

test('two people, worked out by hand', () => {
  // ann: tea → jam → egg, bob: tea → jam. Ids: egg 0, jam 1, tea 2.
  const matrix = interactionsFrom({
    persons: ['ann', 'ann', 'ann', 'bob', 'bob'],
    items: ['tea', 'jam', 'egg', 'tea', 'jam'],
  })
  const model = fitRecencyItemKnn(matrix, {
    shrinkage: 1,
    personExponent: 0,
    transitionSteps: 2,
    transitionDecay: 0.5,
    transitionWeight: 2,
    decay: 0.5,
  })
  // similarity tea–jam: 2/(√2√2 + 1) = 2/3; tea–egg and jam–egg: 1/(√2 + 1).
  // transition tea → jam: 2/(2 + 1); tea → egg: .5/(√2 + 1); jam → egg: 1/(√2 + 1); nothing leads back.
  const toEgg = 1 / (Math.SQRT2 + 1)
  const near = model.similarItems(2, 5)
  expect([...near.items]).toEqual([1, 0])
  expect(near.scores[0]).toBeCloseTo(2 / 3 + 2 * (2 / 3), 6)
  expect(near.scores[1]).toBeCloseTo(toEgg + 2 * 0.5 * toEgg, 6)
  // Asked with tea, then jam: jam's nearness to egg counts whole, tea's counts half.
  const answer = model.recommend(historyFrom([2, 1]), 5, { exclude: (item) => item !== 0 })
  expect([...answer.items]).toEqual([0])
  expect(answer.scores[0]).toBeCloseTo(3 * toEgg + 0.5 * 2 * toEgg, 6)
  const shares = model.explain(historyFrom([2, 1]), 0, 5)
  expect(shares.map(({ item }) => item)).toEqual([1, 2])
  expect(shares[0]?.share).toBeCloseTo(3 / 4, 6)
  expect(shares[1]?.share).toBeCloseTo(1 / 4, 6)
})

const interaction = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 6 }), fc.constantFrom(0.1, 0.5, 1, 5, 0, -1))
const matrices = fc.record({
  rows: fc.array(interaction, { minLength: 1, maxLength: 60 }),
  itemCount: fc.integer({ min: 1, max: 7 }),
  personCount: fc.integer({ min: 1, max: 10 }),
})

const parameterSets = fc.record({
  shrinkage: fc.constantFrom(0, 0.5, 20),
  personExponent: fc.constantFrom(0, 0.5, 1),
  decay: fc.constantFrom(0, 0.3, 0.7, 1),
  transitionSteps: fc.constantFrom(0, 1, 3, 10),
  transitionDecay: fc.constantFrom(0, 0.5, 0.85),
  transitionWeight: fc.constantFrom(0, 1, 4),
})

function matrixFrom({
  rows,
  itemCount,
  personCount,
}: {
  rows: [number, number, number][]
  itemCount: number
  personCount: number
}) {
  const inside = rows.filter(([person, item]) => person < personCount && item < itemCount)
  return interactionsFromDense({
    persons: Int32Array.from(inside, ([person]) => person),
    items: Int32Array.from(inside, ([, item]) => item),
    weights: Float32Array.from(inside, ([, , weight]) => weight),
    personIds: denseIdMap(personCount),
    itemIds: denseIdMap(itemCount),
  })
}

test('agrees with dense matrices on any data: empty rows, one column, repeats, weights of any sign', () => {
  fc.assert(
    fc.property(matrices, parameterSets, fc.array(fc.nat({ max: 8 }), { maxLength: 6 }), (data, given, asked) => {
      const matrix = matrixFrom(data)
      fc.pre(matrix.values.some((value) => value > 0))
      const parameters = { ...recencyItemKnnDefaults, ...given }
      const model = fitRecencyItemKnn(matrix, parameters)
      const nearness = slowNearness(matrix, parameters)
      for (const [item, row] of nearness.entries()) {
        const found = new Map<number, number>()
        const near = model.similarItems(item, 99)
        for (const [at, other] of near.items.entries()) found.set(other, near.scores[at]!)
        for (const [other, expected] of row.entries()) expect(found.get(other) ?? 0).toBeCloseTo(expected, 5)
      }
      // Items 7 and 8 are unknown to the model: they are no step back, and neither is the same item again.
      const known = asked.filter((item) => item < matrix.items.ids.length)
      const all = Int32Array.from(matrix.items.ids.keys())
      const scores = model.score(historyFrom(asked), all)
      for (const item of all) {
        let expected = 0
        for (const [at, source] of known.entries()) {
          const steps = known.slice(at + 1).filter((later, next) => later !== known[at + next]).length
          expected += given.decay ** steps * nearness[source]![item]!
        }
        expect(scores[item]).toBeCloseTo(expected, 4)
      }
      const list = model.recommend(historyFrom(asked), 99)
      const expectedOrder = [...all]
        .filter((item) => scores[item]! > 0)
        .sort((a, b) => scores[b]! - scores[a]! || a - b)
      expect([...list.items]).toEqual(expectedOrder)
      for (const item of list.items) {
        const shares = model.explain(historyFrom(asked), item, 99)
        expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6)
      }
    }),
    { numRuns: 300 },
  )
})

const shop = interactionsFrom({
  persons: ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'd', 'd'],
  items: ['p', 'q', 'r', 'p', 'q', 's', 'q', 's', 'p', 't'],
})

test('keeps the nearest neighbours only', () => {
  const wide = fitRecencyItemKnn(shop)
  const narrow = fitRecencyItemKnn(shop, { neighbours: 2 })
  for (let item = 0; item < 5; item++) expect(narrow.similarItems(item, 9)).toEqual(wide.similarItems(item, 2))
})

test('answers the same after saving, posting to a worker and loading', () => {
  const model = fitRecencyItemKnn(shop, { decay: 0.6 })
  const loaded = loadRecommender(structuredClone(model.save()))
  const history = historyFrom([0, 1, 0])
  expect(loaded.recommend(history, 9)).toEqual(model.recommend(history, 9))
  expect(loaded.score(history, Int32Array.of(4, 2))).toEqual(model.score(history, Int32Array.of(4, 2)))
  expect(loaded.similarItems(1, 9)).toEqual(model.similarItems(1, 9))
  expect(loaded.explain(history, 4, 2)).toEqual(model.explain(history, 4, 2))
})

test('a request leaves nothing behind for the next', () => {
  const model = fitRecencyItemKnn(shop)
  const first = model.recommend(historyFrom([0]), 9)
  model.recommend(historyFrom([1, 3]), 1, { exclude: (item) => item === 2 })
  model.score(historyFrom([2]), Int32Array.of(0))
  expect(model.recommend(historyFrom([0]), 9)).toEqual(first)
})

test('weights of one unit or another learn the same', () => {
  const columns = { persons: ['a', 'a', 'b', 'b', 'b'], items: ['p', 'q', 'p', 'q', 'r'] }
  const small = fitRecencyItemKnn(interactionsFrom({ ...columns, weights: [0.1, 0.2, 0.1, 0.3, 0.1] }))
  const large = fitRecencyItemKnn(interactionsFrom({ ...columns, weights: [10, 20, 10, 30, 10] }))
  const [a, b] = [small.similarItems(0, 9), large.similarItems(0, 9)]
  expect([...a.items]).toEqual([...b.items])
  for (const [at, score] of a.scores.entries()) expect(score).toBeCloseTo(b.scores[at]!, 6)
})

test('a stronger and a later interaction of the history counts more', () => {
  const model = fitRecencyItemKnn(shop, { decay: 0.5 })
  // t is near p alone, s is near q most.
  const of = (history: History) => model.score(history, Int32Array.of(4))[0]!
  expect(of(historyFrom([0], [3]))).toBeCloseTo(3 * of(historyFrom([0])), 5)
  expect(of(historyFrom([0, 3]))).toBeLessThan(of(historyFrom([3, 0])))
})

test('with a half-life, an older interaction counts half besides its position', () => {
  const day = 86_400_000
  const model = fitRecencyItemKnn(shop, { decay: 1, halfLifeDays: 10 })
  const only = model.score(historyFrom([0]), Int32Array.of(4))[0]!
  // r (2) does not lead to t (4), so t's score comes from p (0) alone, ten days before r.
  const aged = model.score(historyFrom([0, 2], [1, 1], [0, 10 * day]), Int32Array.of(4))[0]!
  const fromR = model.score(historyFrom([2]), Int32Array.of(4))[0]!
  expect(fromR).toBe(0)
  expect(aged).toBeCloseTo(only / 2, 6)
})

test('viewing, carting and ordering one item is one step, and their weights add up', () => {
  const model = fitRecencyItemKnn(shop, { decay: 0.5 })
  const of = (history: History) => model.score(history, Int32Array.of(4))[0]!
  expect(of(historyFrom([0, 0, 0], [0.1, 0.5, 1]))).toBeCloseTo(1.6 * of(historyFrom([0])), 5)
  expect(of(historyFrom([0, 2, 2]))).toBeCloseTo(0.5 * of(historyFrom([0])), 5)
})

test('what lies so far back that it counts less than 1 in 10,000 counts nothing', () => {
  const model = fitRecencyItemKnn(shop, { decay: 0.1 })
  const of = (items: number[]) => model.score(historyFrom(items), Int32Array.of(4))[0]!
  // From p (0) to t (4); r (2) and s (3) do not lead there.
  expect(of([0, 2, 3, 2])).toBeGreaterThan(0)
  expect(of([0, 2, 3, 2, 3, 2])).toBe(0)
})

test('only the latest interactions of a long history are learnt from', () => {
  const columns = { persons: ['a', 'a', 'a', 'b', 'b'], items: ['p', 'q', 'r', 'p', 'q'] }
  const cut = fitRecencyItemKnn(interactionsFrom(columns), { longestHistory: 2 })
  const [persons, items] = [
    ['a', 'a', 'b', 'b'],
    ['q', 'r', 'p', 'q'],
  ]
  const same = fitRecencyItemKnn(interactionsFrom({ persons, items }), { longestHistory: 2 })
  for (const item of [0, 1, 2]) expect(cut.similarItems(item, 9)).toEqual(same.similarItems(item, 9))
})

test('strangers and unknown items get an empty answer', () => {
  const model = fitRecencyItemKnn(shop)
  expect(model.recommend(historyFrom([]), 9).items.length).toBe(0)
  expect(model.recommend(historyFrom([99, -1]), 9).items.length).toBe(0)
  expect(model.similarItems(99, 9).items.length).toBe(0)
  expect(model.recommend(historyFrom([0]), 0).items.length).toBe(0)
  expect(model.explain(historyFrom([99]), 0, 3)).toEqual([])
})

test('tells how far it is', () => {
  const seen: number[] = []
  fitRecencyItemKnn(shop, { onProgress: (done, total) => seen.push(done / total) })
  expect(seen.at(-1)).toBe(1)
})

test('refuses a matrix without anything positive', () => {
  const disliked = interactionsFrom({ persons: ['a'], items: ['p'], weights: [-1] })
  expect(() => fitRecencyItemKnn(disliked)).toThrow('some events')
})
