import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture({ protect: { regime: 'gdpr' } })
})
afterAll(() => api.close())

const view = (who: object, more: object = {}) => ({
  ...who,
  type: 'track',
  event: 'Product Viewed',
  properties: { product_id: 'tea' },
  ...more,
})
const order = (who: object) => ({
  ...who,
  type: 'track',
  event: 'Order Completed',
  properties: { total: 5, products: [{ product_id: 'tea' }] },
})
const send = async (...batch: object[]) => (await api.call('write', 'POST', '/v1/batch', { batch })).json()
const say = (scope: 'write' | 'read', body: object) => api.call(scope, 'POST', '/v1/consent', body)

test('under GDPR nothing of a visitor’s behaviour is kept before they agree, and an order is', async () => {
  const who = { anonymousId: 'v-1' }
  const answer = await send(view(who), order(who))
  expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'no-consent' }] })
  const kept = await api.attune.events.query('SELECT event FROM events')
  expect(kept).toEqual([{ event: 'Order Completed' }])
  expect(await api.attune.events.query('SELECT * FROM quarantine')).toEqual([])
  // A single event without consent is no mistake of the page.
  const single = await api.call('write', 'POST', '/v1/track', view(who))
  expect(single.statusCode).toBe(200)
  expect(single.json()).toMatchObject({ accepted: 0, rejected: [{ code: 'no-consent' }] })

  expect(
    (await say('write', { ...who, purposes: { analytics: true }, source: 'banner' })).json().answers.analytics,
  ).toEqual({
    allowed: true,
    because: 'word',
  })
  expect(await send(view(who))).toMatchObject({ accepted: 1, rejected: [] })
  await say('write', { ...who, purposes: { analytics: false } })
  expect(await send(view(who))).toMatchObject({ accepted: 0 })
})

test('a key in a page speaks for visitors only; nobody is told apart by what is wrong', async () => {
  expect((await say('write', { userId: 'ann', purposes: { analytics: true } })).statusCode).toBe(403)
  expect((await api.call('write', 'GET', '/v1/consent?userId=ann')).statusCode).toBe(403)
  expect((await say('read', { userId: 'ann', purposes: { analytics: true } })).statusCode).toBe(200)
  for (const body of [
    { purposes: { analytics: true } },
    { anonymousId: 'a', purposes: {} },
    { anonymousId: 'a', purposes: { everything: true } },
    { anonymousId: 'a', purposes: { analytics: 'yes' } },
    { anonymousId: 'a', purposes: { analytics: true }, textVersion: 'never-put' },
  ])
    expect((await say('write', body)).statusCode).toBe(400)
})

test('texts are kept by version and language, and can be shown beside the purposes', async () => {
  const put = (version: string, language: string, body: string) =>
    api.call('admin', 'PUT', `/v1/consent/texts/${version}/${language}`, { body })
  expect((await put('v1', 'en', 'We count.')).statusCode).toBe(200)
  expect((await put('v1', 'zh-CN', '我们统计。')).json().texts).toHaveLength(2)
  expect((await put('v1', 'en', 'Something else.')).statusCode).toBe(409)
  expect((await say('write', { anonymousId: 'b', purposes: { analytics: true }, textVersion: 'v1' })).statusCode).toBe(
    200,
  )
  const { answers, purposes } = (await api.call('write', 'GET', '/v1/consent?anonymousId=b')).json()
  expect(answers).toMatchObject({
    analytics: { allowed: true, because: 'word' },
    advertising: { allowed: false, because: 'regime' },
  })
  expect(purposes).toContainEqual({
    purpose: 'training',
    separate: false,
    title: { en: 'Training of models', zh: '模型训练' },
    description: expect.anything(),
  })
})

test('who asks without an id, or under another law, is told what holds there without a word', async () => {
  const ask = async (query: string) => (await api.call('write', 'GET', `/v1/consent${query}`)).json()
  expect(await ask('')).toMatchObject({
    regime: 'gdpr',
    asksFirst: true,
    answers: { storage: { allowed: true }, analytics: { allowed: false, because: 'regime' } },
  })
  const elsewhere = await ask('?regime=ccpa')
  expect(elsewhere).toMatchObject({
    regime: 'ccpa',
    asksFirst: false,
    answers: { analytics: { allowed: true, because: 'regime' }, sensitive: { allowed: false } },
  })
  const alone = ({ purposes }: { purposes: { purpose: string; separate: boolean }[] }) =>
    purposes.filter(({ separate }) => separate).map(({ purpose }) => purpose)
  expect([alone(elsewhere), alone(await ask('?regime=pipl'))]).toEqual([['sensitive'], ['thirdParties', 'sensitive']])
  await say('write', { anonymousId: 'mover', purposes: { advertising: false }, regime: 'ccpa' })
  expect(await ask('?anonymousId=mover')).toMatchObject({
    regime: 'ccpa',
    answers: { analytics: { allowed: true }, advertising: { allowed: false, because: 'word' } },
  })
  expect((await api.call('write', 'GET', '/v1/consent?regime=roman')).statusCode).toBe(400)
})

test('whoever asks through a source with a law of its own is told that law before anything was sent, and stricter ones they were seen under', async () => {
  const open = await apiFixture()
  try {
    const ask = async (source: string, anonymousId?: string) => {
      const { secret } = open.attune.keys.create({
        workspace: 'default',
        name: source,
        scopes: ['write'],
        source,
        actor: 'test',
      })
      const url = `/v1/consent${anonymousId === undefined ? '' : `?anonymousId=${anonymousId}`}`
      const answer = await open.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${secret}` } })
      const { regime, asksFirst, answers } = answer.json()
      return [regime, asksFirst, answers.analytics.allowed]
    }
    for (const [name, regime] of [
      ['eu', 'gdpr'],
      ['us', 'ccpa'],
      ['world', 'byRegion'],
    ])
      expect((await open.call('admin', 'PUT', `/v1/sources/${name}`, { regime })).statusCode).toBe(200)
    expect(await ask('elsewhere')).toEqual(['open', false, true])
    expect(await ask('eu')).toEqual(['gdpr', true, false])
    expect(await ask('eu', 'v')).toEqual(['gdpr', true, false])
    expect(await ask('us', 'v')).toEqual(['ccpa', false, true])
    expect(await ask('world', 'v')).toEqual(['gdpr', true, false])
    const { consent, identity } = open.attune
    const personId = identity.personIdOf('default', { userId: null, anonymousId: 'v' })
    const place = { country: 'US', timezone: undefined }
    consent.seen('default', personId, 'byRegion', place)
    expect(await ask('world', 'v')).toEqual(['ccpa', false, true])
    expect(await ask('eu', 'v')).toEqual(['gdpr', true, false])
    consent.seen('default', personId, 'gdpr', place)
    expect(await ask('us', 'v')).toEqual(['gdpr', true, false])
  } finally {
    await open.close()
  }
})

test('the text to show is the newest version in the nearest language; a late translation brings no old version back', async () => {
  const own = await apiFixture()
  try {
    const text = async (language?: string) =>
      (await own.call('write', 'GET', `/v1/consent${language === undefined ? '' : `?language=${language}`}`)).json()
        .text
    const put = async (version: string, language: string, body: string) => {
      own.clock.now += 1000
      await own.call('admin', 'PUT', `/v1/consent/texts/${version}/${language}`, { body })
    }
    expect(await text()).toBeNull()
    await put('v2', 'de', 'Wir zählen.')
    expect(await text('zh')).toEqual({ version: 'v2', language: 'de', body: 'Wir zählen.' })
    await put('v3', 'zh-CN', '我们统计。')
    await put('v3', 'en', 'We count.')
    await put('v2', 'en', 'We used to count.')
    expect(await text()).toEqual({ version: 'v3', language: 'en', body: 'We count.' })
    expect((await text('zh')).body).toBe('我们统计。')
    expect((await text('zh-TW')).body).toBe('我们统计。')
    expect((await text('fr')).body).toBe('We count.')
  } finally {
    await own.close()
  }
})

test('a choice that arrives late counts from when it was said, by a corrected clock, and never from the future', async () => {
  const lines = (id: string) =>
    api.attune.consent
      .lines('default', [api.attune.identity.personIdOf('default', { anonymousId: id })])
      .map(({ granted, at }) => [granted, new Date(at).toISOString()])
  const no = (anonymousId: string, more: object) =>
    say('write', { anonymousId, purposes: { analytics: false }, source: 'banner', ...more })
  // The sender's clock is a day fast: an hour passed between saying and sending.
  await no('late', { timestamp: '2026-03-03T11:00:00Z', sentAt: '2026-03-03T12:00:00Z', messageId: 'm-1' })
  expect(lines('late')).toEqual([[false, '2026-03-02T11:00:00.000Z']])
  await no('fast', { timestamp: '2027-01-01T00:00:00Z' })
  expect(lines('fast')).toEqual([[false, '2026-03-02T12:00:00.000Z']])
  // A newer word stands against an older one that arrives after it.
  await say('write', { anonymousId: 'late', purposes: { analytics: true } })
  const older = await no('late', { timestamp: '2026-03-01T00:00:00Z' })
  expect(older.json().answers.analytics).toEqual({ allowed: true, because: 'word' })
  expect((await no('bad', { timestamp: 'yesterday' })).statusCode).toBe(400)
})

test('Global Privacy Control, Do Not Track and an age below that of a child say no', async () => {
  const open = await apiFixture()
  try {
    const headers = { authorization: `Bearer ${open.secret('write')}` }
    const post = (payload: object, more: Record<string, string>) =>
      open.app.inject({ method: 'POST', url: '/v1/track', headers: { ...headers, ...more }, payload })
    await post(view({ anonymousId: 'gpc' }), { 'sec-gpc': '1' })
    expect((await post(view({ anonymousId: 'dnt' }), { dnt: '1' })).json()).toMatchObject({
      rejected: [{ code: 'no-consent' }],
    })
    await open.call('write', 'POST', '/v1/identify', { userId: 'kid', traits: { age: 11 } })
    await open.call('write', 'POST', '/v1/identify', { userId: 'grown', traits: { age: 41 } })
    const answers = async (query: string) => (await open.call('read', 'GET', `/v1/consent?${query}`)).json().answers
    expect((await answers('anonymousId=gpc')).advertising).toEqual({ allowed: false, because: 'signal' })
    expect((await answers('anonymousId=gpc')).personalisation.allowed).toBe(true)
    expect((await answers('userId=kid')).profiling).toEqual({ allowed: false, because: 'signal' })
    expect((await answers('userId=grown')).profiling.allowed).toBe(true)
  } finally {
    await open.close()
  }
})
