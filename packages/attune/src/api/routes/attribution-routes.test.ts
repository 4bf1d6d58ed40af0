import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

const get = (path: string) => api.call('read', 'GET', path)
const at = (secondsAgo: number) => new Date(api.clock.now - secondsAgo * 1000).toISOString()

async function visitAndOrder(userId: string, campaign: object): Promise<void> {
  const batch = [
    { type: 'page', timestamp: at(120), context: { campaign, page: { path: '/' } } },
    {
      type: 'track',
      event: 'Order Completed',
      timestamp: at(60),
      properties: { currency: 'CNY', products: [{ product_id: 'tea', price: 20, quantity: 1 }] },
    },
  ].map((event, n) => ({ messageId: `${userId}-${n}`, userId, ...event }))
  expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().rejected).toEqual([])
}

test('what was sent is what gets the credit', async () => {
  await visitAndOrder('ann', { name: 'spring', medium: 'email', source: 'newsletter' })
  await visitAndOrder('bob', { name: '双十一', medium: 'cpc', source: 'baidu' })
  const channels = (await get('/v1/attribution')).json()
  expect(channels).toMatchObject({ by: 'channel', lookbackDays: 30, total: { conversions: 2, value: 40 } })
  expect(channels.channels.map((one: { channel: string }) => one.channel).sort()).toEqual(['advertising', 'email'])
  const campaigns = (await get('/v1/attribution?by=campaign&lookbackDays=1')).json()
  expect(campaigns.channels.map((one: { channel: string }) => one.channel).sort()).toEqual(['spring', '双十一'])
  expect(campaigns.channels[0].credits.markov).toEqual({
    conversions: expect.closeTo(1, 6),
    value: expect.closeTo(20, 6),
  })
})

test('whoever takes analytics back is in it no more', async () => {
  await visitAndOrder('ann', { name: 'spring', medium: 'email', source: 'newsletter' })
  const said = await api.call('admin', 'POST', '/v1/consent', { userId: 'ann', purposes: { analytics: false } })
  expect(said.statusCode, said.body).toBeLessThan(300)
  expect((await get('/v1/attribution')).json()).toMatchObject({ total: { conversions: 0 }, channels: [] })
})

test('a question that makes no sense is refused with its field', async () => {
  for (const [query, field] of [
    ['by=colour', 'by'],
    ['lookbackDays=0', 'lookbackDays'],
    ['order=9', 'order'],
    ['halfLifeDays=-1', 'halfLifeDays'],
    ['touch=thought', 'touch'],
  ])
    expect((await get(`/v1/attribution?${query}`)).json()).toMatchObject({ status: 400, errors: [{ field }] })
  expect((await api.call('write', 'GET', '/v1/attribution')).statusCode).toBe(403)
})

test('an answer is kept for a minute, one a question', async () => {
  await visitAndOrder('ann', { name: 'spring', medium: 'email', source: 'newsletter' })
  expect((await get('/v1/attribution')).json().total.conversions).toBe(1)
  await visitAndOrder('bob', { name: '双十一', medium: 'cpc', source: 'baidu' })
  api.clock.now += 59_000
  expect((await get('/v1/attribution')).json().total.conversions).toBe(1)
  expect((await get('/v1/attribution?by=campaign')).json().total.conversions).toBe(2)
  api.clock.now += 2000
  expect((await get('/v1/attribution')).json().total.conversions).toBe(2)
})
