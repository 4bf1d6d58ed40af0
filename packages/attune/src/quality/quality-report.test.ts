import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import type { QualityCheck, QualityReport } from '../api/schemas/quality.ts'
import type { CheckName } from './quality-checks.ts'

const dayMs = 86_400_000
const hour = 3_600_000

let api: ApiFixture
let sent = 0
beforeEach(async () => {
  api = await apiFixture({
    sources: { till: { events: { 'Bill Paid': { properties: { table: 'number', tip: 'number', note: 'text' } } } } },
  })
})
afterEach(() => api.close())

type Sent = Readonly<Record<string, unknown>> & { readonly at?: number }
async function send(source: string, events: readonly Sent[]): Promise<void> {
  for (let from = 0; from < events.length; from += 100) {
    const answer = await api.attune.collector.collect({
      workspace: 'default',
      source,
      events: events.slice(from, from + 100).map(({ at, ...event }) => ({
        type: 'track',
        userId: `u${sent % 50}`,
        messageId: `m${sent++}`,
        timestamp: new Date(at ?? api.clock.now).toISOString(),
        ...event,
      })),
    })
    expect(answer.rejected).toEqual([])
  }
}
const repeat = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

async function report(): Promise<QualityReport> {
  // Past what is kept.
  api.clock.now += 61_000
  const answer = await api.call('read', 'GET', '/v1/quality')
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
const only = ({ checks }: QualityReport, check: CheckName, of?: string | null, source?: string): QualityCheck => {
  const found = checks.filter(
    (one) =>
      one.check === check && (of === undefined || one.of === of) && (source === undefined || one.source === source),
  )
  expect(found, check).toHaveLength(1)
  return found[0]!
}

test('of an empty workspace nothing is said, and nothing fails', async () => {
  const { verdicts, checks } = await report()
  expect(verdicts).toEqual({ ok: 0, look: 0, bad: 0, 'too-few': checks.length })
  expect(checks.every(({ value }) => value === null)).toBe(true)
  expect(new Set(checks.map(({ section }) => section))).toEqual(new Set(['completeness', 'duplicates', 'drift']))
})

test('events are counted that name their item, one of the catalogue, and say what they are worth', async () => {
  await api.call('admin', 'PUT', '/v1/items', { items: [{ id: 'tea', title: 'Green tea' }] })
  const line = (id: string) => ({ product_id: id, price: 5, quantity: 1 })
  await send('web', [
    // Two lines: no item of its own, but two interactions.
    ...repeat(12, () => ({
      event: 'Order Completed',
      properties: { currency: 'CNY', total: 10, products: [line('tea'), line('cup')] },
    })),
    ...repeat(6, () => ({ event: 'Order Completed', properties: { total: 10 } })),
    ...repeat(2, () => ({ event: 'Order Completed', properties: {} })),
    ...repeat(15, () => ({ event: 'Product Viewed', properties: { product_id: 'tea' } })),
    ...repeat(5, () => ({ event: 'Product Viewed', properties: { product_id: 'pot' } })),
  ])
  const found = await report()
  expect(only(found, 'event-item', 'Order Completed')).toMatchObject({ value: 12 / 20, rows: 20, verdict: 'bad' })
  expect(only(found, 'event-item', 'Product Viewed')).toMatchObject({ value: 1, verdict: 'ok' })
  expect(only(found, 'event-value')).toMatchObject({ value: 18 / 20, rows: 20, verdict: 'look', source: 'web' })
  expect(only(found, 'event-currency')).toMatchObject({ value: 12 / 18, rows: 18, verdict: 'too-few' })
  expect(only(found, 'item-known')).toMatchObject({ value: 15 / 20, verdict: 'bad', examples: ['pot'] })
  expect(only(found, 'event-item', 'Order Completed').advice.zh).toContain('product_id')
})

test('declared fields that never arrive are told, also those that are sealed', async () => {
  await send(
    'till',
    repeat(20, (i) => ({ event: 'Bill Paid', properties: { table: i, ...(i < 12 ? { note: 'by the window' } : {}) } })),
  )
  const found = await report()
  expect(only(found, 'declared-field', 'Bill Paid · table')).toMatchObject({ value: 1, verdict: 'ok' })
  expect(only(found, 'declared-field', 'Bill Paid · note')).toMatchObject({ value: 12 / 20, verdict: 'ok' })
  expect(only(found, 'declared-field', 'Bill Paid · tip')).toMatchObject({ value: 0, verdict: 'bad', source: 'till' })
})

test('items are counted that have what decisions read, and those that are nearly the same', async () => {
  const items = repeat(20, (i) => ({
    id: `i${i}`,
    // Five whose id stands for the title, and one that is there twice.
    title:
      i < 5 ? `i${i}` : i === 19 ? '手工龙井绿茶 250 克 礼盒装 ' : i === 18 ? '手工龙井绿茶250克礼盒装' : words[i]!,
    description: i < 16 ? 'text' : '',
    categories: i < 18 ? ['tea'] : [],
    ...(i < 10 ? { price: 3 } : {}),
  }))
  expect((await api.call('admin', 'PUT', '/v1/items', { items })).statusCode).toBe(200)
  const found = await report()
  expect(only(found, 'item-title')).toMatchObject({
    value: 0.75,
    verdict: 'bad',
    examples: ['i0', 'i1', 'i2', 'i3', 'i4'],
  })
  expect(only(found, 'item-text')).toMatchObject({ value: 0.8, verdict: 'ok' })
  expect(only(found, 'item-category')).toMatchObject({ value: 0.9, verdict: 'ok' })
  expect(only(found, 'item-price')).toMatchObject({ value: 0.5, verdict: 'look' })
  expect(only(found, 'item-brand').why.en).toContain('Interests in brands')
  // Nothing makes vectors here.
  expect(only(found, 'item-vector')).toMatchObject({ value: null, verdict: 'too-few' })
  const same = only(found, 'same-title')
  expect(same).toMatchObject({ value: 2 / 15, rows: 15, verdict: 'bad' })
  expect(same.examples).toHaveLength(1)
  expect(same.examples[0]!.split(' = ').sort()).toEqual(['i18', 'i19'])
})
const words =
  `aa bb cc dd ee oolong kettle 青花瓷杯 bamboo-whisk 茶点礼包 strainer 景德镇茶壶 saucer 抹茶粉 tin 普洱茶饼 tray 公道杯`.split(
    ' ',
  )

test('people are counted who share an e-mail or a phone however it is written, and nobody is named', async () => {
  const told: Record<string, object> = {
    ann: { email: 'Ann@Example.com', mobile: '138 0013 8000' },
    bob: { 邮箱: 'ann@example.com ' },
    eve: { email: 'eve@example.com', phone: '+86-13800138000' },
    dan: {},
  }
  for (const [userId, traits] of Object.entries(told)) await send('crm', [{ type: 'identify', userId, traits }])
  const before = await report()
  expect(only(before, 'shared-email')).toMatchObject({ value: 2 / 3, rows: 3, verdict: 'bad' })
  expect(only(before, 'shared-phone')).toMatchObject({ value: 1, rows: 2, verdict: 'bad' })
  expect(only(before, 'shared-device')).toMatchObject({ value: null, verdict: 'too-few' })
  expect(only(before, 'person-trait')).toMatchObject({ value: 0.75, rows: 4, verdict: 'too-few' })
  expect(JSON.stringify(before)).not.toMatch(/ann|bob|13800138000/i)
  // Once it is known that they are one, they share with nobody.
  const [ann, bob] = ['ann', 'bob'].map((userId) => api.attune.identity.personIdOf('default', { userId }))
  await api.attune.identity.merge({
    workspace: 'default',
    from: bob!,
    into: ann!,
    reason: 'manual',
    messageId: null,
    at: api.clock.now,
  })
  expect(only(await report(), 'shared-email')).toMatchObject({ value: 0, rows: 2, verdict: 'ok' })
})

test('what was sent again is counted, by source', async () => {
  const twice = repeat(20, (i) => ({ event: 'Visited', messageId: `once-${i}` }))
  await send('web', twice)
  await send('web', twice.slice(0, 5))
  await send(
    'app',
    repeat(20, () => ({ event: 'Visited' })),
  )
  const found = await report()
  expect(only(found, 'repeated-message', null, 'web')).toMatchObject({ value: 5 / 25, rows: 25, verdict: 'bad' })
  expect(only(found, 'repeated-message', null, 'app')).toMatchObject({ value: 0, verdict: 'ok' })
})

test('silence counts by the habit of the source, and lag from when it happened', async () => {
  const start = api.clock.now
  for (let day = 0; day < 15; day++) {
    api.clock.now = start + day * dayMs
    if (day < 10) await send('daily', [{ event: 'Visited', at: api.clock.now - hour }])
    if (day % 5 === 0)
      await send(
        'weekly',
        repeat(20, (i) => ({ event: 'Stock Counted', at: api.clock.now - i * 1000 })),
      )
  }
  api.clock.now = start + 17 * dayMs
  const found = await report()
  // Ten days out of ten, and eight days of silence; three days out of eleven, and seven.
  const daily = only(found, 'last-event', 'Visited')
  expect(daily.value).toBeCloseTo(8 + 61 / 86_400, 9)
  expect(daily).toMatchObject({
    rows: 10,
    verdict: 'bad',
    lastEventAt: new Date(start + 9 * dayMs - hour).toISOString(),
  })
  expect(only(found, 'last-event', 'Stock Counted').value).toBeCloseTo((7 + 61 / 86_400) / (11 / 3), 9)
  expect(only(found, 'last-event', 'Stock Counted').verdict).toBe('ok')
  expect(only(found, 'lag-median', null, 'daily')).toMatchObject({ value: 3600, verdict: 'too-few' })
  // 0, 1 … 19 seconds three times each; 0.95 × 59 = 56.05 lies a twentieth of the way from the 57th (18) to the 58th (19).
  expect(only(found, 'lag-median', null, 'weekly')).toMatchObject({ value: 9.5, rows: 60, verdict: 'ok' })
  expect(only(found, 'lag-p95', null, 'weekly').value).toBeCloseTo(18.05, 9)
})

test('drift is the population stability index of the last week against the four before', async () => {
  const before = api.clock.now - 20 * dayMs
  const after = api.clock.now - 2 * dayMs
  await api.call('admin', 'PUT', '/v1/items', {
    items: [
      { id: 'tea', title: 'Tea', categories: ['tea'] },
      { id: 'cup', title: 'Cup', categories: ['cups'] },
    ],
  })
  const viewed = (n: number, id: string, at: number) =>
    repeat(n, () => ({ event: 'Product Viewed', at, properties: { product_id: id } }))
  await send('web', [...viewed(250, 'tea', before), ...viewed(250, 'cup', before)])
  await send('web', [...viewed(140, 'tea', after), ...viewed(60, 'cup', after)])
  const paid = (value: number, at: number) => ({
    event: 'Order Completed',
    at,
    properties: { currency: 'CNY', total: value },
  })
  // One to a hundred: deciles of ten orders each. Then everything above them all.
  await send('shop', [...repeat(100, (i) => paid(i + 1, before)), ...repeat(100, () => paid(1000, after))])
  const found = await report()
  const psi = 0.2 * Math.log(1.4) - 0.2 * Math.log(0.6)
  const categories = only(found, 'drift-categories')
  expect(categories.value).toBeCloseTo(psi, 9)
  expect(categories).toMatchObject({ rows: 200, verdict: 'look' })
  expect(only(found, 'drift-events', null, 'web')).toMatchObject({ value: 0, rows: 200, verdict: 'ok' })
  const all = 9 * 0.5 + 100
  const expected = 9 * (0.5 / all - 0.1) * Math.log(0.5 / all / 0.1) + (100 / all - 0.1) * Math.log(100 / all / 0.1)
  expect(only(found, 'drift-value').value).toBeCloseTo(expected, 9)
  expect(only(found, 'drift-value')).toMatchObject({ of: 'CNY', rows: 100, verdict: 'bad' })
})

test('the report is kept for a minute, workspace by workspace', async () => {
  const ask = async (): Promise<QualityReport> => (await api.call('read', 'GET', '/v1/quality')).json()
  const first = await ask()
  await send('web', [{ event: 'Visited' }])
  expect(await ask()).toEqual(first)
  api.clock.now += 60_000
  expect((await ask()).checks.some(({ source }) => source === 'web')).toBe(true)
})
