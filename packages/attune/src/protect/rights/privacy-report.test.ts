import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../../api/api.fixture.ts'
import type { HeldData, PrivacyReport } from '../../api/schemas/privacy.ts'
import { saveSentiment } from '../../language/sentiment-files.ts'
import { purposeTexts } from '../consent/purposes.ts'
import { formTexts, heldTexts, recordTexts, regimeTexts, whereTexts } from './record-texts.ts'

const day = 86_400_000
let api: ApiFixture
let report: PrivacyReport
const at = (days: number): string => new Date(api.clock.now - days * day).toISOString()
const of = (what: HeldData['what'], name: string | null = null) =>
  report.held.find((one) => one.what === what && one.name === name)

beforeAll(async () => {
  api = await apiFixture({
    protect: {
      retention: { 'Order Completed': 3650, page: 30 },
      controller: { name: 'Tea & Cups <Ltd>', contact: 'privacy@example.org', officer: '' },
    },
    sources: {
      web: {
        title: 'Site',
        regime: 'ccpa',
        standard: true,
        traits: { name: 'text' },
        events: { 'Recipe Cooked': { why: 'To plan the menu', retentionDays: 90, properties: { recipe: 'text' } } },
      },
    },
  })
  const { secret } = api.attune.keys.create({
    workspace: 'default',
    name: 'w',
    scopes: ['write'],
    actor: 'test',
    source: 'web',
  })
  const batch = [
    {
      type: 'track',
      userId: 'ann',
      event: 'Order Completed',
      timestamp: at(9),
      properties: { order_id: 'o', total: 3, product_id: 'tea' },
    },
    {
      type: 'track',
      userId: 'bob',
      event: 'Order Completed',
      timestamp: at(2),
      properties: { order_id: 'p', total: 3, product_id: 'tea' },
    },
    { type: 'track', userId: 'ann', event: 'Recipe Cooked', properties: { recipe: 'canary soup' } },
    { type: 'page', userId: 'ann', name: 'Home of canary', context: { page: { path: '/' } } },
    { type: 'page', userId: 'ann', name: 'Other' },
    { type: 'identify', userId: 'ann', traits: { name: 'canary Ann' } },
  ]
  const sent = await api.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { authorization: `Bearer ${secret}` },
    payload: { batch },
  })
  expect(sent.json()).toMatchObject({ accepted: 6 })
  const data = {
    labels: ['negative', 'positive'],
    views: [{ view: { of: 'words', from: 1, to: 1 }, hashes: Uint32Array.of(7), idf: Float32Array.of(1) }],
    dimensions: 1,
    calibrated: true,
    weights: Float32Array.of(1),
    biases: Float32Array.of(0),
  } as const
  const judged = {
    labels: [],
    texts: 120,
    accuracy: 0.9,
    low: 0.8,
    high: 0.95,
    lexicon: { accuracy: 0.7, low: 0.6, high: 0.8 },
  }
  saveSentiment(api.attune.config.dataDir, 'default', 'zh', { data, judged, now: api.clock.now })
  report = (await api.call('admin', 'GET', '/v1/privacy/report')).json()
})
afterAll(() => api.close())

test('each kind of event is told with how many, whose, since when, what for, how long and with which fields', () => {
  expect(of('event', 'Order Completed')).toEqual({
    what: 'event',
    name: 'Order Completed',
    source: 'web',
    count: 2,
    persons: 2,
    oldest: at(9),
    newest: at(2),
    purposes: ['storage', 'personalisation', 'advertising', 'profiling', 'training'],
    why: null,
    retention: { days: 3650, rule: 'protect.retention["Order Completed"]' },
    where: ['store', 'backups'],
    form: 'pseudonymous',
    fields: ['order_id', 'product_id', 'total'].map((name) => ({ field: `properties.${name}`, sealed: false })),
  })
  expect(of('event', 'Recipe Cooked')).toMatchObject({
    purposes: ['analytics'],
    why: 'To plan the menu',
    retention: { days: 90, rule: 'source web, Recipe Cooked' },
    fields: [{ field: 'properties.recipe', sealed: true }],
  })
  // Pages are one kind, whatever they are called.
  expect(of('event', 'page')).toMatchObject({
    count: 2,
    retention: { days: 30 },
    fields: [{ field: 'context.page.path' }],
  })
})

test('what a model has learnt from reviews is told, with what becomes of it at an erasure, until it goes', async () => {
  expect(of('sentimentModel', 'zh')).toMatchObject({
    count: 120,
    persons: null,
    newest: at(0),
    purposes: ['training'],
    retention: { days: null, rule: 'erasure' },
    where: ['models'],
    form: 'weights',
  })
  expect(of('sentimentModel', 'en')).toBeUndefined()
  const record = (await api.call('admin', 'GET', '/v1/privacy/record?format=md&language=zh')).body
  expect(record).toContain(heldTexts.sentimentModel.zh)
  expect(record).toContain(recordTexts.zh.untilErasure)
  // Of the reviews that it learnt from none is left: the next erasure takes it away.
  await api.attune.sentiment.relearn('default')
  const { held } = (await api.call('admin', 'GET', '/v1/privacy/report')).json() as PrivacyReport
  expect(held.some(({ what }) => what === 'sentimentModel')).toBe(false)
})

test('so are traits, identifiers and everything else that is of somebody', () => {
  expect(of('trait', 'name')).toMatchObject({ count: 1, form: 'sealed', retention: { days: null } })
  expect(of('identifier')).toMatchObject({ count: 2, form: 'sealed' })
  expect(of('interaction')).toMatchObject({ count: 2, retention: { days: null, rule: 'event' } })
  expect(of('regime')).toMatchObject({ count: 2, persons: 2 })
  expect(report.regimes).toEqual({ ccpa: 2 })
  expect(report.sources).toEqual([{ name: 'web', title: 'Site', regime: 'ccpa' }])
  expect(report.holdings.map(({ what }) => what)).toContain('refused events')
})

test.each(['en', 'zh'] as const)(
  'the record is written in %s, as a page and as Markdown, and holds nobody’s data',
  async (language) => {
    for (const format of ['html', 'md'] as const) {
      const answer = await api.call('admin', 'GET', `/v1/privacy/record?format=${format}&language=${language}`)
      expect(answer.headers['content-type']).toContain(format === 'html' ? 'text/html' : 'text/markdown')
      const record = answer.body
      const t = recordTexts[language]
      for (const part of [
        t.title,
        t.held,
        t.security,
        'Recipe Cooked',
        'To plan the menu',
        t.days(language === 'en' ? '3,650' : '3,650'),
        t.unsaid,
      ])
        expect(record).toContain(format === 'html' ? part : part.replaceAll(/[\\`*_[\]<>|#]/g, '\\$&'))
      expect(record).not.toMatch(/canary|<Ltd>|ann"/)
    }
  },
)

test('every word of the record is told in both languages', () => {
  for (const texts of [heldTexts, whereTexts, formTexts, regimeTexts])
    for (const { en, zh } of Object.values(texts)) {
      expect(en).toMatch(/[a-z]/)
      expect(zh).toMatch(/\p{Script=Han}/u)
    }
  expect(Object.keys(recordTexts.zh).sort()).toEqual(Object.keys(recordTexts.en).sort())
  expect(recordTexts.zh.securityList).toHaveLength(recordTexts.en.securityList.length)
  expect(Object.keys(purposeTexts).length).toBeGreaterThan(0)
})
