import { afterAll, beforeAll, expect, test } from 'vitest'
import { roles } from '../protect/access/roles.ts'
import { type Browser, browserOf } from './access.fixture.ts'
import { type ApiFixture, apiFixture } from './api.fixture.ts'

const canary = 'Canary-7Q'
let api: ApiFixture
let personId = ''
beforeAll(async () => {
  api = await apiFixture()
  const sent = await api.call('write', 'POST', '/v1/batch', {
    batch: [
      {
        type: 'identify',
        userId: `user-${canary}`,
        traits: { name: `Name ${canary}`, email: `${canary}@example.org`, city: canary },
      },
      {
        type: 'track',
        userId: `user-${canary}`,
        messageId: 'm1',
        event: 'Product Viewed',
        properties: { product_id: 'p1', note: canary },
      },
      { type: 'track', userId: `user-${canary}`, messageId: 'm2', event: '', properties: { note: canary } },
    ],
  })
  expect(sent.json().accepted).toBe(2)
  personId = (await api.call('admin', 'GET', '/v1/people')).json().people[0].personId
})
afterAll(() => api.close())

/** Whatever tells of the person; what was refused is `kind=refused`. */
const addresses = () => [
  '/v1/people',
  `/v1/people/${personId}`,
  `/v1/people/${personId}/timeline`,
  '/v1/events',
  '/v1/events?kind=refused',
  '/v1/events/m1',
  '/v1/events/m2',
]
const seen = async (browser: Browser): Promise<string> => {
  const answers = await Promise.all(addresses().map((url) => browser.ask('GET', url)))
  for (const answer of answers) expect(answer.statusCode).toBe(200)
  return answers.map(({ body }) => body).join('\n')
}

test.each(roles)('%s sees names, identifiers, traits and payloads exactly when the role may', async (role) => {
  const text = await seen(browserOf(api, role))
  expect(text.includes(canary)).toBe(role === 'owner' || role === 'dataProtectionOfficer')
  expect(text).toContain(personId)
  const { traitOrigins } = (await browserOf(api, role).ask('GET', `/v1/people/${personId}`)).json()
  expect('city' in traitOrigins).toBe(text.includes(canary))
})

test('whoever may not see who somebody is cannot find out by asking with their name or user id', async () => {
  const analyst = browserOf(api, 'analyst')
  expect((await analyst.ask('GET', `/v1/people/user-${canary}`)).statusCode).toBe(404)
  expect((await analyst.ask('GET', `/v1/people/user-${canary}/timeline`)).statusCode).toBe(404)
  expect((await analyst.ask('GET', `/v1/people?search=${canary}`)).json().total).toBe(0)
  expect((await analyst.ask('GET', `/v1/people?search=${personId}`)).json().total).toBe(1)
  const ask = (body: object) => analyst.ask('POST', '/v1/recommendations', { preview: true, ...body })
  expect((await ask({ userId: `user-${canary}` })).statusCode).toBe(403)
  expect((await ask({ personId })).statusCode).not.toBe(403)
  expect((await ask({ personId, preview: false })).statusCode).not.toBe(200)
})

test('previewing an unsaved placement does not tell whose pseudonym it is either', async () => {
  const placement = { title: { en: 'x', zh: 'x' }, split: [{ variation: 'a', model: 'popular', weight: 1 }] }
  const ask = (body: object) => browserOf(api, 'marketer').ask('POST', '/v1/placements/preview', { placement, ...body })
  expect((await ask({ personId })).statusCode).toBe(200)
  for (const body of [{ userId: `user-${canary}` }, { anonymousId: 'a1' }])
    expect((await ask(body)).json().code).toBe('forbidden')
})

test('breaking the glass: an hour for a reason, every look in the audit, then pseudonyms again', async () => {
  const developer = browserOf(api, 'developer')
  expect((await developer.ask('POST', '/v1/break-glass', { reason: 'short' })).statusCode).toBe(400)
  expect(await seen(developer)).not.toContain(canary)
  const reason = 'Order 4711 arrives twice, see ticket 12'
  expect((await developer.ask('POST', '/v1/break-glass', { reason })).statusCode).toBe(200)
  expect(await seen(developer)).toContain(canary)
  api.clock.now += 59 * 60_000
  expect(await seen(developer)).toContain(canary)
  api.clock.now += 60_000
  expect(await seen(developer)).not.toContain(canary)

  const { entries } = (await api.call('admin', 'GET', `/v1/audit?action=break-glass&actor=${developer.userId}`)).json()
  const opened = entries.find((entry: { action: string }) => entry.action === 'break-glass.opened')
  expect(opened.details.reason).toBe(reason)
  const reads = entries.filter((entry: { action: string }) => entry.action === 'break-glass.read')
  expect(reads.length).toBe(2 * addresses().length)
  expect(JSON.stringify(entries)).not.toContain(canary)
  expect(JSON.stringify(entries)).not.toContain(personId)
})

test('it holds for the session it was given to, and can be given back', async () => {
  const one = browserOf(api, 'marketer')
  const other = api.attune.access.sessions.open({
    workspace: 'default',
    userId: one.userId,
    method: 'password',
    agent: 'x',
  })
  await one.ask('POST', '/v1/break-glass', { reason: 'A customer asks on the phone' })
  const elsewhere = await api.app.inject({
    url: `/v1/people/${personId}`,
    headers: { cookie: `attune=${other.token}` },
  })
  expect(elsewhere.body).not.toContain(canary)
  expect(await seen(one)).toContain(canary)
  expect((await one.ask('DELETE', '/v1/break-glass')).statusCode).toBe(204)
  expect(await seen(one)).not.toContain(canary)
})

test('roles that only count, and keys, cannot break it', async () => {
  const reason = 'Curious about somebody'
  for (const role of ['analyst', 'readOnly'] as const)
    expect((await browserOf(api, role).ask('POST', '/v1/break-glass', { reason })).statusCode).toBe(403)
  expect((await api.call('admin', 'POST', '/v1/break-glass', { reason })).statusCode).toBe(403)
})
