import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createKernels } from '@attune/kernels'
import { describe, expect, test } from 'vitest'
import { historyOf, type Interactions, interactionsFrom } from '../interactions.ts'
import type { Recommender, SavedRecommender } from '../recommender.ts'
import { exactnessOf, type FitContext, fitRecommender, recommenderKinds } from '../recommender-registry.ts'
import { distance, groupedPeople, scenes, textsOf } from './forget.fixture.ts'
import { forgetPersons } from './forget-persons.ts'
import { withoutPersons } from './without-persons.ts'

type Parameters = SavedRecommender['parameters']

/** What each kind promises; a new kind is written down here with what it states. */
const promised: Readonly<Record<string, 'exact' | 'approximate' | 'retrain'>> = {
  popularity: 'exact',
  recencyItemKnn: 'exact',
  itemKnn: 'exact',
  userKnn: 'exact',
  ials: 'approximate',
  bpr: 'retrain',
  sasrec: 'retrain',
  twoTower: 'retrain',
  ease: 'exact',
  association: 'exact',
  content: 'exact',
  contentBoosted: 'exact',
  hybrid: 'exact',
  baseline: 'exact',
  svd: 'retrain',
  svdpp: 'retrain',
  nmf: 'retrain',
  slopeOne: 'exact',
  ratingUserKnn: 'exact',
  ratingItemKnn: 'exact',
}

/** Parameters under which a kind goes another way. */
const ways: Readonly<Record<string, readonly Parameters[]>> = {
  itemKnn: [
    { neighbours: 5 },
    { similarity: 'jaccard', neighbours: 5 },
    { similarity: 'pearson' },
    { similarity: 'bm25' },
    { weightPower: 1, shrinkage: 0 },
  ],
  userKnn: [{ similarity: 'bm25' }],
  recencyItemKnn: [{ neighbours: 5, longestHistory: 6 }, { transitionSteps: 0 }, { transitionSteps: 2, shrinkage: 0 }],
  ease: [
    { lambda: 20 },
    { lambda: 20, exponent: 0.5, dropout: 0.3 },
    { items: 20 },
    { lambda: 1e-3 },
    { weightPower: 1 },
  ],
  association: [{ basketGapMinutes: 0, minSupport: 0.02 }],
  hybrid: [{ itemKnn: 1, ease: 1, content: 1, userKnn: 0.5, fusion: 'reciprocalRank' }],
  baseline: [{ method: 'sgd' }],
  slopeOne: [{ weighting: 'support' }],
  ratingItemKnn: [{ similarity: 'pearsonBaseline' }, { similarity: 'cosine', kept: 4 }],
}

const folder = process.env.ATTUNE_TEST_DATA ?? ''
const moviesFile = join(folder, 'movielens-100k', 'u.data.gz')

/** MovieLens 100K: a row a rating. */
function movies(): Interactions {
  const columns = gunzipSync(readFileSync(moviesFile))
    .toString('latin1')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
  return interactionsFrom({
    persons: columns.map(([person = '']) => person),
    items: columns.map(([, item = '']) => item),
    weights: columns.map(([, , rating]) => Number(rating)),
    times: columns.map(([, , , seconds]) => Number(seconds) * 1000),
  })
}

const isRating = (kind: string): boolean => recommenderKinds[kind]?.learnsFrom === 'ratings'
const personsOf = (matrix: Interactions, ids: readonly string[]): number[] =>
  ids.map((id) => matrix.persons.indexOf.get(id) as number)

/** Arrays may differ by rounding: of double precision where sums go in another order, of single where EASE keeps weights. */
function expectSame(found: SavedRecommender, expected: SavedRecommender, tolerance: number): void {
  expect(found.kind).toBe(expected.kind)
  expect(found.parameters).toEqual(expected.parameters)
  expect(Object.keys(found.arrays).sort()).toEqual(Object.keys(expected.arrays).sort())
  for (const [name, array] of Object.entries(expected.arrays)) {
    const own = found.arrays[name] as typeof array
    expect(own.length, name).toBe(array.length)
    const largest = Array.from(array).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    for (const [at, value] of array.entries())
      if (Math.abs((own[at] as number) - value) > tolerance * largest)
        expect.fail(`${name}[${at}] is ${own[at]}, expected ${value}`)
  }
}

describe.each(Object.entries(recommenderKinds))('%s', (kind, entry) => {
  test('states how it forgets people', () => {
    expect(
      entry.forgetting,
      `${kind} does not say how it forgets people: give it a \`forgetting\` (byRefit where a fit is a sum over the data, byRetraining where nothing else removes them).`,
    ).toBeDefined()
    expect(exactnessOf(kind), `Write down in \`promised\` what ${kind} states, once the tests below hold for it.`).toBe(
      promised[kind],
    )
  })

  const stated = promised[kind]
  if (stated === 'retrain') {
    test('refuses to forget: it has to be trained anew', async () => {
      const matrix = groupedPeople(1, 'ratings')
      const small = entry.parameters.some(({ name }) => name === 'factors') ? { factors: 2 } : { epochs: 1 }
      const saved = (await fitRecommender(kind, matrix, small, { now: 0 })).save()
      await expect(forgetPersons(saved, { before: matrix, persons: [0] }, { now: 0 })).rejects.toMatchObject({
        code: 'cannot-forget',
      })
    })
    return
  }
  if (stated !== 'exact') return

  test.each([{}, ...(ways[kind] ?? [])])(
    'without people it is the model that never knew them: %j',
    async (parameters) => {
      for (const weights of isRating(kind) ? (['ratings'] as const) : (['ones', 'ratings'] as const))
        for (const [scene, ids] of Object.entries(scenes)) {
          const before = groupedPeople(3, weights)
          const contextOf = (matrix: Interactions): FitContext => ({ now: 0, itemText: textsOf(matrix) })
          const model = await fitRecommender(kind, before, parameters, contextOf(before))
          // Texts keep an item though nobody has it any more; the catalogue of this test has only what somebody has.
          const { interactions } = withoutPersons(before, new Set(personsOf(before, ids)))
          const itemText = (item: number) =>
            interactions.items.indexOf.has(before.items.ids[item] as string) ? textsOf(before)(item) : undefined
          const context = { now: 0, itemText }
          const forgotten = await forgetPersons(model.save(), { before, persons: personsOf(before, ids) }, context)
          expect(forgotten.exactness).toBe('exact')
          expect(forgotten.interactions).toEqual(interactions)
          const never = await fitRecommender(kind, interactions, parameters, contextOf(interactions))
          const tolerance = kind === 'ease' || kind === 'hybrid' ? 1e-5 : 1e-6
          expectSame(forgotten.recommender.save(), never.save(), tolerance)
          for (const person of [0, 7, 30]) {
            const history = historyOf(interactions, person)
            const expected = never.recommend(history, 10).items
            expect(forgotten.recommender.recommend(history, 10).items, scene).toEqual(expected)
          }
        }
    },
  )

  test.skipIf(!existsSync(moviesFile))(
    'on MovieLens 100K (ATTUNE_TEST_DATA) too, on kernels',
    { timeout: 120_000 },
    async () => {
      await using kernels = await createKernels()
      const all = movies()
      // Rating models learn stars; of the others presence, so that nothing but the people themselves changes.
      const before = isRating(kind) ? all : { ...all, values: new Float32Array(all.values.length).fill(1) }
      const parameters = kind === 'association' ? { minSupport: 0.1, basketGapMinutes: 0, maxLength: 2 } : {}
      const model = await fitRecommender(kind, before, parameters, { now: 0, kernels, itemText: textsOf(before) })
      // Somebody of the middle, and somebody with few.
      const persons = personsOf(before, ['100', '866'])
      const forgotten = await forgetPersons(
        model.save(),
        { before, persons },
        { now: 0, kernels, itemText: textsOf(before) },
      )
      const never = await fitRecommender(kind, forgotten.interactions, parameters, {
        now: 0,
        kernels,
        itemText: textsOf(forgotten.interactions),
      })
      const asked = Array.from({ length: 40 }, (_, n) => n * 23)
      const scale = distance(never, nothing, forgotten.interactions, asked)
      expect(scale).toBeGreaterThan(0)
      expect(distance(forgotten.recommender, never, forgotten.interactions, asked)).toBeLessThan(1e-5 * scale)
    },
  )
})

/** Scores nothing: the distance from it is the size of a model's scores. */
const nothing = { score: (_: unknown, items: Int32Array) => new Float32Array(items.length) } as unknown as Recommender

test('only what touches the people is made anew where that is little, and all of it where it is much', async () => {
  const before = groupedPeople(3, 'ones')
  const by = async (kind: string, ids: readonly string[], parameters: Parameters = {}): Promise<string> => {
    const model = await fitRecommender(kind, before, parameters, { now: 0 })
    return (await forgetPersons(model.save(), { before, persons: personsOf(before, ids) }, { now: 0 })).by
  }
  const few = ['itemKnn', 'recencyItemKnn', 'slopeOne', 'ratingItemKnn', 'ease']
  for (const kind of few) expect(`${kind}: ${await by(kind, ['p7'])}`).toBe(`${kind}: update`)
  const many = Array.from({ length: 40 }, (_, n) => `p${n}`)
  for (const kind of few) expect(`${kind}: ${await by(kind, many)}`).toBe(`${kind}: refit`)
  expect(await by('itemKnn', ['p7'], { similarity: 'bm25' })).toBe('refit')
  // Hardly anything would be left of what is subtracted from.
  expect(await by('ease', ['hermit'], { lambda: 1e-3 })).toBe('refit')
  // Saved before the diagonal was.
  const model = (await fitRecommender('ease', before, {}, { now: 0 })).save()
  const { diagonal: _, ...arrays } = model.arrays
  expect((await forgetPersons({ ...model, arrays }, { before, persons: [7] }, { now: 0 })).by).toBe('refit')
})

test('lists that kernels made are changed as they would have been made', async () => {
  await using kernels = await createKernels()
  const context = { now: 0, kernels }
  for (const parameters of [{}, { similarity: 'jaccard', neighbours: 4 }, { weightPower: 1 }]) {
    const before = groupedPeople(9, 'ratings', 60)
    const model = await fitRecommender('itemKnn', before, parameters, context)
    const { recommender, interactions, by } = await forgetPersons(
      model.save(),
      { before, persons: personsOf(before, ['p7']) },
      context,
    )
    expect(by).toBe('update')
    const never = await fitRecommender('itemKnn', interactions, parameters, context)
    const asked = Array.from({ length: 100 }, (_, n) => n)
    expect(distance(recommender, never, interactions, asked)).toBeLessThan(
      1e-6 * distance(never, nothing, interactions, asked),
    )
    expect(distance(recommender, never, interactions, asked)).toBeLessThan(
      0.01 * distance(model, never, interactions, asked) + 1e-9,
    )
  }
})

test('with nobody left there is no model, and people who are not there are refused', async () => {
  const before = groupedPeople(1, 'ones')
  const saved = (await fitRecommender('popularity', before, {}, { now: 0 })).save()
  const forget = (persons: Iterable<number>) => forgetPersons(saved, { before, persons }, { now: 0 })
  await expect(forget(before.persons.ids.keys())).rejects.toMatchObject({ code: 'no-interactions' })
  await expect(forget([62])).rejects.toMatchObject({ code: 'bad-index' })
  expect((await forget([])).recommender.save()).toEqual(saved)
})

test('a hybrid is as exact as its least exact member', () => {
  expect(exactnessOf('hybrid', { ials: 1 })).toBe('approximate')
  expect(exactnessOf('hybrid', { ials: 1, bpr: 1 })).toBe('retrain')
})

describe('ials', () => {
  test('an item that only they had leaves no trace, and the fit is as good as that of a model that never knew them', async () => {
    const before = groupedPeople(3, 'ones')
    const persons = personsOf(before, ['hermit', 'p7'])
    const parameters = { factors: 8, unobservedWeight: 0.3 }
    const model = await fitRecommender('ials', before, parameters, { now: 0 })
    const { recommender, interactions, exactness } = await forgetPersons(model.save(), { before, persons }, { now: 0 })
    expect(exactness).toBe('approximate')
    expect(interactions.items.ids).not.toContain('only mine')
    expect(recommender.itemCount).toBe(interactions.items.ids.length)
    const never = await fitRecommender('ials', interactions, parameters, { now: 0 })
    expect(loss(recommender, interactions, 0.3)).toBeLessThan(1.02 * loss(never, interactions, 0.3))
  })

  test.skipIf(!existsSync(moviesFile))(
    'on MovieLens 100K (ATTUNE_TEST_DATA) less than half of what a person moved is left, and the loss is that of a training',
    { timeout: 120_000 },
    async () => {
      await using kernels = await createKernels()
      const context = { now: 0, kernels }
      const all = movies()
      const before = { ...all, values: new Float32Array(all.values.length).fill(1) }
      const model = await fitRecommender('ials', before, {}, context)
      // Somebody whose items all have other people too: the same items before and after.
      const [person] = personsOf(before, ['100']) as [number]
      const { recommender, interactions } = await forgetPersons(model.save(), { before, persons: [person] }, context)
      const never = await fitRecommender('ials', interactions, {}, context)
      // The same steps from a model that never knew them: what differs is what the start kept of them.
      const same = await forgetPersons(never.save(), { before: interactions, persons: [] }, context)
      const moved = distance(model, never, before, [person])
      const left = distance(recommender, same.recommender, before, [person])
      expect(left / moved).toBeLessThan(0.5)
      expect(loss(recommender, interactions, 0.1)).toBeLessThan(1.01 * loss(never, interactions, 0.1))
    },
  )
})

/** Σ over what was taken of (1 − score)² + α₀ Σ over everything of score², the parts of the loss that scores show. */
function loss(model: Recommender, matrix: Interactions, unobservedWeight: number): number {
  const items = Int32Array.from(matrix.items.ids.keys())
  let sum = 0
  for (const person of matrix.persons.ids.keys()) {
    const history = historyOf(matrix, person)
    const scores = model.score(history, items)
    for (const score of scores) sum += unobservedWeight * score ** 2
    for (const item of new Set(history.items)) sum += (1 - (scores[item] as number)) ** 2
  }
  return sum
}
