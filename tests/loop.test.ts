import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation, type TestInstallation, temporaryFolder } from './support.ts'

const day = 86_400_000
const start = Date.UTC(2026, 4, 1)
let now = start
let dataDir: string
let installation: TestInstallation

const at = (ms: number) => new Date(ms).toISOString()
const view = (userId: string, productId: string, ms: number) => ({
  type: 'track',
  event: 'Product Viewed',
  userId,
  messageId: `${userId}-${productId}-${ms}`,
  timestamp: at(ms),
  properties: { product_id: productId },
})

/** Two tastes: tea people look at t0…t5 in order, tool people at w0…w5. */
function history(): object[] {
  const events: object[] = []
  for (let person = 0; person < 40; person++) {
    const family = person % 2 === 0 ? 't' : 'w'
    for (let step = 0; step < 5; step++)
      events.push(
        view(`p${person}`, `${family}${(person + step) % 6}`, start - 10 * day + person * 1000 + step * 60_000),
      )
  }
  return events
}

beforeAll(async () => {
  dataDir = temporaryFolder()
  installation = await openInstallation({ dataDir, now: () => now, rng: () => 0.5 })
})
afterAll(() => installation.close())

const recommend = async (body: object) => {
  const { status, body: answer } = await installation.ask('read', 'POST', '/v1/recommendations', {
    placement: 'home',
    n: 3,
    ...body,
  })
  expect(status).toBe(200)
  return answer
}

test('an empty installation says that it has nothing to offer', async () => {
  const answer = await recommend({ userId: 'nobody' })
  expect(answer.items).toEqual([])
  expect(answer.fallback.code).toBe('empty-catalogue')
})

test('items without behaviour are offered newest first, and the answer says so', async () => {
  const items = ['t', 'w'].flatMap((family) =>
    [0, 1, 2, 3, 4, 5].map((n) => ({
      id: `${family}${n}`,
      title: family === 't' ? `茶 ${n}` : `Tool ${n}`,
      categories: [family === 't' ? 'tea' : 'tools'],
      price: 10 + n,
      currency: 'CNY',
      publishedAt: at(start - (10 - n) * day - (family === 'w' ? 1 : 0)),
    })),
  )
  const { status } = await installation.ask('admin', 'PUT', '/v1/items', { items })
  expect(status).toBe(200)
  const answer = await recommend({ userId: 'nobody', filter: { categories: ['tea'] } })
  expect(answer.items.map((item: { itemId: string }) => item.itemId)).toEqual(['t5', 't4', 't3'])
  expect(answer.fallback).not.toBeNull()
})

test('behaviour without a model makes the popular ones come first', async () => {
  await installation.send(history())
  await installation.send([0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => view(`fan${n}`, 't2', start - day + n)))
  const answer = await recommend({ userId: 'somebody-new' })
  expect(answer.items[0].itemId).toBe('t2')
})

test('a trained model is promoted, and people get what people like them looked at, with a true reason', async () => {
  await installation.ask('admin', 'PUT', '/v1/placements/home', {
    id: 'home',
    title: { en: 'Home', zh: '首页' },
    split: [
      { variation: 'personalised', model: 'recencyItemKnn', weight: 1 },
      { variation: 'popular', model: 'popular', weight: 1 },
    ],
    control: 'popular',
  })
  const { status, body } = await installation.ask('admin', 'POST', '/v1/models/recencyItemKnn/train', {})
  expect(status).toBe(202)
  const versions = async () => (await installation.ask('read', 'GET', '/v1/models')).body.models[0].versions
  await expect.poll(async () => (await versions())[0].status, { timeout: 20_000, interval: 5 }).not.toBe('training')
  // What is done is live in the same moment: nobody sees the one without the other.
  expect((await versions())[0]).toMatchObject({ version: body.version, status: 'trained', live: true })

  const answer = await recommend({
    userId: 'p1',
    preview: true,
    variation: 'personalised',
    context: { language: 'en' },
  })
  expect(answer.model).toMatchObject({ name: 'recencyItemKnn', version: 1 })
  expect(answer.items[0].itemId).toMatch(/^w/)
  expect(answer.items[0].reason).toMatch(/Tool \d/)
  expect(answer.items[0].because.every((id: string) => id.startsWith('w'))).toBe(true)
})

test('a new event changes the next answer without retraining', async () => {
  const ask = () => recommend({ userId: 'newcomer', preview: true, variation: 'personalised' })
  expect((await ask()).fallback?.code).toBe('unknown-person')
  await installation.send([view('newcomer', 't0', now)])
  const tea = await ask()
  expect(tea.items[0].itemId).toMatch(/^t/)
  await installation.send([view('newcomer', 'w0', now + 1), view('newcomer', 'w1', now + 2)])
  const tools = await ask()
  expect(tools.items[0].itemId).toMatch(/^w/)
})

test('an anonymous visitor who signs in keeps what was learnt, and a wrong merge can be taken back', async () => {
  const event = { ...view('x', 't1', now), userId: undefined, anonymousId: 'device-1', messageId: 'anon-1' }
  await installation.send([event])
  await installation.send([{ type: 'identify', userId: 'mei', anonymousId: 'device-1', traits: { name: '小梅' } }])
  const seen = async () => (await installation.ask('read', 'GET', '/v1/people/mei')).body
  const person = await seen()
  expect(person.name).toBe('小梅')
  expect(person.counts.view).toBe(1)
  const joined = person.identifiers.find((identifier: { kind: string }) => identifier.kind === 'anonymous')
  const undone = await installation.ask('admin', 'DELETE', `/v1/people/${person.personId}/merges/${joined.mergeId}`)
  expect(undone.status).toBe(200)
  expect((await seen()).counts.view ?? 0).toBe(0)
})

test('decisions, exposures, clicks and orders become the figures of the report', async () => {
  now = start + day
  const decided = await recommend({ userId: 'p3' })
  expect(decided.decisionId).toEqual(expect.any(String))
  const exposure = await installation.ask('write', 'POST', '/v1/exposures', { decisionId: decided.decisionId })
  expect(exposure.status).toBe(200)
  const bought = decided.items[1].itemId
  await installation.send([
    {
      type: 'track',
      event: 'Recommendation Clicked',
      userId: 'p3',
      timestamp: at(now),
      properties: { product_id: bought, decisionId: decided.decisionId, position: 1 },
    },
    {
      type: 'track',
      event: 'Order Completed',
      userId: 'p3',
      timestamp: at(now + 60_000),
      properties: { order_id: 'o1', currency: 'CNY', products: [{ product_id: bought, price: 12.5, quantity: 2 }] },
    },
  ])
  now += 3_600_000
  const { status, body } = await installation.ask(
    'read',
    'GET',
    `/v1/reports/decisions?placement=home&from=${at(start + day - 1)}&to=${at(now)}&by=variation`,
  )
  expect(status).toBe(200)
  expect(body.rows).toHaveLength(1)
  expect(body.rows[0]).toMatchObject({
    group: { variation: decided.variation },
    decisions: 1,
    persons: 1,
    exposures: 3,
    clicks: 1,
    conversions: 1,
    revenue: 25,
    currency: 'CNY',
  })
  expect(body.rows[0].ctr.value).toBeCloseTo(1 / 3)
})

test('all of it is there after a restart: events, items, the live model and what was decided', async () => {
  const before = await recommend({ userId: 'p1', preview: true, variation: 'personalised' })
  const overview = (await installation.ask('read', 'GET', '/v1/overview?days=28')).body
  await installation.close()
  installation = await openInstallation({ dataDir, now: () => now, rng: () => 0.5 })
  const after = await recommend({ userId: 'p1', preview: true, variation: 'personalised' })
  expect(after.items).toEqual(before.items)
  expect((await installation.ask('read', 'GET', '/v1/overview?days=28')).body.totals).toEqual(overview.totals)
})
