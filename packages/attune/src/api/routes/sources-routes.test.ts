import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture({
    sources: { kiosk: { title: 'Kiosk', standard: true, regime: 'pipl' } },
    identity: { join: ['email'], atMost: 7 },
    traits: { city: { keep: 'mostTrusted', trust: ['crm', 'kiosk'] }, points: { keep: 'highest' } },
  })
})
afterAll(() => api.close())

/** A key that sends as a source. */
async function keyOf(source: string): Promise<string> {
  const made = await api.call('admin', 'POST', '/v1/keys', { name: source, scopes: ['write'], source })
  expect(made.json().key).toMatchObject({ source })
  return made.json().secret
}
const send = (key: string, batch: readonly object[]) =>
  api.app.inject({ method: 'POST', url: '/v1/batch', headers: { authorization: `Bearer ${key}` }, payload: { batch } })
const cooked = (n: number, more: object = {}) => ({
  type: 'track',
  userId: 'ann',
  event: 'Recipe Cooked',
  properties: { recipe: `canary ${n}`, minutes: n, ...(n % 2 === 0 ? { tags: ['fast'] } : {}), ...more },
})

test('from nothing to a declaration: a key of a source, what it sent as a suggestion, declared, and the rest dropped', async () => {
  const key = await keyOf('web')
  const shown = { type: 'track', userId: 'ann', event: 'Product Viewed', properties: { product_id: 'tea', shelf: 'A' } }
  const identify = { type: 'identify', userId: 'ann', traits: { name: 'canary Ann', points: 3 } }
  const page = { type: 'page', anonymousId: 'x', context: { page: { path: '/tea' }, scroll: { depth: 0.5 } } }
  expect((await send(key, [cooked(1), cooked(2), shown, identify, page])).json()).toMatchObject({ accepted: 5 })

  const { declaration, fields, events } = (await api.call('read', 'GET', '/v1/sources/web/suggestion')).json()
  expect(events).toBe(5)
  expect(declaration).toMatchObject({
    standard: true,
    events: {
      'Recipe Cooked': { properties: { recipe: 'text', minutes: 'number', tags: 'list' } },
      'Product Viewed': { properties: { shelf: 'text' } },
    },
    traits: { name: 'text', points: 'number' },
    context: { 'scroll.depth': 'number' },
  })
  expect(fields).toContainEqual({
    event: 'Recipe Cooked',
    field: 'properties.tags',
    type: 'list',
    share: 0.5,
    standard: false,
  })
  expect(fields).toContainEqual({
    event: 'Product Viewed',
    field: 'properties.product_id',
    type: 'text',
    share: 1,
    standard: true,
  })
  expect(JSON.stringify([declaration, fields])).not.toContain('canary')

  const { tags: _, ...kept } = declaration.events['Recipe Cooked'].properties
  declaration.events['Recipe Cooked'].properties = kept
  const put = await api.call('admin', 'PUT', '/v1/sources/web', { ...declaration, title: 'Site' })
  expect(put.json()).toMatchObject({
    name: 'web',
    from: 'api',
    dropped: [],
    declaration: { title: 'Site', undeclared: 'strip' },
  })
  expect((await send(key, [cooked(4, { mood: 'canary' }), cooked(6)])).json()).toMatchObject({
    accepted: 2,
    ignored: [
      { field: 'properties.tags', count: 2 },
      { field: 'properties.mood', count: 1 },
    ],
  })
  expect((await api.call('read', 'GET', '/v1/sources/web')).json().dropped).toMatchObject([
    { event: 'Recipe Cooked', field: 'properties.tags', reason: 'undeclared', count: 2 },
    { field: 'properties.mood', count: 1 },
  ])
  expect((await api.call('read', 'GET', '/v1/sources')).json().sources).toMatchObject([
    { name: 'kiosk', from: 'config', regime: 'pipl', events: 0 },
    { name: 'web', title: 'Site', events: 7, dropped: 3, keys: [expect.stringMatching(/^key_/)] },
  ])

  expect((await api.call('admin', 'DELETE', '/v1/sources/web')).statusCode).toBe(204)
  expect((await api.call('admin', 'DELETE', '/v1/sources/web')).json()).toMatchObject({ code: 'unknown-source' })
  expect((await send(key, [cooked(8, { mood: 'fine' })])).json().ignored).toBeUndefined()
  const audit = (await api.call('admin', 'GET', '/v1/audit')).json()
  expect(JSON.stringify(audit)).toMatch(/source-removed.*source-declared/s)
})

test('a source of the configuration is in force and cannot be changed here; its regime holds for who said nothing', async () => {
  const change = await api.call('admin', 'PUT', '/v1/sources/kiosk', {})
  expect([change.statusCode, change.json().code]).toEqual([409, 'source-in-config'])
  expect((await api.call('admin', 'DELETE', '/v1/sources/kiosk')).json().code).toBe('source-in-config')
  const key = await keyOf('kiosk')
  const viewed = (userId: string) => ({
    type: 'track',
    userId,
    event: 'Product Viewed',
    properties: { product_id: 'tea' },
  })
  expect((await send(key, [viewed('li')])).json().rejected).toMatchObject([{ code: 'no-consent' }])
  expect((await api.call('write', 'POST', '/v1/batch', { batch: [viewed('bob')] })).json()).toMatchObject({
    accepted: 1,
  })
  const order = { type: 'track', userId: 'li', event: 'Order Completed', properties: { order_id: '1', total: 3 } }
  expect((await send(key, [order])).json()).toMatchObject({ accepted: 1 })
  // Li is under it everywhere from now on, and nobody asks for a portrait of theirs.
  expect((await api.call('write', 'POST', '/v1/batch', { batch: [viewed('li')] })).json().rejected).toHaveLength(1)
})

test('who is asked for with a key of a source is treated by its law before they did anything', async () => {
  const { secret } = api.attune.keys.create({
    workspace: 'default',
    name: 'd',
    scopes: ['decide'],
    actor: 'test',
    source: 'kiosk',
  })
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/recommendations',
    headers: { authorization: `Bearer ${secret}` },
    payload: { placement: 'home', anonymousId: 'new visitor' },
  })
  expect(answer.statusCode).toBe(200)
  const id = api.attune.identity.personIdOf('default', { anonymousId: 'new visitor' })
  expect(api.attune.consent.allowed('default', id, 'personalisation')).toBe(false)
})

test('a key renewed keeps its source or gets another, and who may not is told so', async () => {
  const { key } = (await api.call('admin', 'POST', '/v1/keys', { name: 'k', scopes: ['write'], source: 'app' })).json()
  const same = await api.call('admin', 'POST', `/v1/keys/${key.id}/rotate`, {})
  expect(same.json().key.source).toBe('app')
  const moved = await api.call('admin', 'POST', `/v1/keys/${same.json().key.id}/rotate`, { source: 'web-2' })
  expect(moved.json().key.source).toBe('web-2')
  expect(
    (await api.call('admin', 'POST', '/v1/keys', { name: 'k', scopes: ['write'], source: 'Not A Name' })).statusCode,
  ).toBe(400)
  expect((await api.call('write', 'GET', '/v1/sources')).statusCode).toBe(403)
  expect((await api.call('read', 'PUT', '/v1/sources/app', {})).statusCode).toBe(403)
})

test('a declaration that cannot be is refused with the field that is wrong', async () => {
  const answer = await api.call('admin', 'PUT', '/v1/sources/web', { events: { A: { properties: { email: 'text' } } } })
  expect(answer.statusCode).toBe(400)
  expect(JSON.stringify(answer.json())).toMatch(/events.*email.*trait/s)
})

test('the rules that hold for all sources are told with them', async () => {
  expect((await api.call('read', 'GET', '/v1/sources')).json().rules).toEqual({
    join: ['email'],
    atMost: 7,
    traits: [
      { trait: 'city', keep: 'mostTrusted', trust: ['crm', 'kiosk'] },
      { trait: 'points', keep: 'highest', trust: [] },
    ],
  })
})
