import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkNumbers } from '../../report/documents/check-numbers.ts'
import type { ReportDocument } from '../../report/documents/report-document.ts'
import { checkOptionsOf } from '../../report/documents/write-summary.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

const day = 86_400_000
const now = Date.UTC(2026, 9, 20, 12)
let api: ApiFixture

/** So many persons come by a campaign, see three items in a placement, and every n-th clicks the first and buys it. */
async function shoppers(prefix: string, persons: number, placement: string, every: number): Promise<void> {
  for (let i = 0; i < persons; i++) {
    const who = { userId: `${prefix}-${i}` }
    const at = (seconds: number) => new Date(api.clock.now + seconds * 1000).toISOString()
    const visit = {
      type: 'page',
      messageId: `${prefix}-${i}-visit`,
      ...who,
      timestamp: at(-60),
      context: { campaign: { name: 'autumn', source: 'newsletter', medium: 'email' } },
    }
    await api.call('write', 'POST', '/v1/batch', { batch: [visit] })
    const { decisionId, items } = (
      await api.call('read', 'POST', '/v1/recommendations', { ...who, placement, n: 3 })
    ).json()
    await api.call('write', 'POST', '/v1/exposures', { decisionId })
    if (i % every === 0) {
      const product = { product_id: items[0].itemId, price: 50, quantity: 1 }
      const batch = [
        { event: 'Recommendation Clicked', timestamp: at(0), properties: { ...product, decisionId, position: 0 } },
        {
          event: 'Order Completed',
          timestamp: at(1),
          properties: { order_id: `${prefix}-${i}`, products: [product], currency: 'CNY' },
        },
      ].map((event, n) => ({ type: 'track', messageId: `${prefix}-${i}-${n}`, ...who, ...event }))
      expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().rejected).toEqual([])
    }
    api.clock.now += 1000
  }
}

beforeAll(async () => {
  api = await apiFixture({}, now - 30 * day)
  await api.call('admin', 'PUT', '/v1/items', {
    items: Array.from({ length: 3 }, (_, i) => ({ id: `item-${i}`, title: `<b>茶 ${i}</b>`, categories: ['all'] })),
  })
  const split = [
    { variation: 'personalised', model: 'popular', weight: 0.5 },
    { variation: 'plain', model: 'popular', weight: 0.5 },
  ]
  const title = { en: 'Cart', zh: '购物车' }
  const put = await api.call('admin', 'PUT', '/v1/placements/cart', { id: 'cart', title, split, control: 'plain' })
  expect(put.statusCode, put.body).toBeLessThan(300)
  const experiment = { variations: ['grey', 'green'].map((id) => ({ id, weight: 1 })), metrics: ['buyers'] }
  await api.call('admin', 'PUT', '/v1/experiments/colour', experiment)
  await api.call('admin', 'POST', '/v1/experiments/colour/start')
  await shoppers('september', 20, 'cart', 2)
  api.clock.now = now - 2 * day
  await shoppers('october', 30, 'cart', 5)
  await shoppers('home', 10, 'home', 2)
  api.clock.now = now
})
afterAll(() => api.close())

const make = async (order: object): Promise<ReportDocument> => {
  const answer = await api.call('admin', 'POST', '/v1/reports', order)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const problem = async (order: object) => (await api.call('admin', 'POST', '/v1/reports', order)).json()
const valueOf = (report: ReportDocument, id: string) => report.numbers.find((number) => number.id === id)?.value

const orders = [
  { kind: 'month', subject: '2026-10' },
  { kind: 'placement', subject: 'cart' },
  { kind: 'experiment', subject: 'colour' },
  { kind: 'campaign', subject: 'autumn' },
  { kind: 'campaign', subject: 'email' },
] as const

test.each(orders.flatMap((order) => (['en', 'zh'] as const).map((language) => ({ ...order, language }))))(
  'a report of the $kind $subject in $language: every sentence quotes only numbers of its tables',
  async (order) => {
    const report = await make(order)
    expect(report.sections.map(({ id }) => id)).toEqual(['numbers', 'changed', 'weak', 'next'])
    const sentences = [...report.summary, ...report.sections.flatMap((section) => section.sentences)]
    for (const sentence of sentences)
      expect(checkNumbers(sentence, checkOptionsOf(report)), sentence.text).toBeUndefined()
    const words = sentences.map(({ text }) => text.replaceAll(/“[^”]*”/g, '')).join('\n')
    if (order.language === 'en') expect(words).not.toMatch(/\p{Script=Han}/u)
    expect(words).not.toMatch(/undefined|NaN|null|\[object/)
    // Tables and figures name numbers that there are.
    const ids = new Set(report.numbers.map(({ id }) => id))
    for (const { tables, figures } of report.sections) {
      for (const cell of tables.flatMap(({ rows }) => rows.flat()))
        if ('number' in cell) expect(ids).toContain(cell.number)
      for (const figure of figures)
        if (figure.kind !== 'line') for (const { number } of figure.rows) expect(ids).toContain(number)
    }
    const page = await api.call('read', 'GET', `/v1/reports/${report.id}.html`)
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/)
    expect(page.body).not.toMatch(/<b>|<script/)
    const text = await api.call('read', 'GET', `/v1/reports/${report.id}.md`)
    expect(text.headers['content-type']).toBe('text/markdown; charset=utf-8')
    expect(text.body).toContain(order.language === 'en' ? '## What to try next' : '## 下一步建议')
    expect((await api.call('read', 'GET', `/v1/reports/${report.id}.json`)).json()).toEqual(report)
  },
)

test('a month counts what was counted by hand, beside the month before', async () => {
  const report = await make({ kind: 'month', subject: '2026-10' })
  // 40 persons saw three items each; every fifth of 30 and every second of 10 clicked and bought for 50.
  expect(valueOf(report, 'now.exposures')).toBe(120)
  expect(valueOf(report, 'now.clicks')).toBe(11)
  expect(valueOf(report, 'now.orders')).toBe(11)
  expect(valueOf(report, 'now.revenue')).toBe(550)
  // Of the 19 days before as many into September: nothing; the others came on 20 September.
  const whole = await make({ kind: 'month', subject: 'autumn', from: '2026-10-01', to: '2026-10-21' })
  expect(valueOf(whole, 'before.exposures')).toBe(60)
  expect(valueOf(whole, 'before.clicks')).toBe(10)
  expect(valueOf(whole, 'change.ctr')).toBeCloseTo(11 / 120 - 10 / 60, 12)
  expect(valueOf(whole, 'change.rate')! + valueOf(whole, 'change.mix')!).toBeCloseTo(11 / 120 - 10 / 60, 12)
  expect(valueOf(whole, 'change.revenue')).toBe(50)
})

test('a campaign is credited with the orders of those who came by it', async () => {
  const report = await make({ kind: 'campaign', subject: 'autumn', from: '2026-10-01', to: '2026-10-21' })
  expect(valueOf(report, 'linear.now')).toBeCloseTo(11, 9)
  expect(valueOf(report, 'linear.before')).toBeCloseTo(10, 9)
  expect(valueOf(report, 'share')).toBeCloseTo(1, 9)
})

test('the same report of the same days takes the place of the one before', async () => {
  const { id } = await make({ kind: 'placement', subject: 'cart', text: 'template' })
  await make({ kind: 'placement', subject: 'cart', text: 'template' })
  const { reports } = (await api.call('read', 'GET', '/v1/reports')).json()
  expect(reports.filter((one: { id: string }) => one.id === id)).toMatchObject([
    { kind: 'placement', written: { by: 'template', because: 'asked' } },
  ])
})

test('what there is not is refused with what to do, and names nothing that was given', async () => {
  const refused = async (order: object) => {
    const answer = await problem(order)
    expect(JSON.stringify(answer)).not.toContain('canary')
    return answer
  }
  expect(await refused({ kind: 'placement', subject: 'canary' })).toMatchObject({
    status: 404,
    code: 'unknown-placement',
  })
  expect(await refused({ kind: 'experiment', subject: 'canary' })).toMatchObject({
    status: 404,
    code: 'unknown-experiment',
  })
  expect(await refused({ kind: 'campaign', subject: 'canary' })).toMatchObject({
    status: 404,
    code: 'unknown-campaign',
  })
  expect(await refused({ kind: 'month', subject: 'canary' })).toMatchObject({ status: 400, code: 'invalid-month' })
  expect(await refused({ kind: 'canary', subject: 'x' })).toMatchObject({ status: 400, errors: [{ field: 'kind' }] })
  const file = async (name: string) => (await api.call('read', 'GET', `/v1/reports/${name}`)).json()
  expect(await file('placement-20261001-20261031-en-0123456789ab.md')).toMatchObject({ code: 'unknown-report' })
  expect(await file('..%2F..%2Fsecret.key.md')).toMatchObject({ status: 400 })
})

test('a key that reads may look at reports and make none', async () => {
  expect((await api.call('read', 'POST', '/v1/reports', orders[0])).statusCode).toBe(403)
  expect((await api.call('write', 'GET', '/v1/reports')).statusCode).toBe(403)
})
