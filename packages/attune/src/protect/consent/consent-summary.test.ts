import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../../api/api.fixture.ts'
import type { ConsentSummary } from '../../api/schemas/consent.ts'

const weekMs = 7 * 86_400_000
let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture({ protect: { regime: 'gdpr' } })
})
afterAll(() => api.close())

const say = async (who: object, purposes: object, more: object = {}) =>
  expect((await api.call('read', 'POST', '/v1/consent', { ...who, purposes, ...more })).statusCode).toBe(200)
const summary = async (): Promise<ConsentSummary> => (await api.call('admin', 'GET', '/v1/consent/summary')).json()
const of = ({ purposes }: ConsentSummary, name: string) => purposes.find(({ purpose }) => purpose === name)

test('persons are counted by the word that counts; joined identities once, signals apart, the rest as silent', async () => {
  const order = (userId: string) => ({ type: 'track', event: 'Order Completed', userId, properties: { total: 1 } })
  const sent = await api.call('write', 'POST', '/v1/batch', { batch: ['ann', 'bob', 'cai', 'dee'].map(order) })
  expect(sent.json().accepted).toBe(4)
  await say({ userId: 'ann' }, { training: true, analytics: true })
  await say({ userId: 'bob' }, { training: false }, { regime: 'ccpa' })
  // A visitor of whom nothing is kept but their no.
  await say({ anonymousId: 'v-1' }, { training: false })
  // The visitor who becomes Ann said no before, she says yes later: one person, one yes.
  await say({ anonymousId: 'v-ann' }, { training: false })
  api.clock.now += 1000
  await say({ userId: 'ann' }, { profiling: true })
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', anonymousId: 'v-ann' })
  await say({ userId: 'ann' }, { training: false })
  await say({ userId: 'ann' }, { training: true })
  await api.call('write', 'POST', '/v1/track', { ...order('cai'), context: { gpc: true } })

  const told = await summary()
  expect(told).toMatchObject({ regime: 'gdpr', persons: 5, otherRegimes: { ccpa: 1 } })
  expect(of(told, 'training')).toMatchObject({
    allowedByDefault: false,
    granted: 1,
    denied: 2,
    signalled: 0,
    silent: 2,
    title: { en: 'Training of models', zh: '模型训练' },
  })
  expect(of(told, 'advertising')).toMatchObject({ granted: 0, denied: 0, signalled: 1, silent: 4 })
  expect(of(told, 'storage')).toMatchObject({ allowedByDefault: true, silent: 5 })
})

test('answers fall into the week in which they were given; signals are none', async () => {
  const before = await summary()
  expect(before.weeks).toHaveLength(26)
  api.clock.now += 2 * weekMs
  await say({ userId: 'dee' }, { training: true, sensitive: false })
  await api.call('write', 'POST', '/v1/track', {
    type: 'track',
    event: 'Order Completed',
    userId: 'dee',
    context: { gpc: true },
  })
  api.clock.now += 1
  const { weeks } = await summary()
  expect(weeks.at(-1)).toMatchObject({ granted: { training: 1 }, denied: { sensitive: 1 } })
  expect(weeks.at(-2)).toMatchObject({ granted: {}, denied: {} })
  // Ann changed her mind twice, as herself; the two visitors and Bob said no.
  expect(weeks.at(-3)).toMatchObject({ granted: { training: 2, analytics: 1 }, denied: { training: 4 } })
  expect(Date.parse(weeks[1]?.from ?? '') - Date.parse(weeks[0]?.from ?? '')).toBe(weekMs)
})

test('erasing somebody takes their answers out', async () => {
  const { persons } = await summary()
  expect((await api.call('admin', 'POST', '/v1/people/bob/erase', { confirm: 'bob' })).statusCode).toBe(200)
  const told = await summary()
  expect(told.persons).toBe(persons - 1)
  expect(of(told, 'training')).toMatchObject({ denied: 1 })
  expect(told.otherRegimes).toEqual({})
})

test('a new text stands in the audit, the same one again does not', async () => {
  for (let time = 0; time < 2; time++)
    expect((await api.call('admin', 'PUT', '/v1/consent/texts/2026-03/en', { body: 'We count.' })).statusCode).toBe(200)
  const { entries } = (await api.call('admin', 'GET', '/v1/audit?action=consent.')).json()
  expect(entries).toMatchObject([{ action: 'consent.text-put', subject: '2026-03', details: { language: 'en' } }])
})
