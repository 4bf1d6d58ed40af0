import { fitRecommender, type Interactions, interactionsFrom, randomOf } from '@attune/recommend'
import { expect, test } from 'vitest'
import type { LoadedModel } from './model-folder.ts'
import { remapRecommender } from './remap-recommender.ts'
import { trainVersion } from './train-version.ts'

const day = 86_400_000

/** People who walk along one of several circles of items: the next item is plain to see. */
function walks(persons: number, from: number, step: number, rename = (item: string): string => item): Interactions {
  const rng = randomOf(5)
  const rows: { person: string; item: string; time: number }[] = []
  for (let person = 0; person < persons; person++) {
    const circle = Math.floor(rng() * 4)
    const start = Math.floor(rng() * 20)
    for (let k = 0; k < 6; k++)
      rows.push({
        person: `p${person}`,
        item: rename(`c${circle}-${(start + k * step) % 20}`),
        time: from + k * 1000 + person,
      })
  }
  return interactionsFrom({
    persons: rows.map(({ person }) => person),
    items: rows.map(({ item }) => item),
    times: rows.map(({ time }) => time),
  })
}

const kind = 'recencyItemKnn'
const loaded = async (interactions: Interactions, trainedTo: number, as = kind): Promise<LoadedModel> => ({
  name: kind,
  version: 1,
  kind: as,
  trainedTo,
  recommender: await fitRecommender(as, interactions, {}, { now: trainedTo }),
  itemIds: interactions.items.ids,
})
const train = async (interactions: Interactions, live: LoadedModel | undefined, as = kind) => {
  const { comparison, ...trained } = await trainVersion({
    interactions,
    kind: as,
    parameters: {},
    now: 10 * day,
    live,
    maxPersons: 1000,
    seed: 1,
    onProgress: () => {},
  })
  return { ...trained, comparison: comparison === 'unlike' ? null : comparison, unlike: comparison === 'unlike' }
}

test('without a live version there is nothing to compare with', async () => {
  const trained = await train(walks(300, day, 1), undefined)
  expect(trained).toMatchObject({ comparison: null, unlike: false })
  expect(trained.data).toMatchObject({ persons: 300, items: 80, interactions: 1800, from: new Date(day).toISOString() })
  expect(trained.trainedTo).toBe(day + 5000 + 299)
})

test('a live version is asked as it stands about what it cannot have seen', async () => {
  // It learnt to walk backwards; everybody has turned round since.
  const live = await loaded(walks(300, day, 19), 2 * day)
  const { comparison } = await train(walks(300, 3 * day, 1), live)
  expect(comparison).toMatchObject({ metric: 'ndcg@10', by: 'unseen', persons: 300 })
  expect(comparison?.candidate).toBeGreaterThan((comparison?.live ?? 1) * 1.2)
})

test('a live version that has seen the answers is judged by its recipe, not by its memory', async () => {
  const data = walks(300, day, 1)
  const same = await train(data, await loaded(data, 2 * day))
  expect(same.comparison).toMatchObject({ by: 'refitted', persons: 300 })
  expect(same.comparison?.live).toBe(same.comparison?.candidate)
  const popular = await train(data, await loaded(data, 2 * day, 'popularity'))
  expect(popular.comparison?.live).toBeLessThan(popular.comparison?.candidate ?? 0)
})

test('a recommender in the numbers of other data gives the same answers under the same ids', async () => {
  const own = walks(100, day, 1)
  const model = await fitRecommender(kind, own, {}, { now: day })
  // Other data: one item fewer, one more, another order.
  const ids = [...own.items.ids.filter((id) => id !== 'c0-0'), 'new'].reverse()
  const target = { ids, indexOf: new Map(ids.map((id, index) => [id, index] as const)) }
  const there = remapRecommender(model, own.items.ids, target)
  const dense = (map: { indexOf: ReadonlyMap<string, number> }, ...of: string[]) =>
    Int32Array.from(of, (id) => map.indexOf.get(id) as number)
  const history = (items: Int32Array) => ({
    items,
    weights: new Float32Array(items.length).fill(1),
    times: new Float64Array(items.length),
  })
  const expected = model.recommend(history(dense(own.items, 'c1-3', 'c1-4')), 5, {
    exclude: (item) => own.items.ids[item] === 'c0-0' || own.items.ids[item] === 'c1-5',
  })
  const answer = there.recommend(history(dense(target, 'new', 'c1-3', 'c1-4')), 5, {
    exclude: (item) => ids[item] === 'c1-5',
  })
  expect(Array.from(answer.items, (item) => ids[item])).toEqual(
    Array.from(expected.items, (item) => own.items.ids[item]),
  )
  expect(answer.scores).toEqual(expected.scores)
  const scores = there.score(history(dense(target, 'c1-4')), dense(target, 'new', 'c1-5'))
  expect(scores[0]).toBe(0)
  expect(scores[1]).toBe(model.score(history(dense(own.items, 'c1-4')), dense(own.items, 'c1-5'))[0])
})

/**
 * Stars without a surprise, so that Slope One knows them exactly: what a person gives to everything, more or less by item.
 * Only each person's last rating is off, by half a star either way.
 */
function rated(persons: number, from: number): Interactions {
  const rows = Array.from({ length: persons }, (_, person) =>
    [0, 1, 2, 3, 4].map((step) => {
      const item = (person + step) % 7
      const off = step === 4 ? (person % 2 === 0 ? 0.5 : -0.5) : 0
      return {
        person: `p${person}`,
        item: `i${item}`,
        stars: 1.5 + 0.5 * (person % 3) + 0.25 * item + off,
        time: from + step * 1000,
      }
    }),
  ).flat()
  return interactionsFrom({
    persons: rows.map(({ person }) => person),
    items: rows.map(({ item }) => item),
    weights: rows.map(({ stars }) => stars),
    times: rows.map(({ time }) => time),
  })
}

test('a kind that learns from ratings is measured in stars on the last rating of each person', async () => {
  const { metrics } = await train(rated(210, day), undefined, 'slopeOne')
  expect(metrics?.rmse?.value).toBeCloseTo(0.5, 5)
  expect(metrics?.mae?.value).toBeCloseTo(0.5, 5)
  expect(metrics?.['hr@10']?.value).toBe(1)
})

test('rating models are compared in stars; the gate wants less', async () => {
  // The live one has learnt that everything is worth the same; stars have been what they are since.
  const data = rated(210, 3 * day)
  const flat = { ...rated(210, day), values: new Float32Array(1050).fill(3) }
  const live = await loaded(flat, 2 * day, 'baseline')
  const { comparison } = await train(data, live, 'slopeOne')
  expect(comparison).toMatchObject({ metric: 'rmse', by: 'unseen', persons: 210 })
  expect(comparison?.candidate).toBeCloseTo(0.5, 5)
  // Of a constant 3: the held-out stars are known, so its error can be worked out.
  const last = Array.from({ length: 210 }, (_, p) => (data.values[p * 5 + 4] as number) - 3)
  expect(comparison?.live).toBeCloseTo(Math.sqrt(last.reduce((sum, error) => sum + error * error, 0) / 210), 5)
  // Ratings of items that came later say nothing about it: too few are left, so its recipe is trained on the same data.
  const short = { ...live, itemIds: live.itemIds.map((id, at) => (at < 3 ? `old-${id}` : id)) }
  expect((await train(data, short, 'slopeOne')).comparison).toMatchObject({ metric: 'rmse', by: 'refitted' })
})

test('a model of stars and one of actions are not compared', async () => {
  const walked = walks(300, day, 1)
  expect(await train(walked, await loaded(rated(210, day), 2 * day, 'baseline'))).toMatchObject({ unlike: true })
  expect(await train(rated(210, day), await loaded(walked, 2 * day), 'slopeOne')).toMatchObject({ unlike: true })
})
