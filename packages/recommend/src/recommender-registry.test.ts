import { expect, test } from 'vitest'
import { RecommendError } from './errors.ts'
import { historyOf, interactionsFrom } from './interactions.ts'
import { fitPopularity } from './models/fit-popularity.ts'
import { fitRecencyItemKnn } from './models/fit-recency-item-knn.ts'
import { recencyItemKnnDefaults } from './models/recency-item-knn-parameters.ts'
import { predictsRatings } from './ratings/evaluate-ratings.ts'
import { fitRecommender, loadRecommender, recommenderKinds } from './recommender-registry.ts'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'

const matrix = interactionsFrom({
  persons: ['a', 'a', 'b', 'b', 'b'],
  items: ['p', 'q', 'p', 'q', 'r'],
  times: [0, 86_400_000, 5, 6, 7],
})
const history = historyOf(matrix, 0)

async function errorOf(act: () => unknown): Promise<RecommendError> {
  try {
    await act()
  } catch (error) {
    if (error instanceof RecommendError) return error
  }
  throw new Error('expected a RecommendError')
}

test('fits with the defaults that the functions themselves have', async () => {
  const now = 86_400_000
  const popularity = await fitRecommender('popularity', matrix, {}, { now })
  expect(popularity.recommend(history, 9)).toEqual(fitPopularity(matrix, { now }).recommend(history, 9))
  const knn = await fitRecommender('recencyItemKnn', matrix, {}, { now })
  expect(knn.recommend(history, 9)).toEqual(fitRecencyItemKnn(matrix).recommend(history, 9))
  expect(knn.save().parameters).toEqual(recencyItemKnnDefaults)
})

test('describes every parameter, within its own limits, in both languages', () => {
  for (const [key, { kind, title, description, parameters }] of Object.entries(recommenderKinds)) {
    expect(kind).toBe(key)
    for (const text of [title, description, ...parameters.map((parameter) => parameter.description)]) {
      expect(text.en).toMatch(/^[A-Z][\w\s]/)
      expect(text.zh).toMatch(/\p{Script=Han}/u)
    }
    for (const parameter of parameters) {
      if (parameter.type === 'choice') {
        expect(parameter.choices).toContain(parameter.default)
        continue
      }
      expect(parameter.default).toBeGreaterThanOrEqual(parameter.min)
      expect(parameter.default).toBeLessThanOrEqual(parameter.max)
    }
  }
  const described = recommenderKinds.recencyItemKnn?.parameters.map(({ name, default: value }) => [name, value]) ?? []
  expect(Object.fromEntries(described)).toEqual(recencyItemKnnDefaults)
})

test('every kind comes back from its safetensors and JSON with the same answers', async () => {
  for (const kind of Object.keys(recommenderKinds)) {
    const itemText = (item: number) => ({ title: item === 0 ? 'red pen' : 'pen' })
    const model = await fitRecommender(kind, matrix, {}, { now: 86_400_000, itemText })
    const saved = model.save()
    const { arrays } = decodeSafetensors(encodeSafetensors(saved.arrays))
    const parameters = JSON.parse(JSON.stringify(saved.parameters))
    const loaded = loadRecommender({ kind, parameters, arrays })
    expect(loaded.kind).toBe(kind)
    expect(loaded.recommend(history, 9)).toEqual(model.recommend(history, 9))
    expect(loaded.recommend(history, 9).items.length).toBeGreaterThan(0)
    expect(loaded.save()).toEqual(saved)
  }
})

test('reports progress up to the end', async () => {
  const seen: string[] = []
  const onProgress = (p: { done: number; total: number; stage: string }) => seen.push(`${p.stage} ${p.done}/${p.total}`)
  await fitRecommender('recencyItemKnn', matrix, {}, { now: 0, onProgress })
  expect(seen.at(-1)).toBe('neighbours 3/3')
})

test('refuses unknown kinds, and parameters that are unknown, of the wrong type or out of range, by name', async () => {
  const fit = (kind: string, parameters: Record<string, number | string | boolean>) => () =>
    fitRecommender(kind, matrix, parameters, { now: 0 })
  expect((await errorOf(fit('constructor', {}))).code).toBe('unknown-kind')
  for (const [name, value] of [
    ['neighbours', 1.5],
    ['neighbours', 0],
    ['decay', 1.1],
    ['decay', '0.7'],
    ['shrinkage', Number.NaN],
    ['surprise', 1],
  ] as const) {
    const error = await errorOf(fit('recencyItemKnn', { [name]: value }))
    expect(error.code).toBe('bad-parameter')
    expect(error.message).toContain(name)
  }
})

test('refuses saved models whose arrays are missing or do not fit together', async () => {
  const saved = (await fitRecommender('recencyItemKnn', matrix, {}, { now: 0 })).save()
  const { indptr, neighbours, nearness } = saved.arrays as Record<string, Int32Array>
  for (const arrays of [
    {},
    { indptr, neighbours },
    { indptr: Int32Array.of(0, 1), neighbours, nearness },
    { indptr, neighbours: neighbours!.map(() => 3), nearness },
    { indptr, neighbours: neighbours!.slice(1), nearness },
  ]) {
    const broken = { ...saved, arrays: arrays as (typeof saved)['arrays'] }
    expect((await errorOf(() => loadRecommender(broken))).code).toBe('bad-model')
  }
  const empty = await errorOf(() => loadRecommender({ kind: 'popularity', parameters: {}, arrays: {} }))
  expect(empty.code).toBe('bad-model')
})

test('the kinds that learn from ratings are those that predict them', async () => {
  const context = { now: 0, itemText: (item: number) => ({ title: item === 0 ? 'red pen' : 'pen' }) }
  const predicting: string[] = []
  for (const kind of Object.keys(recommenderKinds)) {
    if (predictsRatings(await fitRecommender(kind, matrix, {}, context))) predicting.push(kind)
  }
  const learning = Object.values(recommenderKinds).filter(({ learnsFrom }) => learnsFrom === 'ratings')
  expect(predicting.sort()).toEqual(learning.map(({ kind }) => kind).sort())
})
