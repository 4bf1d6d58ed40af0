import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

const put = (body: unknown) => api.call('admin', 'PUT', '/v1/items', body)
const get = async (query = '') => (await api.call('read', 'GET', `/v1/items${query}`)).json()
const at = (id: string) => `/v1/items/${encodeURIComponent(id)}`

test('one item is created, read back whole, replaced and deleted', async () => {
  const tea = {
    id: 'tea',
    title: '安溪铁观音',
    description: 'Oolong from Anxi',
    categories: ['茶', 'oolong'],
    price: 68,
    currency: 'CNY',
    image: 'data:image/svg+xml,x',
    attributes: { origin: '福建', grams: 250 },
    publishedAt: '2026-02-01T08:00:00+08:00',
  }
  expect((await put(tea)).json()).toEqual({ success: true, saved: 1, rejected: [] })
  expect((await api.call('read', 'GET', at('tea'))).json()).toEqual({
    ...tea,
    kind: 'product',
    tags: [],
    brand: null,
    url: null,
    language: null,
    available: true,
    publishedAt: '2026-02-01T00:00:00.000Z',
    updatedAt: '2026-03-02T12:00:00.000Z',
    interactions28d: 0,
    missing: ['brand'],
  })
  const replaced = await api.call('admin', 'PUT', at('tea'), { title: 'Tieguanyin' })
  expect(replaced.json()).toMatchObject({ id: 'tea', title: 'Tieguanyin', description: '', price: null })
  expect((await api.call('read', 'GET', at('tea'))).json().missing).toEqual([
    'description',
    'categories',
    'image',
    'price',
    'brand',
  ]) // prettier-ignore
  expect((await api.call('admin', 'DELETE', at('tea'))).statusCode).toBe(204)
  expect((await api.call('admin', 'DELETE', at('tea'))).json().code).toBe('unknown-item')
  expect((await api.call('read', 'GET', at('tea'))).statusCode).toBe(404)
})

test.each([
  'a/b',
  `quote'"`,
  '👩‍💻🍵',
  'شاي أخضر',
  '铁观音 250g',
  '?x=1&y#z',
  '100%',
  "'; DROP TABLE items; --",
  '\\',
  'delete',
])('the id %j works in the address and in the body', async (id) => {
  expect((await api.call('admin', 'PUT', at(id), { id, title: 'x' })).json()).toMatchObject({ id })
  expect((await api.call('read', 'GET', at(id))).json()).toMatchObject({ id })
  const deleted = await api.call('admin', 'POST', '/v1/items/delete', { ids: [id, id, 'unknown'] })
  expect(deleted.json()).toEqual({ deleted: 1 })
})

test('in a list good items are kept and bad ones are reported with their place and field', async () => {
  const response = await put({
    items: [
      { id: 'good', title: 'Good' },
      { id: 'no-title' },
      { id: 'nan', title: 'x', price: 'NaN' },
      { id: 'minus', title: 'x', price: -1 },
      { id: 'extra', title: 'x', colour: 'red' },
      { id: 'tag', title: 'x', tags: ['fine', 7] },
      { id: 'line\nbreak', title: 'x' },
      { title: 'x' },
      'text',
      { id: 'money', title: 'x', currency: 'euro' },
      { id: 'also-good', title: 'Half \ud83d character', attributes: { ok: true } },
    ],
  })
  expect(response.statusCode).toBe(200)
  const { success, saved, rejected } = response.json()
  expect([success, saved]).toEqual([false, 2])
  expect(rejected.map((r: { index: number; code: string; field: string }) => [r.index, r.code, r.field])).toEqual([
    [1, 'missing-field', 'title'],
    [2, 'invalid-value', 'price'],
    [3, 'invalid-value', 'price'],
    [4, 'unknown-field', 'colour'],
    [5, 'invalid-value', 'tags[1]'],
    [6, 'invalid-value', 'id'],
    [7, 'missing-field', 'id'],
    [8, 'wrong-type', null],
    [9, 'invalid-value', 'currency'],
  ])
  expect((await api.call('read', 'GET', at('also-good'))).json().title).toBe('Half \ufffd character')
  expect((await api.call('read', 'GET', at('nan'))).statusCode).toBe(404)
  await api.call('admin', 'POST', '/v1/items/delete', { ids: ['good', 'also-good'] })
})

test.each<[string, unknown, number, string, string | undefined]>([
  ['a bad single item', { id: 'x' }, 400, 'missing-field', 'title'],
  ['an infinite price', '{"id":"x","title":"x","price":1e999}', 400, 'impossible-value', 'price'],
  ['no list', { items: {} }, 400, 'wrong-type', 'items'],
  ['an empty list', { items: [] }, 400, 'wrong-type', 'items'],
  [
    '1,001 items',
    { items: Array.from({ length: 1001 }, (_, i) => ({ id: `${i}`, title: 'x' })) },
    413,
    'too-many-items',
    'items',
  ], // prettier-ignore
  ['a list as body', [], 400, 'wrong-type', undefined],
  ['truncated JSON', '{"id":"x"', 400, 'invalid-json', undefined],
])('%s is a problem', async (_, body, status, code, field) => {
  const response = await put(body)
  expect([response.statusCode, response.json().code, response.json().errors?.[0]?.field]).toEqual([status, code, field])
})

test('another id in the body than in the address is refused', async () => {
  const response = await api.call('admin', 'PUT', at('a'), { id: 'b', title: 'x' })
  expect([response.statusCode, response.json().errors]).toMatchObject([400, [{ field: 'id' }]])
  expect((await api.call('admin', 'PUT', at('x'.repeat(257)), { title: 'x' })).statusCode).toBe(400)
})

test('the list is paged without gaps, busiest first, and can be searched and filtered', async () => {
  const items = Array.from({ length: 25 }, (_, i) => ({
    id: `p${String(i).padStart(2, '0')}`,
    title: i % 2 ? `Green Tea ${i}` : `红茶 ${i}`,
    brand: 'Maison',
    price: 9,
    ...(i < 20 ? { image: 'x' } : {}),
    ...(i === 3 ? { kind: 'article' } : {}),
  }))
  await put({ items })
  await api.call('write', 'POST', '/v1/batch', {
    batch: [7, 7, 4, 99].map((i) => ({
      type: 'track',
      event: 'Product Viewed',
      userId: 'ann',
      properties: { product_id: `p0${i}` },
    })),
  })
  api.clock.now += 11_000
  const ids: string[] = []
  let cursor: string | null = ''
  do {
    const page: { items: { id: string }[]; total: number; next: string | null } = await get(
      `?limit=10${cursor ? `&cursor=${cursor}` : ''}`,
    )
    expect(page.total).toBe(25)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor)
  const others = items.map(({ id }) => id).filter((id) => id !== 'p07' && id !== 'p04')
  expect(ids).toEqual(['p07', 'p04', ...others])
  expect((await get('?limit=1')).items[0]).toMatchObject({ interactions28d: 2, missing: ['description', 'categories'] })

  expect((await get('?search=green%20MAISON')).total).toBe(12)
  expect((await get('?search=红茶')).total).toBe(13)
  expect((await get('?search=p07')).items[0].id).toBe('p07')
  expect((await get('?kind=article')).total).toBe(1)
  expect((await get('?missing=image')).total).toBe(5)
  expect((await get('?search=nothing-like-it')).items).toEqual([])
  expect((await api.call('read', 'GET', '/v1/items?cursor=abc')).statusCode).toBe(400)
  expect((await api.call('read', 'GET', '/v1/items?limit=0')).statusCode).toBe(400)
})

test('changes need an admin key, reading a read key', async () => {
  for (const scope of ['write', 'decide', 'read'] as const) {
    expect((await api.call(scope, 'PUT', '/v1/items', { id: 'x', title: 'x' })).statusCode).toBe(403)
    expect((await api.call(scope, 'DELETE', at('p07'))).statusCode).toBe(403)
  }
  expect((await api.call('write', 'GET', '/v1/items')).statusCode).toBe(403)
})
