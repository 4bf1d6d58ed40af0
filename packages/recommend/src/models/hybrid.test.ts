import { createKernels } from '@attune/kernels'
import { expect, test } from 'vitest'
import { historyOf, interactionsFrom } from '../interactions.ts'
import type { Recommender } from '../recommender.ts'
import { fitRecommender, loadRecommender, recommenderKinds } from '../recommender-registry.ts'
import { fitItemKnn } from './fit-item-knn.ts'
import { fitPopularity } from './fit-popularity.ts'
import { fitUserKnn } from './fit-user-knn.ts'
import { hybridOf } from './hybrid-of.ts'

/** A recommender with the same list for everybody. */
function listing(scores: readonly number[]): Recommender {
  const values = Float32Array.from(scores)
  const order = Int32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!)
  const matrix = interactionsFrom({ persons: ['x'], items: ['y'] })
  return {
    ...fitPopularity(matrix, { now: 0 }),
    itemCount: values.length,
    recommend: (_history, n, { exclude } = {}) => {
      const items = order.filter((item) => values[item]! > 0 && !exclude?.(item)).slice(0, n)
      return { items, scores: Float32Array.from(items, (item) => values[item]!) }
    },
    score: (_history, items) => Float32Array.from(items, (item) => values[item]!),
    explain: (_history, item) => [{ item: item === 0 ? 3 : 2, share: 1 }],
  }
}
const nobody = { items: Int32Array.of(2, 3), weights: Float32Array.of(1, 1), times: new Float64Array(2) }
const a = { recommender: listing([8, 4, 2, 0]), weight: 1 }
const b = { recommender: listing([0, 10, 0, 5]), weight: 0.5 }

test('weighted fusion adds up scores as shares of the best, beyond the lists too', () => {
  const model = hybridOf([a, b], { fusion: 'weighted', depth: 1 })
  // a: 1, 1/2, 1/4, 0; b, half: 0, 1/2, 0, 1/4. With depth 1 only items 0 and 1 are candidates, and both have 1.
  expect(model.recommend(nobody, 1)).toEqual({ items: Int32Array.of(0), scores: Float32Array.of(1) })
  const deep = hybridOf([a, b], { fusion: 'weighted', depth: 4 }).recommend(nobody, 4)
  expect(deep).toEqual({ items: Int32Array.of(0, 1, 2, 3), scores: Float32Array.of(1, 1, 0.25, 0.25) })
  expect([...model.score(nobody, Int32Array.of(3, 1))]).toEqual([0.25, 1])
})

test('reciprocal ranks: weight / (60 + rank), excluded items hold no rank', () => {
  const model = hybridOf([a, b], { fusion: 'reciprocalRank', depth: 9 })
  const answer = model.recommend(nobody, 9)
  // 0: 1/61; 1: 1/62 + .5/61; 2: 1/63; 3: .5/62.
  expect([...answer.items]).toEqual([1, 0, 2, 3])
  expect(answer.scores[0]).toBeCloseTo(1 / 62 + 0.5 / 61, 7)
  expect(answer.scores[3]).toBeCloseTo(0.5 / 62, 7)
  const without = model.recommend(nobody, 9, { exclude: (item) => item === 0 })
  expect([...without.items]).toEqual([1, 2, 3])
  expect(without.scores[0]).toBeCloseTo(1.5 / 61, 7)
})

test('explains by the members, each by its part', () => {
  const model = hybridOf([a, { ...b, recommender: { ...b.recommender, explain: () => [] } }], {
    fusion: 'weighted',
    depth: 4,
  })
  // Item 1: half from a, which names item 2; half from b, which names nothing.
  expect(model.explain(nobody, 1, 9)).toEqual([{ item: 2, share: 0.5 }])
  expect(model.explain(nobody, 0, 9)).toEqual([{ item: 3, share: 1 }])
})

const matrix = interactionsFrom({
  persons: ['ann', 'ann', 'bob', 'bob', 'cat', 'cat', 'cat', 'dan'],
  items: ['tea', 'jam', 'tea', 'jam', 'tea', 'jam', 'egg', 'egg'],
})

test('one member alone keeps its order; two come back from their saved form', async () => {
  const knn = await fitItemKnn(matrix)
  for (const fusion of ['weighted', 'reciprocalRank'] as const) {
    const alone = hybridOf([{ recommender: knn, weight: 3 }], { fusion, depth: 10 })
    const history = historyOf(matrix, 3)
    expect(alone.recommend(history, 9).items).toEqual(knn.recommend(history, 9).items)
    expect(alone.similarItems(2, 9).items).toEqual(knn.similarItems(2, 9).items)
    const both = await fitRecommender(
      'hybrid',
      matrix,
      { recencyItemKnn: 0, itemKnn: 1, userKnn: 2, fusion, depth: 5 },
      { now: 0 },
    )
    const loaded = loadRecommender(both.save())
    for (let person = 0; person < 4; person++) {
      expect(loaded.recommend(historyOf(matrix, person), 9)).toEqual(both.recommend(historyOf(matrix, person), 9))
    }
    expect(loaded.save()).toEqual(both.save())
    const members = [
      { recommender: knn, weight: 1 },
      { recommender: fitUserKnn(matrix), weight: 2 },
      { recommender: fitPopularity(matrix, { now: 0 }), weight: 0.1 },
    ]
    expect(hybridOf(members, { fusion, depth: 5 }).recommend(history, 9)).toEqual(both.recommend(history, 9))
  }
})

test('every kind can be a member, by either fusion, and comes back from its saved form', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const kinds = [
    ...['recencyItemKnn', 'itemKnn', 'userKnn', 'ease', 'ials', 'bpr', 'sasrec', 'twoTower', 'association', 'content'],
    'popularity',
  ]
  const weights = recommenderKinds.hybrid!.parameters.flatMap(({ name, type }) =>
    type === 'number' && name !== 'depth' ? [name] : [],
  )
  expect(weights.sort()).toEqual(kinds.sort())
  const context = { now: 0, kernels, itemText: () => ({ title: 'tea' }) }
  for (const fusion of ['weighted', 'reciprocalRank'] as const) {
    const parameters = { ...Object.fromEntries(kinds.map((kind) => [kind, 1])), fusion }
    const model = await fitRecommender('hybrid', matrix, parameters, context)
    const saved = model.save()
    const members = JSON.parse(new TextDecoder().decode(saved.arrays.members as Uint8Array)) as { kind: string }[]
    expect(members.map(({ kind }) => kind).sort()).toEqual(kinds)
    const history = historyOf(matrix, 3)
    expect(loadRecommender(saved).recommend(history, 9)).toEqual(model.recommend(history, 9))
    expect(model.recommend(history, 9).items.length).toBeGreaterThan(0)
  }
  const cancelled = fitRecommender('hybrid', matrix, { ials: 1 }, { ...context, signal: AbortSignal.abort() })
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
})

test('refuses members that do not fit', async () => {
  const fuse =
    (members: (typeof a)[], depth = 5) =>
    () =>
      hybridOf(members, { fusion: 'weighted', depth })
  expect(fuse([])).toThrow('at least one recommender')
  expect(fuse([{ ...a, weight: 0 }])).toThrow('above 0')
  expect(fuse([a], 0)).toThrow('depth must be')
  expect(fuse([a, { ...b, recommender: listing([1]) }])).toThrow('the same items')
  const none = { recencyItemKnn: 0, popularity: 0 }
  await expect(fitRecommender('hybrid', matrix, none, { now: 0 })).rejects.toThrow('at least one recommender')
  const saved = hybridOf([{ recommender: await fitItemKnn(matrix), weight: 1 }], {
    fusion: 'weighted',
    depth: 5,
  }).save()
  for (const members of [Int32Array.of(1), new TextEncoder().encode('{'), new TextEncoder().encode('[1]')]) {
    expect(() => loadRecommender({ ...saved, arrays: { ...saved.arrays, members } })).toThrow('needs the array members')
  }
})
