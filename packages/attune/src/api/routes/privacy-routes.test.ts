import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBackup } from '../../protect/backup/create-backup.ts'
import { exportLake } from '../../store/lake.ts'
import { browserOf } from '../access.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture({ protect: { retention: { 'Product Viewed': 30, '*': 365, 'Never Sent': 7 } } })
})
afterAll(() => api.close())

const send = async (...batch: object[]) =>
  expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().rejected).toEqual([])
const correct = (person: string, body: object) => api.call('admin', 'POST', `/v1/people/${person}/correct`, body)
const traitsOf = async (person: string) => (await api.call('admin', 'GET', `/v1/people/${person}`)).json().traits

test('a trait is corrected, added and taken away; what came late does not bring the wrong one back', async () => {
  const sentAt = new Date(api.clock.now).toISOString()
  await send({
    type: 'identify',
    userId: 'ann',
    traits: { name: 'An', city: 'Pekin', plan: 'gold' },
    timestamp: sentAt,
  })
  api.clock.now += 60_000
  const answer = await correct('ann', { traits: { name: 'Ann', plan: null, vip: true } })
  expect(answer.json()).toMatchObject({ name: 'Ann', traits: { name: 'Ann', city: 'Pekin', vip: true } })
  expect(await traitsOf('ann')).toEqual({ name: 'Ann', city: 'Pekin', vip: true })
  await send({ type: 'identify', userId: 'ann', traits: { name: 'An', city: 'Pekin' }, timestamp: sentAt })
  expect((await traitsOf('ann')).name).toBe('Ann')

  const [entry] = (await api.call('admin', 'GET', '/v1/audit?action=person.corrected')).json().entries
  expect(entry.details).toEqual({ traits: ['name', 'plan', 'vip'] })
  expect(JSON.stringify(entry)).not.toContain('Ann')
  // On disk only what is sealed.
  const stored = JSON.stringify(api.attune.state.raw.prepare('SELECT traits FROM people').all())
  expect(stored).not.toMatch(/Ann|Pekin/)
})

test('a wrong trait of a joined identity goes too, and undoing the merge does not bring it back', async () => {
  await send({ type: 'identify', anonymousId: 'v-1', traits: { city: 'Pekin', size: 'M' } })
  api.clock.now += 1000
  await send({ type: 'identify', userId: 'bob', anonymousId: 'v-1', traits: { name: 'Bob' } })
  expect(await traitsOf('bob')).toEqual({ name: 'Bob', city: 'Pekin', size: 'M' })
  await correct('bob', { traits: { city: 'Beijing' } })
  expect(await traitsOf('bob')).toEqual({ name: 'Bob', city: 'Beijing', size: 'M' })
  const { identifiers } = (await api.call('admin', 'GET', '/v1/people/bob')).json()
  const { mergeId } = identifiers.find((one: { mergeId: number | null }) => one.mergeId !== null)
  await api.call('admin', 'DELETE', `/v1/people/bob/merges/${mergeId}`)
  expect(await traitsOf('v-1')).toEqual({ size: 'M' })
})

test('what cannot be corrected is refused with a reason, and nothing is half done', async () => {
  const code = async (person: string, body: object) => (await correct(person, body)).json().code
  expect(await code('nobody', { traits: { a: 1 } })).toBe('unknown-person')
  expect(await code('ann', { traits: { name: 'Ann' } })).toBe('nothing-to-correct')
  expect(await code('ann', { traits: {} })).toBe('invalid-request')
  expect(await code('ann', { traits: { a: { b: 1 } } })).toBe('invalid-request')
  expect(await code('ann', { traits: { a: 1 }, request: 'pr_none' })).toBe('unknown-request')
  expect((await api.call('admin', 'GET', '/v1/audit?action=person.corrected')).json().entries).toHaveLength(2)
  expect((await browserOf(api, 'admin').ask('POST', '/v1/people/ann/correct', { traits: { a: 1 } })).statusCode).toBe(
    403,
  )
  expect(
    (await browserOf(api, 'dataProtectionOfficer').ask('POST', '/v1/people/ann/correct', { traits: { a: 1 } }))
      .statusCode,
  ).toBe(200)
})

test('an age that turns out to be a child’s takes effect at once', async () => {
  await send({ type: 'identify', userId: 'kit', traits: { age: 40 } })
  const id = api.attune.identity.personIdOf('default', { userId: 'kit' })
  expect(api.attune.consent.allowed('default', id, 'advertising')).toBe(true)
  await correct('kit', { traits: { age: 9 } })
  expect(api.attune.consent.allowed('default', id, 'advertising')).toBe(false)
})

test('the report says how long each kind of event is kept, what lies in the lake, and when a backup was made', async () => {
  await send(
    { type: 'track', event: 'Product Viewed', userId: 'ann', properties: { product_id: 'tea' } },
    { type: 'track', event: 'Signed Up', userId: 'ann' },
  )
  const report = async () => (await api.call('admin', 'GET', '/v1/privacy/report')).json()
  const before = await report()
  expect(before).toMatchObject({ refusedDays: 28, lake: null, backups: { lastAt: null } })
  const days = Object.fromEntries(
    before.retention.map(({ event, days, rows }: { event: string; days: number; rows: number }) => [
      event,
      [days, rows],
    ]),
  )
  expect(days).toMatchObject({ 'Product Viewed': [30, 1], 'Signed Up': [365, 1], 'Never Sent': [7, 0] })

  const { events, state, identity, config } = api.attune
  await exportLake({ events, state, identity, dir: join(config.dataDir, 'lake') })
  await createBackup(api.attune, join(config.dataDir, 'backup'))
  const after = await report()
  expect(after.backups.lastAt).toBe(new Date(api.clock.now).toISOString())
  expect(after.lake).toMatchObject({ days: 1, from: '2026-03-02', to: '2026-03-02' })
  expect(after.lake.bytes).toBeGreaterThan(100)
})
