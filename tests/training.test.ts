import { recommenderKinds } from '@attune/recommend'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LiveModel } from '../packages/attune/src/models/model-registry.ts'
import { openInstallation, type TestInstallation } from './support.ts'

const start = Date.UTC(2026, 4, 1)
const families = ['tea', 'tool'] as const
type Family = (typeof families)[number]
const words = { tea: '乌龙 oolong leaf', tool: 'steel hammer 工具' }
/** In the catalogue only: nobody has had it. */
const novelty = 'tea-new'
let sent = 0
let installation: TestInstallation

const idsOf = (family: Family): string[] => Array.from({ length: 8 }, (_, n) => `${family}-${n}`)
const act = (userId: string, event: string, itemId: string, more: object = {}) => {
  sent++
  return {
    type: 'track',
    event,
    userId,
    messageId: `m-${sent}`,
    timestamp: new Date(start - 86_400_000 + sent * 1000).toISOString(),
    properties: { product_id: itemId, ...more },
  }
}

/** Two tastes: everybody looks at five things of their own family and gives them many stars, and few to three others. */
function history(): object[] {
  return Array.from({ length: 60 }, (_, person) => {
    const family = person % 2
    const own = idsOf(families[family] as Family)
    const others = idsOf(families[1 - family] as Family)
    const of = (ids: readonly string[], step: number): string => ids[(Math.floor(person / 2) + step) % 8] as string
    const stars = [
      ...[5, 4, 5, 4, 5].map((rating, step) => [of(own, step), rating] as const),
      ...[1, 2, 1].map((rating, step) => [of(others, step), rating] as const),
    ]
    return [
      ...[0, 1, 2, 3, 4].map((step) => act(`p${person}`, 'Product Viewed', of(own, step))),
      // The last one is liked by some and disliked by others.
      ...stars.map((_, step) => {
        const [itemId, rating] = stars[(step + person) % 8] as (typeof stars)[number]
        return act(`p${person}`, 'Product Rated', itemId, { rating })
      }),
    ]
  }).flat()
}

const admin = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) =>
  installation.ask('admin', method, path, body)

async function train(kind: string, body: object) {
  const { status, body: begun } = await admin('POST', `/v1/models/${kind}/train`, body)
  expect(status, JSON.stringify(begun)).toBe(202)
  for (;;) {
    const { body: list } = await admin('GET', '/v1/models')
    const model = list.models.find(({ name }: { name: string }) => name === kind)
    const version = model.versions.find(({ version }: { version: number }) => version === begun.version)
    if (version.status !== 'training') return version
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const placementOf = (kind: string): string => kind.toLowerCase()

async function ask(kind: string, n = 3) {
  const body = { placement: placementOf(kind), userId: 'p0', n, context: { language: 'en' } }
  const { status, body: answer } = await installation.ask('read', 'POST', '/v1/recommendations', body)
  expect(status).toBe(200)
  return answer
}

beforeAll(async () => {
  installation = await openInstallation({ now: () => start, rng: () => 0.5 })
  const items = families.flatMap((family) =>
    idsOf(family).map((id, n) => ({ id, title: `${words[family]} ${n}`, categories: [family] })),
  )
  await admin('PUT', '/v1/items', { items: [...items, { id: novelty, title: words.tea, categories: ['tea'] }] })
  await installation.send(history())
})
afterAll(() => installation.close())

// p0 has had tea-0 … tea-4, and disliked tool-0 … tool-2.
const teas = idsOf('tea')
const teaLeft = teas.slice(5)
/** These say the same to everybody, or can say no more than one number a pair of items: they do not know two tastes. */
const tasteless = ['popularity', 'baseline', 'slopeOne']

/** With more hidden tastes than items nothing has to be shared, and nobody's taste says anything about another's. */
const parametersFor: Readonly<Record<string, object>> = {
  ials: { factors: 4 },
  // Small, and in large steps: there is little to learn.
  sasrec: { width: 16, learningRate: 0.005, epochs: 10 },
  twoTower: { width: 16, learningRate: 0.005, epochs: 10 },
}

test.each(Object.values(recommenderKinds))(
  '$kind: trained, live, asked through a placement, with its reason',
  async ({ kind, learnsFrom }) => {
    const version = await train(kind, { parameters: parametersFor[kind] ?? {} })
    expect(version).toMatchObject({ kind, version: 1, status: 'trained', live: true })
    expect(Object.keys(version.metrics)).toEqual(
      expect.arrayContaining(learnsFrom === 'ratings' ? ['rmse', 'mae', 'ndcg@10'] : ['ndcg@10']),
    )
    expect('rmse' in version.metrics).toBe(learnsFrom === 'ratings')
    // 60 persons with 8 stars each; else 5 views and the 5 ratings above the middle.
    expect(version.data.interactions).toBe(learnsFrom === 'ratings' ? 480 : 600)
    const { status } = await admin('PUT', `/v1/placements/${placementOf(kind)}`, {
      title: { en: kind, zh: kind },
      split: [{ variation: 'model', model: kind, weight: 1 }],
    })
    expect(status).toBe(200)

    const answer = await ask(kind)
    expect(answer).toMatchObject({ model: { name: kind, kind, version: 1 }, fallback: null })
    const ids = answer.items.map(({ itemId }: { itemId: string }) => itemId)
    if (!tasteless.includes(kind)) {
      expect(ids.filter((id: string) => !id.startsWith('tea'))).toEqual([])
      for (const { reason, because } of answer.items) {
        expect(reason).toMatch(learnsFrom === 'ratings' ? /^because you rated “/ : /^because you (viewed|rated) “/)
        expect(because.length).toBeGreaterThan(0)
      }
    }
    if (learnsFrom === 'ratings') {
      // The model was asked with the stars that p0 gave, low ones too, and with nothing else.
      const live = installation.attune.models.live('default', kind) as LiveModel
      const dense = (id: string): number => live.indexOf.get(id) as number
      const rated = [...teas.slice(0, 5), ...idsOf('tool').slice(0, 3)]
      const history = {
        items: Int32Array.from(rated, dense),
        weights: Float32Array.of(5, 4, 5, 4, 5, 1, 2, 1),
        times: new Float64Array(8),
      }
      const expected = live.recommender.score(history, Int32Array.from(ids, dense))
      expect(answer.items.map(({ score }: { score: number }) => score)).toEqual([...expected])
    }
    if (kind === 'content' || kind === 'contentBoosted') expect(ids).toContain(novelty)
    // It may be among the best, and need not.
    else if (kind === 'twoTower') expect([...teaLeft, novelty]).toEqual(expect.arrayContaining(ids))
    else if (!tasteless.includes(kind)) expect(ids.toSorted()).toEqual(teaLeft)
  },
  120_000,
)

test.each(['recencyItemKnn', 'content', 'svd'])(
  '%s: swapped for its next version without a dropped request',
  async (kind) => {
    const next = await train(kind, { promote: false })
    expect(next).toMatchObject({ version: 2, status: 'trained', live: false })
    const versions: number[] = []
    let swapping = true
    const asking = Array.from({ length: 4 }, async () => {
      for (let last = false; !last; ) {
        last = !swapping
        const answer = await ask(kind)
        expect(answer).toMatchObject({ model: { name: kind }, fallback: null })
        expect(answer.items).toHaveLength(3)
        versions.push(answer.model.version)
        await new Promise(setImmediate)
      }
    })
    await expect.poll(() => versions.length).toBeGreaterThan(4)
    const { status } = await admin('POST', `/v1/models/${kind}/promote`, { version: 2 })
    expect(status).toBe(200)
    swapping = false
    await Promise.all(asking)
    // Each request that began after the swap has the new one, and none has another than these two.
    expect([...new Set(versions)].sort()).toEqual([1, 2])
    expect(versions.at(-1)).toBe(2)
  },
)

test('an item that nobody has had is found by its words, and an unknown parameter is named', async () => {
  const similar = await installation.ask('read', 'GET', `/v1/items/${novelty}/similar?n=3`)
  expect(['content', 'twoTower']).toContain(similar.body.model.kind)
  for (const { itemId } of similar.body.items) expect(itemId).toMatch(/^tea/)
  const refused = await admin('POST', '/v1/models/svd/train', { parameters: { factors: 0 } })
  expect(refused.status).toBe(400)
  expect(refused.body.errors[0].field).toBe('parameters.factors')
})
