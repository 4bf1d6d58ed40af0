import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

const send = (path: string, body: unknown) => api.call('write', 'POST', path, body)
const stored = (messageId: string) =>
  api.attune.events.query('SELECT type, event FROM events WHERE message_id = $1', [messageId])

test.each([
  ['track', { event: 'Signed Up' }, 'Signed Up'],
  ['identify', { traits: { plan: 'gold' } }, null],
  ['page', { name: '首页' }, '首页'],
  ['screen', { name: 'Home' }, 'Home'],
  ['group', { groupId: 'acme' }, null],
  ['alias', { previousId: 'before' }, null],
] as const)('POST /v1/%s stores one event', async (type, body, event) => {
  const response = await send(`/v1/${type}`, { ...body, userId: 'ann', messageId: `one-${type}` })
  expect([response.statusCode, response.json()]).toEqual([
    200,
    { success: true, accepted: 1, duplicates: 0, rejected: [] },
  ])
  expect(await stored(`one-${type}`)).toEqual([{ type, event }])
})

test('a single event that is refused is a 400 problem naming the field', async () => {
  const response = await send('/v1/track', { userId: 'ann', event: 'Product Viewed', properties: { price: 3 } })
  expect(response.statusCode).toBe(400)
  expect(response.headers['content-type']).toContain('application/problem+json')
  expect(response.json()).toMatchObject({
    status: 400,
    code: 'missing-field',
    errors: [{ field: 'properties.product_id' }],
  })
})

test('a single duplicate is a success', async () => {
  await send('/v1/page', { userId: 'ann', messageId: 'twice' })
  const again = await send('/v1/page', { userId: 'ann', messageId: 'twice' })
  expect([again.statusCode, again.json()]).toEqual([200, { success: true, accepted: 0, duplicates: 1, rejected: [] }])
})

test('a batch keeps what is good; one where nothing is good is answered in the same form', async () => {
  const good = { type: 'page', userId: 'ann', messageId: 'good' }
  const mixed = await send('/v1/batch', { batch: [good, { type: 'page' }, 3] })
  expect(mixed.statusCode).toBe(200)
  expect(mixed.json()).toMatchObject({ success: false, accepted: 1, rejected: [{ index: 1 }, { index: 2 }] })
  const bad = await send('/v1/batch', { batch: [null] })
  expect([bad.statusCode, bad.json().accepted, bad.json().rejected.length]).toEqual([200, 0, 1])
  expect((await send('/v1/batch', { batch: [] })).json()).toMatchObject({ success: true, accepted: 0 })
})

test.each<[string, string, unknown, number, string]>([
  ['truncated JSON', '/v1/batch', '{"batch":[{"type":"page"', 400, 'invalid-json'],
  ['an empty body', '/v1/track', '', 400, 'empty-body'],
  ['a list', '/v1/track', '[]', 400, 'invalid-request'],
  ['a number', '/v1/batch', '7', 400, 'invalid-request'],
  ['no batch', '/v1/batch', '{}', 400, 'invalid-request'],
  ['a batch that is an object', '/v1/batch', '{"batch":{}}', 400, 'invalid-request'],
  ['an unreadable sentAt', '/v1/batch', '{"batch":[],"sentAt":"x"}', 400, 'invalid-value'],
  ['invalid UTF-8', '/v1/track', Buffer.from([0x7b, 0x22, 0xff, 0xfe]), 400, 'invalid-json'],
  ['10 MB', '/v1/batch', `{"batch":["${'x'.repeat(10_000_000)}"]}`, 413, 'batch-too-large'],
  ['10 MB in one event', '/v1/track', `{"userId":"${'x'.repeat(10_000_000)}"}`, 413, 'event-too-large'],
  ['33 KB in one event', '/v1/track', `{"userId":"u","event":"e","x":"${'x'.repeat(33_000)}"}`, 413, 'event-too-large'],
  ['too many events', '/v1/batch', `{"batch":[${'0,'.repeat(2500)}0]}`, 413, 'too-many-events'],
  [
    'depth',
    '/v1/track',
    `{"userId":"u","event":"e","properties":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    400,
    'too-deep',
  ], // prettier-ignore
])('%s is refused as a whole and written down, and the server lives on', async (_, path, body, status, code) => {
  const response = await send(path, body)
  expect([response.statusCode, response.json().code]).toEqual([status, code])
  const { events } = (await api.call('read', 'GET', '/v1/events?kind=refused&limit=1')).json()
  expect(events).toMatchObject([{ reason: code }])
  expect((await send('/v1/page', { userId: 'ann' })).statusCode).toBe(200)
})

test('one event over 32 KB does not cost its batch', async () => {
  const large = { type: 'page', userId: 'ann', properties: { text: 'x'.repeat(40_000) } }
  const response = await send('/v1/batch', { batch: [large, { type: 'page', userId: 'ann', messageId: 'beside' }] })
  expect(response.json()).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'event-too-large' }] })
  expect(await stored('beside')).toHaveLength(1)
})

test('only write keys may send; the key may be the user of basic authentication or stand in the body of a beacon', async () => {
  const body = { userId: 'ann', messageId: 'by-key' }
  for (const scope of ['read', 'decide'] as const)
    expect((await api.call(scope, 'POST', '/v1/page', body)).statusCode).toBe(403)
  const { secret } = api.attune.keys.create({ workspace: 'default', name: 'w', scopes: ['write'], actor: 'test' })
  const basic = { authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` }
  expect((await api.app.inject({ method: 'POST', url: '/v1/page', headers: basic, payload: body })).statusCode).toBe(
    200,
  )
  const beacon = await api.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { 'content-type': 'text/plain' },
    payload: JSON.stringify({ writeKey: secret, batch: [{ ...body, type: 'page', messageId: 'by-beacon' }] }),
  })
  expect([beacon.statusCode, beacon.json()]).toEqual([200, { success: true, accepted: 1, duplicates: 0, rejected: [] }])
  expect((await api.app.inject({ method: 'POST', url: '/v1/page', payload: body })).statusCode).toBe(401)
})

test('GET /v1/events tells what came and what was refused, newest first, and one event with its payload', async () => {
  api.clock.now += 60_000
  await send('/v1/track', { userId: 'ann', messageId: 'fine/1', event: '搜索', properties: { query: '乌龙茶' } })
  api.clock.now += 1_000
  await send('/v1/track', { userId: 'ann', messageId: 'wrong', event: 'Product Viewed' })
  const recent = (await api.call('read', 'GET', '/v1/events?limit=2')).json()
  expect(recent.events).toMatchObject([
    { kind: 'refused', messageId: 'wrong', reason: 'missing-field', field: 'properties.product_id' },
    { kind: 'event', messageId: 'fine/1', event: '搜索', payload: null },
  ])
  expect(recent.reasons).toContainEqual({ reason: 'missing-field', count: expect.any(Number) })
  const onlyRefused = (await api.call('read', 'GET', '/v1/events?kind=refused&reason=too-deep')).json()
  expect(onlyRefused.events.map((line: { reason: string }) => line.reason)).toEqual(['too-deep'])

  const one = (await api.call('read', 'GET', `/v1/events/${encodeURIComponent('fine/1')}`)).json()
  expect(JSON.parse(one.payload)).toMatchObject({ event: '搜索', properties: { query: '乌龙茶' }, userId: 'ann' })
  const refused = (await api.call('read', 'GET', '/v1/events/wrong')).json()
  expect(JSON.parse(refused.payload)).toMatchObject({ event: 'Product Viewed', messageId: 'wrong' })
  expect((await api.call('read', 'GET', '/v1/events/never')).json().code).toBe('unknown-event')
  expect((await api.call('write', 'GET', '/v1/events')).statusCode).toBe(403)
})
