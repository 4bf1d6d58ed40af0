import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
  const items = [
    { id: 'tea', title: 'Tea', categories: ['drinks'] },
    { id: 'a/b "quoted" 茶', title: 'Odd id', categories: ['drinks'] },
    { id: 'mug', title: 'Mug', categories: ['kitchen'] },
  ]
  expect((await api.call('admin', 'PUT', '/v1/items', { items })).json()).toMatchObject({ saved: 3 })
  await view('ann', 'tea')
  await view('bob', 'a/b "quoted" 茶')
})
afterAll(() => api.close())

const view = (userId: string, itemId: string) =>
  api.call('write', 'POST', '/v1/track', { event: 'Product Viewed', userId, properties: { product_id: itemId } })
const recommend = (body: object, scope: 'decide' | 'read' | 'write' | 'admin' = 'read') =>
  api.call(scope, 'POST', '/v1/recommendations', body)
const exposuresOf = (decisionId: string) =>
  api.attune.events.query<{ item_id: string; position: number; person_id: string }>(
    "SELECT item_id, position, person_id FROM interactions WHERE kind = 'exposure' AND decision_id = $1 ORDER BY position",
    [decisionId],
  )

test('a server asks by user id; the answer can be shown as it is', async () => {
  // The arm is named: which one somebody is in depends on the installation's secret.
  const arm = { preview: true, variation: 'personalised' }
  const response = await recommend({ userId: 'cat', n: 2, context: { language: 'zh' }, ...arm })
  expect(response.statusCode).toBe(200)
  const answer = response.json()
  expect(answer).toMatchObject({ placement: 'home', fallback: expect.anything() })
  expect(answer.items[0]).toMatchObject({
    itemId: expect.any(String),
    reason: '近期热门',
    item: { title: expect.any(String) },
  })
})

test('a key in a browser asks by anonymous id only, and gets no previews', async () => {
  expect((await recommend({ anonymousId: 'v-1' }, 'decide')).statusCode).toBe(200)
  for (const body of [
    { userId: 'ann' },
    { userId: 'ann', anonymousId: 'v-1' },
    { anonymousId: 'v-1', preview: true },
    { anonymousId: 'v-1', explain: true },
  ]) {
    const refused = await recommend(body, 'decide')
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'forbidden'])
  }
  expect((await recommend({ anonymousId: 'v-1', preview: true })).statusCode).toBe(200)
  expect((await recommend({ anonymousId: 'v-1' }, 'write')).statusCode).toBe(403)
})

test.each([
  ['userId', {}],
  ['n', { userId: 'ann', n: 0 }],
  ['n', { userId: 'ann', n: 101 }],
  ['filter.minPrice', { userId: 'ann', filter: { minPrice: -1 } }],
  ['filter', { userId: 'ann', filter: { colour: 'red' } }],
  ['placement', { userId: 'ann', placement: '' }],
  ['userId', { userId: 'line\nbreak' }],
])('a request with a wrong %s is refused by that name', async (field, body) => {
  const response = await recommend(body)
  expect(response.statusCode).toBe(400)
  expect(response.json().errors[0].field).toBe(field)
})

test('an unknown placement is a 404 that names those that exist', async () => {
  const response = await recommend({ userId: 'ann', placement: 'cart' })
  expect(response.statusCode).toBe(404)
  expect(response.json()).toMatchObject({ code: 'unknown-placement', detail: expect.stringContaining('home') })
})

test('exposures become one interaction an item, with position and decision, once', async () => {
  const { decisionId, items, personId } = (await recommend({ anonymousId: 'v-2', n: 3 }, 'decide')).json()
  const expose = (body: object = {}) => api.call('decide', 'POST', '/v1/exposures', { decisionId, ...body })
  expect((await expose()).json()).toMatchObject({ success: true, accepted: 1 })
  const rows = items.map(({ itemId }: { itemId: string }, position: number) => ({
    item_id: itemId,
    position,
    person_id: personId,
  }))
  expect(rows).toHaveLength(3)
  expect(await exposuresOf(decisionId)).toEqual(rows)
  expect((await expose()).json()).toMatchObject({ accepted: 0, duplicates: 1 })
  expect(await exposuresOf(decisionId)).toEqual(rows)
})

test('exposures of some items keep the positions they had', async () => {
  const { decisionId, items } = (await recommend({ userId: 'dan', n: 3 })).json()
  const itemId = items[2].itemId
  await api.call('write', 'POST', '/v1/exposures', { decisionId, itemIds: [itemId], messageId: 'second screen' })
  expect(await exposuresOf(decisionId)).toEqual([expect.objectContaining({ item_id: itemId, position: 2 })])
})

test('parts of a list that are seen one after the other are all stored, each once', async () => {
  const { decisionId, items } = (await recommend({ userId: 'hal', n: 3 })).json()
  const [first, second, third] = items.map(({ itemId }: { itemId: string }) => itemId)
  const expose = async (itemIds?: string[]) =>
    (await api.call('read', 'POST', '/v1/exposures', { decisionId, ...(itemIds && { itemIds }) })).json()
  expect(await expose([first, second])).toMatchObject({ accepted: 1, duplicates: 0 })
  expect(await expose([third])).toMatchObject({ accepted: 1, duplicates: 0 })
  expect(await expose([second, first])).toMatchObject({ accepted: 0, duplicates: 1 })
  expect((await exposuresOf(decisionId)).map((row) => row.item_id)).toEqual([first, second, third])
  expect(await expose()).toMatchObject({ accepted: 1 })
  expect(await expose([third, second, first])).toMatchObject({ accepted: 0, duplicates: 1 })
})

test('an exposure by a clock that is wrong is stored at its true time, as a click is', async () => {
  const { decisionId } = (await recommend({ userId: 'gil', n: 1 })).json()
  const ahead = (seconds: number) => new Date(api.clock.now + 20 * 60_000 + seconds * 1000).toISOString()
  const answer = await api.call('write', 'POST', '/v1/exposures', {
    decisionId,
    timestamp: ahead(-2),
    sentAt: ahead(0),
  })
  expect(answer.json()).toMatchObject({ accepted: 1, rejected: [] })
  const stored = await api.attune.events.query<{ ts: number }>(
    'SELECT epoch_ms(ts) AS ts FROM events WHERE decision_id = $1',
    [decisionId],
  )
  expect(stored).toEqual([{ ts: api.clock.now - 2000 }])
})

test('an exposure of an unknown decision or of an item that was not chosen is refused', async () => {
  const unknown = await api.call('write', 'POST', '/v1/exposures', { decisionId: 'd_unknown' })
  expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'unknown-decision'])
  const { decisionId } = (await recommend({ userId: 'eve', n: 1, filter: { categories: ['kitchen'] } })).json()
  const strange = await api.call('write', 'POST', '/v1/exposures', { decisionId, itemIds: ['mug', 'tea'] })
  expect(strange.statusCode).toBe(400)
  expect(strange.json()).toMatchObject({ code: 'item-not-in-decision', errors: [{ field: 'itemIds.1' }] })
  expect(await exposuresOf(decisionId)).toEqual([])
})

test('a click that names its decision is joined to it', async () => {
  const { decisionId } = (await recommend({ userId: 'fay', n: 1 })).json()
  await api.call('write', 'POST', '/v1/track', {
    event: 'Recommendation Clicked',
    userId: 'fay',
    properties: { decisionId, itemId: 'tea', position: 0 },
  })
  expect(
    await api.attune.events.query('SELECT kind, item_id, position FROM interactions WHERE decision_id = $1', [
      decisionId,
    ]),
  ).toEqual([{ kind: 'click', item_id: 'tea', position: 0 }])
})

test.each([
  ['zh', '该模型还没有线上版本：请先训练并上线一个。在此之前展示热门商品。'],
  ['zh-Hant-TW', '该模型还没有线上版本：请先训练并上线一个。在此之前展示热门商品。'],
  ['en-GB', 'The model has no live version yet: train and promote one. Until then popular items are shown.'],
  ['fr', 'The model has no live version yet: train and promote one. Until then popular items are shown.'],
  [undefined, 'The model has no live version yet: train and promote one. Until then popular items are shown.'],
])('why the model did not answer is said in the language of the context: %s', async (language, message) => {
  const context = language === undefined ? {} : { language }
  const { fallback } = (await recommend({ userId: 'ida', preview: true, variation: 'personalised', context })).json()
  expect(fallback).toEqual({ code: 'no-model', message })
})

test('why no model knows similar items is said in the language asked for, English by default', async () => {
  const fallback = async (itemId: string, query: string) =>
    (await api.call('decide', 'GET', `/v1/items/${itemId}/similar${query}`)).json().fallback.message
  expect(await fallback('tea', '?language=zh-CN')).toBe('没有线上模型了解与此相似的商品，因此展示同类别的热门商品。')
  expect(await fallback('mug', '?language=zh')).toBe('没有线上模型了解与此相似的商品，其所属类别也没有热门商品。')
  expect(await fallback('tea', '')).toMatch(/^No live model knows items like this one, so popular items/)
  expect(await fallback('mug', '?language=de')).toMatch(/and none of its categories has popular items\.$/)
})

test('similar items are found under ids of any kind', async () => {
  const response = await api.call('decide', 'GET', `/v1/items/${encodeURIComponent('a/b "quoted" 茶')}/similar?n=5`)
  expect(response.statusCode).toBe(200)
  expect(response.json()).toMatchObject({
    model: null,
    fallback: { code: 'no-similar-items' },
    items: [{ itemId: 'tea' }],
  })
  expect((await api.call('read', 'GET', '/v1/items/nowhere/similar')).json().code).toBe('unknown-item')
  expect((await api.call('read', 'GET', '/v1/items/tea/similar?n=0')).statusCode).toBe(400)
})

test('placements are read by read keys and written by admin keys', async () => {
  const cart = {
    title: { en: 'Cart', zh: '购物车' },
    split: [{ variation: 'all', model: 'popular', weight: 1 }],
  }
  expect((await api.call('read', 'PUT', '/v1/placements/cart', cart)).statusCode).toBe(403)
  const put = await api.call('admin', 'PUT', '/v1/placements/cart', cart)
  const whole = { id: 'cart', ...cart, control: null, includeSeen: false, filter: {}, exploration: 0 }
  expect(put.json()).toEqual(whole)
  expect((await api.call('read', 'GET', '/v1/placements/cart')).json()).toEqual(whole)
  expect(
    (await api.call('read', 'GET', '/v1/placements')).json().placements.map(({ id }: { id: string }) => id),
  ).toEqual(['home', 'cart'])
  expect((await recommend({ userId: 'ann', placement: 'cart' })).json().variation).toBe('all')
  expect((await api.call('read', 'GET', '/v1/placements/nowhere')).json().code).toBe('unknown-placement')
  const clash = await api.call('admin', 'PUT', '/v1/placements/cart', { ...cart, id: 'home' })
  expect(clash.json()).toMatchObject({ code: 'invalid-placement', errors: [{ field: 'id' }] })
  const wrong = await api.call('admin', 'PUT', '/v1/placements/cart', { ...cart, control: 'nobody' })
  expect(wrong.json()).toMatchObject({ code: 'invalid-placement', errors: [{ field: 'control' }] })
})

test('a model is trained, promoted and rolled back over HTTP by an admin', async () => {
  for (const person of ['p1', 'p2', 'p3', 'p4']) for (const item of ['tea', 'mug']) await view(person, item)
  const train = (body?: object) => api.call('admin', 'POST', '/v1/models/recencyItemKnn/train', body)
  expect((await api.call('read', 'POST', '/v1/models/recencyItemKnn/train', {})).statusCode).toBe(403)
  const models = async () => (await api.call('read', 'GET', '/v1/models')).json().models[0]
  const started = await train()
  expect([started.statusCode, started.json()]).toEqual([202, { name: 'recencyItemKnn', version: 1 }])
  await expect.poll(async () => (await models()).live, { timeout: 20_000 }).toBe(1)
  await train({ parameters: { neighbours: 5 }, promote: false })
  await expect
    .poll(async () => (await models()).versions[0], { timeout: 20_000 })
    .toMatchObject({ version: 2, status: 'trained' })
  const promote = (body: object) => api.call('admin', 'POST', '/v1/models/recencyItemKnn/promote', body)
  expect((await promote({ version: 2 })).json()).toMatchObject({ version: 2, live: true })
  expect((await promote({ version: 9 })).json().code).toBe('unknown-model-version')
  expect((await promote({})).json().errors[0].field).toBe('version')
  const rollback = () => api.call('admin', 'POST', '/v1/models/recencyItemKnn/rollback')
  expect((await rollback()).json()).toMatchObject({ version: 1, live: true })
  expect((await rollback()).statusCode).toBe(409)
  expect((await train({ kind: 'magic' })).json()).toMatchObject({
    code: 'unknown-model-kind',
    errors: [{ field: 'kind' }],
  })
})

const placement = {
  title: { en: 'Cart', zh: '购物车' },
  split: [{ variation: 'popular', model: 'popular', weight: 1 }],
}
const rulesOf = (when: string, action: object = { kind: 'filter' }) => ({
  stages: [{ kind: 'rules', rules: [{ name: 'drinks only', when, action }] }],
})

test('a placement with rules is previewed for anybody before it is saved, and answers as it did there', async () => {
  const rerank = rulesOf('"drinks" in categories')
  const body = { placement: { ...placement, rerank }, userId: 'cat', n: 3, context: { language: 'zh' } }
  expect((await api.call('read', 'POST', '/v1/placements/preview', body)).statusCode).toBe(403)
  const preview = await api.call('admin', 'POST', '/v1/placements/preview', body)
  expect(preview.statusCode).toBe(200)
  const ids = (answer: { items: { itemId: string }[] }) => answer.items.map(({ itemId }) => itemId)
  expect(ids(preview.json()).toSorted()).toEqual(['a/b "quoted" 茶', 'tea'])
  expect(preview.json()).toMatchObject({ decisionId: null, rerank: { stages: ['rules'] } })
  const { userId: _, ...nobody } = body
  expect(ids((await api.call('admin', 'POST', '/v1/placements/preview', nobody)).json())).toEqual(ids(preview.json()))
  const put = await api.call('admin', 'PUT', '/v1/placements/drinks', { ...placement, rerank })
  expect(put.json().rerank).toEqual(rerank)
  const answer = await recommend({ userId: 'cat', placement: 'drinks', n: 3 })
  expect(ids(answer.json())).toEqual(ids(preview.json()))
  expect(answer.json()).not.toHaveProperty('rerank')
})

test('a mistake in a rule is told by field, line and column, in both languages, by save and by preview', async () => {
  const wrong = { ...placement, rerank: rulesOf('price < 50 and\n"drinks" in category') }
  const saved = await api.call('admin', 'PUT', '/v1/placements/drinks', wrong)
  expect(saved.statusCode).toBe(400)
  expect(saved.json()).toMatchObject({
    code: 'invalid-rule',
    errors: [{ field: 'rerank.stages.0.rules.0.when' }],
    details: { line: 2, column: 13, suggestion: 'categories', zh: expect.stringContaining('第 2 行第 13 列') },
  })
  const preview = await api.call('admin', 'POST', '/v1/placements/preview', { placement: wrong })
  expect(preview.json()).toEqual(saved.json())
})

test.each([
  ['rerank.stages.0.relevance', { stages: [{ kind: 'mmr', relevance: 2 }] }],
  ['rerank.stages.0.caps.0.most', { stages: [{ kind: 'caps', caps: [{ by: 'brand' }] }] }],
  ['rerank.stages.0.caps.0.by', { stages: [{ kind: 'caps', caps: [{ by: 'colour', most: 1 }] }] }],
  ['rerank.stages.0.rules.0.action.factor', rulesOf('available', { kind: 'boost', factor: 0 })],
  ['rerank.stages.0.kind', { stages: [{ kind: 'magic' }] }],
  ['rerank.depth', { depth: 0, stages: [] }],
])('a wrong %s is refused with its field', async (field, rerank) => {
  const answer = await api.call('admin', 'PUT', '/v1/placements/drinks', { ...placement, rerank })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().errors[0].field).toBe(field)
})
