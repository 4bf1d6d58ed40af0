import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { EffectReport, Overview, Report } from '../schemas/report.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

const get = async <T>(path: string): Promise<T> => {
  const answer = await api.call('read', 'GET', path)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json() as T
}
const problem = async (path: string) => (await api.call('read', 'GET', path)).json()

/** Everybody asks, sees what they get, and those whose number is even click the first item and buy it for 50. */
async function shop(persons: number): Promise<void> {
  await api.call('admin', 'PUT', '/v1/items', {
    items: Array.from({ length: 6 }, (_, i) => ({ id: `item-${i}`, title: `Item ${i}`, categories: ['all'] })),
  })
  for (let i = 0; i < persons; i++) {
    const who = { userId: `user-${i}` }
    const answer = await api.call('read', 'POST', '/v1/recommendations', { ...who, n: 3 })
    const { decisionId, items } = answer.json()
    await api.call('write', 'POST', '/v1/exposures', { decisionId })
    api.clock.now += 1000
    if (i % 2 === 1) continue
    const product = { product_id: items[0].itemId, price: 50, quantity: 1 }
    const at = (seconds: number) => new Date(api.clock.now + seconds * 1000).toISOString()
    const batch = [
      { event: 'Recommendation Clicked', timestamp: at(0), properties: { ...product, decisionId, position: 0 } },
      { event: 'Order Completed', timestamp: at(1), properties: { products: [product], currency: 'CNY' } },
    ].map((event, n) => ({ type: 'track', messageId: `${i}-${n}`, ...who, ...event }))
    expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().rejected).toEqual([])
    api.clock.now += 2000
  }
}

test('the loop over HTTP: ask, see, click, order, and the report says so', async () => {
  await shop(6)
  const { rows, attributionDays } = await get<Report>('/v1/reports/decisions')
  expect(attributionDays).toBe(7)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({
    group: {},
    decisions: 6,
    persons: 6,
    exposures: 18,
    clicks: 3,
    conversions: 3,
    revenue: 150,
    currency: 'CNY',
  })
  expect(rows[0]!.ctr!.value).toBeCloseTo(3 / 18, 12)
  const byDay = await get<Report>('/v1/reports/decisions?by=placement,day&from=2026-03-01')
  expect(byDay.rows.map((row) => row.group)).toEqual([{ placement: 'home', day: '2026-03-02' }])
  expect((await get<Report>('/v1/reports/decisions?placement=cart')).rows[0]).toMatchObject({ decisions: 0, ctr: null })
})

test('a question that makes no sense is refused with its field', async () => {
  expect(await problem('/v1/reports/decisions?by=colour')).toMatchObject({ status: 400, errors: [{ field: 'by' }] })
  expect(await problem('/v1/reports/decisions?from=yesterday')).toMatchObject({
    status: 400,
    errors: [{ field: 'from' }],
  })
  expect(await problem('/v1/reports/decisions?from=2026-03-02&to=2026-03-01')).toMatchObject({
    status: 400,
    code: 'invalid-range',
  })
  expect(await problem('/v1/reports/decisions?tz=Mars')).toMatchObject({ status: 400, code: 'invalid-range' })
  expect(await problem('/v1/reports/effect?placement=nowhere')).toMatchObject({
    status: 404,
    code: 'unknown-placement',
  })
  expect(await problem('/v1/overview?days=0')).toMatchObject({ status: 400, errors: [{ field: 'days' }] })
  expect((await api.call('write', 'GET', '/v1/reports/decisions')).statusCode).toBe(403)
  expect((await api.call('decide', 'GET', '/v1/overview')).statusCode).toBe(403)
})

test('the effect names both arms of the placement, and a placement without a control has none', async () => {
  const empty = await get<EffectReport>('/v1/reports/effect')
  expect(empty).toMatchObject({
    placement: 'home',
    persons: { treatment: 0, control: 0 },
    sampleRatioP: 1,
    effects: [],
  })
  const split = [{ variation: 'only', model: 'popular', weight: 1 }]
  const put = await api.call('admin', 'PUT', '/v1/placements/cart', {
    id: 'cart',
    title: { en: 'Cart', zh: '购物车' },
    split,
  })
  expect(put.statusCode, put.body).toBeLessThan(300)
  expect(await problem('/v1/reports/effect?placement=cart')).toMatchObject({ status: 404, code: 'no-control' })
})

test('the effect of an arm that the placement never had is refused; one that it had once is not', async () => {
  for (const field of ['treatment', 'control'])
    expect(await problem(`/v1/reports/effect?${field}=zzz`)).toMatchObject({
      status: 400,
      code: 'unknown-variation',
      errors: [{ field }],
      details: { variations: expect.arrayContaining([expect.any(String)]) },
    })
  await shop(1)
  const home = (await api.call('read', 'GET', '/v1/placements/home')).json()
  const [decided] = await api.attune.events.query<{ variation: string }>('SELECT variation FROM decisions')
  const split = [{ variation: 'new one', model: 'popular', weight: 1 }]
  await api.call('admin', 'PUT', '/v1/placements/home', { ...home, split, control: null })
  expect(await get<EffectReport>(`/v1/reports/effect?control=${decided!.variation}`)).toMatchObject({
    treatment: 'new one',
    control: decided!.variation,
  })
})

test('the overview of an empty installation is all zero', async () => {
  const { totals, series, daily, effect, placements, health, days } = await get<Overview>('/v1/overview?days=7')
  expect(days).toBe(7)
  expect(totals).toEqual({ events: 0, persons: 0, items: 0, decisions: 0, exposures: 0, refused: 0, models: 0 })
  expect(series.events).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(daily).toEqual([])
  expect(effect).toBe(null)
  expect(placements).toMatchObject([{ id: 'home', exposures: 0, ctr: null, revenue: 0, lift: null }])
  expect(health).toMatchObject({ acceptedShare: null, lastEventAt: null })
})

test('the overview counts what came, what was refused and what it led to', async () => {
  const yesterday = new Date(api.clock.now - 86_400_000).toISOString()
  await api.call('write', 'POST', '/v1/track', {
    userId: 'old',
    event: 'Visited',
    timestamp: yesterday,
    messageId: 'old',
  })
  await shop(6)
  await api.call('write', 'POST', '/v1/track', { event: 'Nobody did this' })
  const overview = await get<Overview>('/v1/overview?days=7')
  // One visit, six exposures, three clicks and three orders; six shoppers and the old one.
  expect(overview.totals).toEqual({
    events: 13,
    persons: 7,
    items: 6,
    decisions: 6,
    exposures: 18,
    refused: 1,
    models: 0,
  })
  expect(overview.perMinute).toEqual({ events: 13, decisions: 6, exposures: 18 })
  expect(overview.series.events).toEqual([0, 0, 0, 0, 0, 1, 12])
  expect(overview.series.persons).toEqual([0, 0, 0, 0, 0, 1, 6])
  expect(overview.series.decisions.at(-1)).toBe(6)
  expect(overview.series.exposures.at(-1)).toBe(18)
  expect(overview.currency).toBe('CNY')
  expect(overview.placements).toMatchObject([{ id: 'home', exposures: 18, revenue: 150 }])
  const sum = (pick: (row: Overview['daily'][number]) => number) => overview.daily.reduce((s, row) => s + pick(row), 0)
  expect(sum((row) => row.exposures)).toBe(18)
  expect(sum((row) => row.revenue)).toBe(150)
  expect(overview.daily.every((row) => row.day === '2026-03-02')).toBe(true)
  expect(overview.health.acceptedShare).toBeCloseTo(13 / 14, 12)
  expect(overview.health.lastEventAt).not.toBe(null)
  expect(overview.health.decisionP95Ms).toBeGreaterThan(0)
  expect(overview.health.collectP95Ms).toBeGreaterThan(0)
})

test('the overview is the same for two seconds, and then new', async () => {
  const before = await get<Overview>('/v1/overview')
  const event = { userId: 'ann', event: 'Visited', timestamp: new Date(api.clock.now).toISOString() }
  await api.call('write', 'POST', '/v1/track', event)
  expect(await get('/v1/overview')).toEqual(before)
  api.clock.now += 60_000
  expect((await get<Overview>('/v1/overview')).totals.events).toBe(1)
})
