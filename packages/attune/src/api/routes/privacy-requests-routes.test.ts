import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserOf } from '../access.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { PrivacyRequestView } from '../schemas/privacy.ts'

const day = 86_400_000
let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
  const batch = ['ann', 'bob', 'cai'].map((userId) => ({ type: 'identify', userId, traits: { name: `${userId} A` } }))
  expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().accepted).toBe(3)
})
afterAll(() => api.close())

const post = (url: string, body: unknown) => api.call('admin', 'POST', url, body)
const get = async (url: string) => (await api.call('admin', 'GET', url)).json()
const open = async (kind: string, person: string, note = ''): Promise<PrivacyRequestView> =>
  (await post('/v1/privacy/requests', { kind, person, note })).json()
const list = async (query = ''): Promise<readonly PrivacyRequestView[]> =>
  (await get(`/v1/privacy/requests${query}`)).requests

test('what waits is counted by its deadline: open, within a week, overdue', async () => {
  expect(await get('/v1/privacy/due')).toEqual({ open: 0, overdue: 0, dueSoon: 0, nextDueAt: null })
  const first = await open('access', 'ann')
  expect(first.dueAt).toBe('2026-04-02T12:00:00.000Z')
  expect(await get('/v1/privacy/due')).toEqual({ open: 1, overdue: 0, dueSoon: 0, nextDueAt: first.dueAt })
  api.clock.now += 25 * day
  await open('rectification', 'bob')
  expect(await get('/v1/privacy/due')).toMatchObject({ open: 2, overdue: 0, dueSoon: 1 })
  api.clock.now = Date.parse(first.dueAt)
  expect(await get('/v1/privacy/due')).toMatchObject({ overdue: 0, dueSoon: 1 })
  api.clock.now += 1
  expect(await get('/v1/privacy/due')).toMatchObject({ open: 2, overdue: 1, dueSoon: 0 })
  await post(`/v1/privacy/requests/${first.id}/close`, { status: 'done' })
  expect(await get('/v1/privacy/due')).toMatchObject({ open: 1, overdue: 0 })
})

test('the list goes page by page: what is open by deadline, then what is closed, newest first', async () => {
  api.clock.now += 1
  const third = await open('explanation', 'cai')
  await post(`/v1/privacy/requests/${third.id}/close`, { status: 'refused', reason: 'Asked for another shop.' })
  const kinds: string[] = []
  let cursor = ''
  do {
    const page = await get(`/v1/privacy/requests?limit=1${cursor}`)
    kinds.push(...page.requests.map(({ kind }: PrivacyRequestView) => kind))
    cursor = page.next === null ? '' : `&cursor=${page.next}`
  } while (cursor !== '')
  expect(kinds).toEqual(['rectification', 'explanation', 'access'])
  expect((await list('?state=open')).map(({ kind }) => kind)).toEqual(['rectification'])
  expect((await list('?state=closed')).map(({ kind }) => kind)).toEqual(['explanation', 'access'])
  expect((await api.call('admin', 'GET', '/v1/privacy/requests?cursor=x')).json().code).toBe('invalid-cursor')
  expect(await get(`/v1/privacy/requests/${third.id}`)).toMatchObject({ status: 'refused' })
  expect((await api.call('admin', 'GET', '/v1/privacy/requests/pr_none')).statusCode).toBe(404)
  const { entries } = await get('/v1/audit?action=privacy.closed&limit=1')
  expect(entries).toMatchObject([{ details: { status: 'refused', reason: 'Asked for another shop.' } }])
})

test('a wish to be erased can be written down and refused; carrying it out keeps its deadline and closes it', async () => {
  const refused = await open('erasure', 'bob', 'by letter')
  expect(refused).toMatchObject({ kind: 'erasure', status: 'open', receipt: null })
  expect((await post(`/v1/privacy/requests/${refused.id}/close`, { status: 'done' })).json().code).toBe(
    'erasure-closes-itself',
  )
  expect((await post(`/v1/privacy/requests/${refused.id}/close`, { status: 'refused' })).json().status).toBe('refused')

  const asked = await open('erasure', 'cai', 'by letter')
  const twice = await open('erasure', 'cai')
  const copy = await open('access', 'cai')
  api.clock.now += 3 * day
  const erased = (await post('/v1/people/cai/erase', { confirm: 'cai', note: 'proved who they are' })).json()
  expect(erased.requestId).toBe(asked.id)
  await api.attune.purge.settled()
  expect(await get(`/v1/privacy/requests/${asked.id}`)).toMatchObject({
    status: 'done',
    receivedAt: asked.receivedAt,
    personId: null,
    note: 'by letter\nproved who they are',
    receipt: { receipt: { requestId: asked.id } },
    purgedAt: expect.any(String),
  })
  expect(await get(`/v1/privacy/requests/${twice.id}`)).toMatchObject({ status: 'done', personId: null })
  // Whether the copy was handed over before is for a person to say.
  expect(await get(`/v1/privacy/requests/${copy.id}`)).toMatchObject({ status: 'open', personId: null })
  expect((await post(`/v1/privacy/requests/${copy.id}/close`, { status: 'done' })).statusCode).toBe(200)
  expect((await get(`/v1/audit?subject=${copy.id}`)).entries).toMatchObject([{ action: 'privacy.closed' }])

  const receipt = { receipt: erased.receipt, signature: erased.signature, publicKey: erased.publicKey }
  expect((await post('/v1/privacy/verify', receipt)).json()).toEqual({ genuine: true, ours: true })
  const forged = { ...receipt, receipt: { ...receipt.receipt, keysDestroyed: 99 } }
  expect((await post('/v1/privacy/verify', forged)).json()).toEqual({ genuine: false, ours: false })
})

test('a receipt that somebody else signed is genuine, but not ours', async () => {
  const other = await apiFixture()
  await other.call('write', 'POST', '/v1/identify', { userId: 'zoe', traits: { name: 'Zoe' } })
  const erased = (await other.call('admin', 'POST', '/v1/people/zoe/erase', { confirm: 'zoe' })).json()
  await other.close()
  expect((await post('/v1/privacy/verify', erased)).json()).toEqual({ genuine: true, ours: false })
})

test('only owners and data-protection officers see what waits', async () => {
  for (const [role, status] of [
    ['owner', 200],
    ['dataProtectionOfficer', 200],
    ['admin', 403],
    ['analyst', 403],
  ] as const)
    expect((await browserOf(api, role).ask('GET', '/v1/privacy/due')).statusCode, role).toBe(status)
})
