import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { checkNumbers } from '../../report/documents/check-numbers.ts'
import type { ReportDocument } from '../../report/documents/report-document.ts'
import { checkOptionsOf } from '../../report/documents/write-summary.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { ReportView, ScheduledReport } from '../schemas/report-documents.ts'

const day = 86_400_000
const now = Date.UTC(2026, 9, 20, 12)
let api: ApiFixture

/** So many persons come by a campaign, see three items in a placement, and every n-th clicks the first and buys it. */
async function shoppers(prefix: string, persons: number, placement: string, every: number): Promise<void> {
  const start = api.clock.now
  const at = (person: number, seconds: number) => new Date(start + person * 1000 + seconds * 1000).toISOString()
  const batch: object[] = []
  for (let i = 0; i < persons; i++) {
    const who = { userId: `${prefix}-${i}` }
    const context = { campaign: { name: 'spring', source: 'newsletter', medium: 'email' } }
    batch.push({ type: 'page', messageId: `${prefix}-${i}-visit`, ...who, timestamp: at(i, -60), context })
    const answer = await api.call('read', 'POST', '/v1/recommendations', { ...who, placement, n: 3 })
    const { decisionId, items } = answer.json()
    await api.call('write', 'POST', '/v1/exposures', { decisionId })
    api.clock.now += 1000
    if (i % every !== 0) continue
    const product = { product_id: items[0].itemId, price: 50, quantity: 1 }
    const clicked = { ...product, decisionId, position: 0 }
    const ordered = { order_id: `${prefix}-${i}`, products: [product], currency: 'CNY' }
    batch.push(
      ...[
        { event: 'Recommendation Clicked', timestamp: at(i, 0.1), properties: clicked },
        { event: 'Order Completed', timestamp: at(i, 0.2), properties: ordered },
      ].map((event, n) => ({ type: 'track', messageId: `${prefix}-${i}-${n}`, ...who, ...event })),
    )
  }
  expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().rejected).toEqual([])
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
  await shoppers('september', 10, 'cart', 2)
  api.clock.now = now - 2 * day
  await shoppers('october', 20, 'cart', 5)
  await shoppers('home', 6, 'home', 2)
  api.clock.now = now
})
afterAll(() => api.close())

const make = async (order: object): Promise<ReportDocument> => {
  const answer = await api.call('admin', 'POST', '/v1/reports', order)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const problem = async (order: object) => (await api.call('admin', 'POST', '/v1/reports', order)).json()
const figure = (report: ReportDocument, id: string) => report.numbers.find((number) => number.id === id)?.value

const orders = [
  { kind: 'month', subject: 'October', from: '2026-10-01', to: '2026-10-21', language: 'en' },
  { kind: 'placement', subject: 'cart', language: 'zh' },
  { kind: 'experiment', subject: 'colour', language: 'en' },
  { kind: 'experiment', subject: 'colour', language: 'zh' },
  { kind: 'campaign', subject: 'spring', from: '2026-10-01', to: '2026-10-21', language: 'en' },
  { kind: 'campaign', subject: 'email', language: 'zh' },
] as const

/** Reports that were made, by kind and language. */
const made = new Map<string, ReportDocument>()

test.each(orders)(
  'a report of the $kind $subject in $language: every sentence quotes only numbers of its tables',
  async (order) => {
    const report = await make(order)
    made.set(`${order.kind} ${order.language}`, report)
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
      for (const drawn of figures)
        if (drawn.kind !== 'line') for (const { number } of drawn.rows) expect(ids).toContain(number)
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

test('a month counts what was counted by hand, beside the time before', () => {
  const report = made.get('month en')!
  // 26 persons saw three items each; every fifth of 20 and every second of 6 clicked and bought for 50.
  expect(figure(report, 'now.exposures')).toBe(78)
  expect(figure(report, 'now.clicks')).toBe(7)
  expect(figure(report, 'now.orders')).toBe(7)
  expect(figure(report, 'now.revenue')).toBe(350)
  expect(figure(report, 'before.exposures')).toBe(30)
  expect(figure(report, 'before.clicks')).toBe(5)
  expect(figure(report, 'change.ctr')).toBeCloseTo(7 / 78 - 5 / 30, 12)
  expect(figure(report, 'change.rate')! + figure(report, 'change.mix')!).toBeCloseTo(7 / 78 - 5 / 30, 12)
  expect(figure(report, 'change.revenue')).toBe(100)
})

test('a campaign is credited with the orders of those who came by it', () => {
  const report = made.get('campaign en')!
  expect(figure(report, 'linear.now')).toBeCloseTo(7, 9)
  expect(figure(report, 'linear.before')).toBeCloseTo(5, 9)
  expect(figure(report, 'share')).toBeCloseTo(1, 9)
})

test('those who came before an arm began do not make the sizes of the arms suspect', async () => {
  const shelf = { id: 'shelf', title: { en: 'Shelf', zh: '货架' }, control: 'plain' }
  const plain = { variation: 'plain', model: 'popular', weight: 1 }
  await api.call('admin', 'PUT', '/v1/placements/shelf', { ...shelf, split: [plain] })
  await shoppers('before', 30, 'shelf', 3)
  const personalised = { variation: 'personalised', model: 'popular', weight: 1 }
  await api.call('admin', 'PUT', '/v1/placements/shelf', { ...shelf, split: [plain, personalised] })
  // Everybody clicks and buys: however chance puts them into arms, neither is better.
  await shoppers('after', 14, 'shelf', 1)
  const days = { from: '2026-10-01', to: '2026-10-22' }
  const { sections } = await make({ kind: 'placement', subject: 'shelf', ...days, language: 'en' })
  const words = sections.flatMap(({ sentences }) => sentences.map(({ text }) => text)).join('\n')
  expect(words).toContain('Let the comparison in “shelf” run on')
  expect(words).not.toContain('the arms have not the sizes')
  api.clock.now = now
})

test('the same report of the same days takes the place of the one before', async () => {
  const { id } = await make({ ...orders[2], text: 'template' })
  const { reports } = (await api.call('read', 'GET', '/v1/reports')).json()
  expect(reports.filter((one: { id: string }) => one.id === id)).toMatchObject([
    { kind: 'experiment', written: { by: 'template', because: 'asked' } },
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

test('each number comes as the report writes it, and so it stands in the sentences', async () => {
  const report = made.get('month en') as ReportView
  for (const { text, range, low } of report.numbers)
    expect([typeof text, range === null]).toEqual(['string', low === null])
  const exposures = report.numbers.find(({ id }) => id === 'now.exposures')
  expect(exposures).toMatchObject({ text: '78', range: null })
  const rate = report.numbers.find(({ id }) => id === 'now.ctr')!
  const sentences = report.sections.flatMap((section) => section.sentences.map(({ text }) => text)).join('\n')
  expect(sentences).toContain(`${rate.text} (${rate.range})`)
})

test('a report is printed by the browser of the server; without one it says what to do', async () => {
  const { id } = made.get('month en')!
  vi.stubEnv('ATTUNE_BROWSER', '/nowhere/browser')
  const none = await api.call('read', 'GET', `/v1/reports/${id}.pdf`)
  expect(none.json()).toMatchObject({ status: 501, code: 'no-browser', details: { zh: expect.any(String) } })
  expect((await api.call('read', 'GET', '/v1/reports')).json().pdf).toBe(false)
  const folder = mkdtempSync(join(tmpdir(), 'attune-browser-'))
  const browser = join(folder, 'browser')
  writeFileSync(
    browser,
    `#!/bin/sh\nfor arg in "$@"; do case "$arg" in --print-to-pdf=*) printf %s "%PDF-1.4" > "\${arg#--print-to-pdf=}";; esac; done\n`,
    { mode: 0o700 },
  )
  vi.stubEnv('ATTUNE_BROWSER', browser)
  const answer = await api.call('read', 'GET', `/v1/reports/${id}.pdf`)
  expect(answer.headers['content-type']).toBe('application/pdf')
  expect(answer.body).toBe('%PDF-1.4')
  expect((await api.call('read', 'GET', '/v1/reports')).json().pdf).toBe(true)
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

test('a schedule is set up, changed and removed, and each change stands in the audit', async () => {
  const scheduled = async (): Promise<ScheduledReport[]> =>
    (await api.call('read', 'GET', '/v1/reports')).json().scheduled
  const put = (body: object, key: 'admin' | 'read' = 'admin') => api.call(key, 'PUT', '/v1/reports/schedule', body)
  expect(await scheduled()).toEqual([])
  const cart = { kind: 'placement', subject: 'cart', every: 'week' }
  expect((await put({ ...cart, languages: ['zh'] })).statusCode).toBe(204)
  expect((await put({ kind: 'month', every: 'month' })).statusCode).toBe(204)
  expect((await put({ ...cart, languages: ['en', 'zh'], keep: 4 })).statusCode).toBe(204)
  const found = await scheduled()
  expect(
    found.map(({ kind, subject, every, languages, keep, source, made: isMade }) => [
      ...[kind, subject, every, languages, keep, source, isMade],
    ]),
  ).toEqual([
    ['month', null, 'month', ['en'], 12, 'team', false],
    ['placement', 'cart', 'week', ['en', 'zh'], 4, 'team', false],
  ])
  expect((await api.call('admin', 'DELETE', `/v1/reports/schedule/${found[0]!.id}`)).statusCode).toBe(204)
  expect((await scheduled()).map(({ id }) => id)).toEqual([found[1]!.id])
  const gone = await api.call('admin', 'DELETE', `/v1/reports/schedule/${found[0]!.id}`)
  expect(gone.json()).toMatchObject({ status: 404, code: 'unknown-schedule' })
  const { entries } = (await api.call('admin', 'GET', '/v1/audit?action=report.')).json()
  expect(
    entries.map(({ action }: { action: string }) => action).filter((one: string) => one !== 'report.made'),
  ).toEqual(['report.unscheduled', 'report.scheduled', 'report.scheduled', 'report.scheduled'])
})

test('a schedule of what there is not, or by whom may not, is refused', async () => {
  const put = async (body: object, key: 'admin' | 'read' = 'admin') =>
    (await api.call(key, 'PUT', '/v1/reports/schedule', body)).json()
  const weekly = { every: 'week' }
  expect(await put({ ...weekly, kind: 'placement', subject: 'gone' })).toMatchObject({ code: 'unknown-placement' })
  expect(await put({ ...weekly, kind: 'experiment', subject: 'gone' })).toMatchObject({ code: 'unknown-experiment' })
  expect(await put({ ...weekly, kind: 'month', subject: '2026-10' })).toMatchObject({ errors: [{ field: 'subject' }] })
  expect(await put({ ...weekly, kind: 'campaign' })).toMatchObject({ errors: [{ field: 'subject' }] })
  expect(await put({ ...weekly, kind: 'month', languages: ['en', 'en'] })).toMatchObject({
    errors: [{ field: 'languages' }],
  })
  expect(await put({ ...weekly, kind: 'month', keep: 0 })).toMatchObject({ errors: [{ field: 'keep' }] })
  expect(await put({ ...weekly, kind: 'month' }, 'read')).toMatchObject({ status: 403 })
  expect((await api.call('read', 'DELETE', '/v1/reports/schedule/week-month-0123456789ab')).statusCode).toBe(403)
})

test('a key that reads may look at reports and make none', async () => {
  expect((await api.call('read', 'POST', '/v1/reports', orders[0])).statusCode).toBe(403)
  expect((await api.call('write', 'GET', '/v1/reports')).statusCode).toBe(403)
})
