import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { verifyWebhook } from '@attune/client/webhooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import { subjectDigest } from '../protect/rights/subject-digest.ts'
import { mostWaiting } from './create-queue.ts'
import { localReceivers, openReceiver, type Receiver } from './receiver.fixture.ts'
import { webhookEvents } from './webhook-events.ts'

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
let api: ApiFixture
let receiver: Receiver
beforeEach(async () => {
  receiver = await openReceiver()
  api = await apiFixture({ protect: localReceivers })
})
afterEach(async () => {
  await api.close()
  await receiver.close()
})

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT', url: string, body?: object) {
  const response = await api.call('admin', method, url, body)
  return { status: response.statusCode, body: response.body === '' ? undefined : response.json() }
}
async function register(options: object = {}): Promise<{ id: string; secret: string }> {
  const { status, body } = await ask('POST', '/v1/webhooks', { url: receiver.url, events: webhookEvents, ...options })
  expect({ status, body }).toMatchObject({ status: 201 })
  return { id: body.webhook.id, secret: body.secret }
}
const consent = (userId: string, advertising: boolean) =>
  ask('POST', '/v1/consent', { userId, purposes: { advertising } })
const deliver = () => api.attune.webhooks.deliverDue()
async function pass(ms: number): Promise<void> {
  api.clock.now += ms
  await deliver()
}
const shown = async (id: string) =>
  (await ask('GET', '/v1/webhooks')).body.webhooks.find((one: { id: string }) => one.id === id)
const deliveries = async (id: string) => (await ask('GET', `/v1/webhooks/${id}/deliveries`)).body.deliveries
const personOf = (userId: string) => api.attune.identity.personIdOf('default', { userId })
const types = () => receiver.heard.map(({ message }) => message.type)

test('what happens is told, signed, under a pseudonym, and once', async () => {
  const { id, secret } = await register()
  await consent('ann@example.org', false)
  await deliver()
  await deliver()
  const [heard] = receiver.heard
  expect(receiver.heard.length).toBe(1)
  expect(await verifyWebhook({ ...heard!, secret, now: api.clock.now })).toEqual({
    id: heard?.id,
    type: 'person.consentChanged',
    timestamp: new Date(api.clock.now).toISOString(),
    data: { personId: personOf('ann@example.org'), purposes: { advertising: false } },
  })
  expect(heard?.headers['content-type']).toBe('application/json')
  expect(heard?.body).not.toContain('ann')
  expect(await deliveries(id)).toEqual([
    {
      id: heard?.id,
      type: 'person.consentChanged',
      state: 'delivered',
      createdAt: new Date(api.clock.now).toISOString(),
      nextAttemptAt: null,
      attempts: [{ at: new Date(api.clock.now).toISOString(), status: 204 }],
    },
  ])
  // Saying the same again is no news.
  await consent('ann@example.org', false)
  await deliver()
  expect(receiver.heard.length).toBe(1)
})

test('a receiver that changes a byte, or comes too late, does not take it for ours', async () => {
  const { secret } = await register()
  await consent('ann', false)
  await deliver()
  const { headers, body } = receiver.heard[0]!
  const now = api.clock.now
  await expect(verifyWebhook({ headers, body: body.replace('false', 'true'), secret, now })).rejects.toMatchObject({
    code: 'bad-signature',
  })
  await expect(verifyWebhook({ headers, body, secret, now: now + 6 * minute })).rejects.toMatchObject({
    code: 'too-old',
  })
})

test('only what a webhook asked for is told, and only in its workspace', async () => {
  await register({ events: ['privacyRequest.opened'] })
  const { secret } = api.attune.keys.create({ workspace: 'b', name: 'b', scopes: ['admin'], actor: 'test' })
  const asB = (url: string, payload: object) =>
    api.app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${secret}` }, payload })
  const other = await asB('/v1/webhooks', { url: `${receiver.url}/b`, events: ['person.consentChanged'] })
  await consent('ann', false)
  await deliver()
  expect(receiver.heard).toEqual([])
  await asB('/v1/consent', { userId: 'bob', purposes: { advertising: false } })
  await deliver()
  expect(types()).toEqual(['person.consentChanged'])
  // Guessing its id opens nothing.
  const { id } = other.json().webhook
  for (const [method, url] of [
    ['PATCH', `/v1/webhooks/${id}`],
    ['DELETE', `/v1/webhooks/${id}`],
    ['POST', `/v1/webhooks/${id}/test`],
    ['POST', `/v1/webhooks/${id}/rotate`],
    ['GET', `/v1/webhooks/${id}/deliveries`],
  ] as const)
    expect(await ask(method, url, method === 'GET' ? undefined : {})).toMatchObject({
      status: 404,
      body: { code: 'unknown-webhook' },
    })
  expect(receiver.heard.length).toBe(1)
})

test('what fails is sent again under the same id, later and later, and given up after three days', async () => {
  receiver.answer = () => 500
  const { id } = await register()
  await consent('ann', false)
  await deliver()
  await deliver()
  expect(receiver.heard.length).toBe(1)
  const pauses: number[] = []
  for (;;) {
    const [{ state, nextAttemptAt }] = await deliveries(id)
    if (state !== 'waiting') break
    const pause = Date.parse(nextAttemptAt) - api.clock.now
    await pass(pause - 1)
    const before = receiver.heard.length
    await pass(1)
    // The webhook rests as well after some failures, for an hour at most; the message waits for both.
    while (receiver.heard.length === before && (await deliveries(id))[0].state === 'waiting') await pass(minute)
    pauses.push(pause)
  }
  expect(pauses.length).toBeGreaterThanOrEqual(8)
  expect(pauses.slice(1).every((pause, n) => pause > pauses[n]!)).toBe(true)
  expect(new Set(receiver.heard.map((heard) => heard.id)).size).toBe(1)
  // Every attempt has its own time, or a receiver would refuse it as too old.
  expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(receiver.heard.length)
  const [{ state, attempts }] = await deliveries(id)
  expect([state, attempts.length, attempts[0].status]).toEqual(['givenUp', receiver.heard.length, 500])
  expect(await shown(id)).toMatchObject({ waiting: 0, givenUp: 1, enabled: true })
  const told = receiver.heard.length
  await pass(10 * day)
  expect(receiver.heard.length).toBe(told)
})

test('who comes back hears what waited', async () => {
  receiver.answer = () => 503
  const { id } = await register()
  for (const person of ['ann', 'bob', 'cy']) await consent(person, false)
  await deliver()
  receiver.answer = () => 200
  await pass(hour)
  const data = receiver.heard.slice(-3).map(({ message }) => message.data.personId)
  expect(new Set(data)).toEqual(new Set(['ann', 'bob', 'cy'].map(personOf)))
  expect(await shown(id)).toMatchObject({ waiting: 0, failingSince: null, enabled: true })
})

test('a webhook that is down is asked little, however much waits for it', async () => {
  receiver.answer = () => 500
  await register()
  for (let n = 0; n < 100; n++) await consent(`person ${n}`, false)
  for (let n = 0; n < 60; n++) await pass(minute)
  expect(receiver.heard.length).toBeLessThan(15)
})

test('a webhook that answers nothing keeps no other waiting', async () => {
  const slow = await openReceiver()
  slow.answer = () => null
  await register({ url: slow.url, events: ['person.consentChanged'] })
  await register({ events: ['person.consentChanged'] })
  await consent('ann', false)
  const first = deliver()
  await vi.waitFor(() => expect([slow.heard.length, receiver.heard.length]).toEqual([1, 1]))
  await consent('bob', false)
  await deliver()
  expect([slow.heard.length, receiver.heard.length]).toEqual([1, 2])
  await slow.close()
  await first
})

test('a long queue is told to its end, whoever else waits', async () => {
  await register({ events: ['person.consentChanged'] })
  await register({ events: ['person.consentChanged'] })
  for (let n = 0; n < 45; n++) await consent(`person ${n}`, false)
  await deliver()
  expect(receiver.heard.length).toBe(90)
})

test('a webhook that fails for five days is switched off and says so; an erasure waits for it all the same', async () => {
  receiver.answer = () => 500
  const { id } = await register()
  for (let hours = 0; hours < 5 * 24 + 2; hours += 1) {
    if (hours % 24 === 0) await consent('ann', hours % 48 === 0)
    await pass(hour)
  }
  expect(await shown(id)).toMatchObject({ enabled: false, disabledBecause: 'failing' })
  const { entries } = (await ask('GET', '/v1/audit?action=webhook')).body
  expect(entries[0]).toMatchObject({ action: 'webhook.disabled', actor: 'system', subject: id })
  const told = receiver.heard.length
  await api.call('write', 'POST', '/v1/identify', { userId: 'bob', traits: {} })
  await consent('bob', false)
  expect((await ask('POST', '/v1/people/bob/erase', { confirm: 'bob' })).status).toBe(200)
  await pass(20 * day)
  expect(receiver.heard.length).toBe(told)

  receiver.answer = () => 200
  expect((await ask('PATCH', `/v1/webhooks/${id}`, { enabled: true })).body).toMatchObject({ enabled: true })
  await deliver()
  expect(types().slice(told)).toEqual(['person.erased'])
})

test('who answers that it is gone is told nothing any more', async () => {
  receiver.answer = () => 410
  const { id } = await register()
  await consent('ann', false)
  await deliver()
  await pass(day)
  expect(receiver.heard.length).toBe(1)
  expect(await shown(id)).toMatchObject({ enabled: false, disabledBecause: 'gone' })
})

test('a redirect is a failure: it leads nowhere', async () => {
  const { id } = await register()
  receiver.answer = () => 302
  await consent('ann', false)
  await deliver()
  expect((await deliveries(id))[0]).toMatchObject({ state: 'waiting', attempts: [{ status: 302 }] })
})

/** Every file of the data folder in which one of the texts stands. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesWith(path, texts)
    return texts.some((text) => readFileSync(path).includes(text)) ? [path] : []
  })
}

test('an erased person is in nothing that waits any more, but the notice that they are erased comes', async () => {
  const { id, secret } = await register()
  const plain = receiver.heard
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', anonymousId: 'browser of ann', traits: {} })
  await consent('ann', false)
  await consent('bob', false)
  await ask('POST', '/v1/privacy/requests', { kind: 'access', person: 'ann' })
  const gone = [personOf('ann'), api.attune.identity.personIdOf('default', { anonymousId: 'browser of ann' })]
  expect((await ask('POST', '/v1/people/ann/erase', { confirm: 'ann' })).status).toBe(200)
  await api.attune.purge.start()
  // Before anything is sent: what waits is sealed, and bare of whom it was about.
  const { dataDir } = api.attune.config
  expect(filesWith(dataDir, [...gone, secret, 'browser of ann', '/hook'])).toEqual([])
  await deliver()
  expect(plain.map(({ message }) => message.type).sort()).toEqual([
    'person.consentChanged',
    'person.erased',
    'privacyRequest.closed',
  ])
  const data = Object.fromEntries(plain.map(({ message }) => [message.type, message.data]))
  expect(data['person.consentChanged']).toMatchObject({ personId: personOf('bob') })
  expect(new Set(data['person.erased']?.personIds as string[])).toEqual(new Set(gone))
  expect(data['person.erased']).not.toHaveProperty('identifiers')
  expect(data['privacyRequest.closed']).toMatchObject({ kind: 'erasure', status: 'done', personId: null })
  expect(filesWith(dataDir, gone)).toEqual([])
  expect((await deliveries(id)).length).toBe(3)
})

test('a notice of erasure is told when the erasure is done, not when it is begun', async () => {
  await register()
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', traits: {} })
  const { state, histories } = api.attune
  const { forget } = histories
  let during: unknown
  histories.forget = (...args: Parameters<typeof forget>) => {
    during = state.raw.prepare("SELECT state FROM webhook_messages WHERE type = 'person.erased'").get()
    return forget(...args)
  }
  await ask('POST', '/v1/people/ann/erase', { confirm: 'ann' })
  expect(during).toEqual({ state: 'held' })
  await deliver()
  expect(types()).toContain('person.erased')
})

test('an erasure that a stop broke off is told once, when the next start has finished it', async () => {
  await register({ events: ['person.erased'] })
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', traits: {} })
  const personId = personOf('ann')
  const { histories, purge } = api.attune
  const { forget } = histories
  histories.forget = () => {
    throw new Error('the process ends here')
  }
  expect((await ask('POST', '/v1/people/ann/erase', { confirm: 'ann' })).status).toBe(500)
  await deliver()
  expect(receiver.heard).toEqual([])
  histories.forget = forget
  await purge.resume()
  await purge.resume()
  await deliver()
  expect(receiver.heard.map(({ message }) => message.data.personIds)).toEqual([[personId]])
})

test('what a restored backup has to tell about somebody who was erased since is forgotten', async () => {
  await register({ events: ['person.consentChanged'] })
  await consent('ann', false)
  await consent('bob', false)
  const { vault, webhooks } = api.attune
  vault.noteErased([subjectDigest(vault, 'default', personOf('ann'))])
  webhooks.forgetErased()
  await deliver()
  expect(receiver.heard.map(({ message }) => message.data.personId)).toEqual([personOf('bob')])
})

test('identifiers of erased persons go over https only', async () => {
  const { status, body } = await ask('POST', '/v1/webhooks', {
    url: receiver.url,
    events: ['person.erased'],
    includeIdentifiers: true,
  })
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'identifiers-need-tls' })
  const { id } = await register()
  expect((await ask('PATCH', `/v1/webhooks/${id}`, { includeIdentifiers: true })).body.code).toBe(
    'identifiers-need-tls',
  )
})

test('whoever may not see names may neither have them sent nor turn elsewhere what has them', async () => {
  const publicUrl = 'https://93.184.215.14/hook'
  const wanted = { url: publicUrl, events: ['person.erased'], includeIdentifiers: true }
  const made = await ask('POST', '/v1/webhooks', wanted)
  expect(made.status).toBe(201)
  const { access } = api.attune
  const user = access.users.create('default', { email: 'a@example.org', name: 'a', role: 'admin' }, 'test')
  const { token } = access.sessions.open({ workspace: 'default', userId: user.id, method: 'password', agent: 'test' })
  const asAdmin = async (method: 'POST' | 'PATCH', url: string, payload: object) =>
    (
      await api.app.inject({
        method,
        url,
        payload,
        headers: { cookie: `attune=${token}`, origin: 'http://localhost' },
      })
    ).statusCode
  const { id } = made.body.webhook
  expect(await asAdmin('POST', '/v1/webhooks', wanted)).toBe(403)
  expect(await asAdmin('POST', '/v1/webhooks', { ...wanted, includeIdentifiers: false })).toBe(201)
  expect(await asAdmin('PATCH', `/v1/webhooks/${id}`, { url: 'https://93.184.215.15/' })).toBe(403)
  expect(await asAdmin('PATCH', `/v1/webhooks/${id}`, { includeIdentifiers: true })).toBe(403)
  expect(await asAdmin('PATCH', `/v1/webhooks/${id}`, { description: 'ours' })).toBe(200)
})

test('the secret can be changed: for the overlap both sign, then the new one alone', async () => {
  const { id, secret } = await register()
  const { body } = await ask('POST', `/v1/webhooks/${id}/rotate`, { overlapMinutes: 60 })
  const checks = async () => {
    const { headers, body: text } = receiver.heard.at(-1)!
    const known = async (one: string) =>
      verifyWebhook({ headers, body: text, secret: one, now: api.clock.now }).then(
        () => true,
        () => false,
      )
    return [await known(secret), await known(body.secret)]
  }
  await ask('POST', `/v1/webhooks/${id}/test`)
  expect(await checks()).toEqual([true, true])
  api.clock.now += 61 * minute
  await ask('POST', `/v1/webhooks/${id}/test`)
  expect(await checks()).toEqual([false, true])
})

test('a test sends ping once, whatever comes of it', async () => {
  const { id } = await register({ events: ['person.erased'] })
  expect((await ask('POST', `/v1/webhooks/${id}/test`)).body).toMatchObject({
    type: 'ping',
    state: 'delivered',
    attempts: [{ status: 204 }],
  })
  receiver.answer = () => 418
  expect((await ask('POST', `/v1/webhooks/${id}/test`)).body).toMatchObject({
    state: 'givenUp',
    attempts: [{ status: 418 }],
  })
  await pass(day)
  expect(types()).toEqual(['ping', 'ping'])
  expect(await shown(id)).toMatchObject({ enabled: true, failingSince: null })
})

test('requests of persons are told when they come, when they are due within a week, and when they are closed', async () => {
  await register({ events: ['privacyRequest.opened', 'privacyRequest.dueSoon', 'privacyRequest.closed'] })
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', traits: {} })
  const { body } = await ask('POST', '/v1/privacy/requests', { kind: 'access', person: 'ann', note: 'by telephone' })
  await deliver()
  await pass(20 * day)
  expect(types()).toEqual(['privacyRequest.opened'])
  await pass(5 * day)
  await pass(day)
  expect(types()).toEqual(['privacyRequest.opened', 'privacyRequest.dueSoon'])
  await ask('POST', `/v1/privacy/requests/${body.id}/close`, { status: 'done' })
  await deliver()
  expect(receiver.heard.map(({ message }) => message.data)).toEqual([
    { requestId: body.id, kind: 'access', personId: personOf('ann'), dueAt: body.dueAt },
    { requestId: body.id, kind: 'access', dueAt: body.dueAt },
    { requestId: body.id, kind: 'access', status: 'done', personId: personOf('ann') },
  ])
})

test('a request that stays open for months is told once as due soon', async () => {
  await register({ events: ['privacyRequest.dueSoon'] })
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', traits: {} })
  await ask('POST', '/v1/privacy/requests', { kind: 'access', person: 'ann' })
  for (let week = 0; week < 20; week++) await pass(7 * day)
  expect(types()).toEqual(['privacyRequest.dueSoon'])
})

test('an erasure closes every wish of the person to be erased, and tells so of each', async () => {
  await register({ events: ['privacyRequest.closed'] })
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', traits: {} })
  const open = async () => (await ask('POST', '/v1/privacy/requests', { kind: 'erasure', person: 'ann' })).body.id
  const wishes = [await open(), await open()]
  await ask('POST', '/v1/people/ann/erase', { confirm: 'ann' })
  await deliver()
  expect(receiver.heard.map(({ message }) => message.data.requestId).sort()).toEqual(wishes.sort())
})

test('models that go live and trainings that fail are told', async () => {
  await register({ events: ['model.promoted', 'model.trainingFailed'] })
  const { models } = api.attune
  const failing = await models.train({ workspace: 'default', name: 'recencyItemKnn', actor: 'test' })
  await expect(failing.done).rejects.toThrow()
  await api.call('write', 'POST', '/v1/batch', {
    batch: Array.from({ length: 40 }, (_, n) => ({
      type: 'track',
      userId: `u${n >> 2}`,
      event: 'Product Viewed',
      properties: { product_id: `i${n % 4}` },
    })),
  })
  const { done, version } = await models.train({ workspace: 'default', name: 'recencyItemKnn', actor: 'test' })
  await done
  await deliver()
  expect(
    receiver.heard
      .map(({ message }) => [message.type, message.data])
      .sort()
      .reverse(),
  ).toEqual([
    ['model.trainingFailed', { model: 'recencyItemKnn', version: 1, kind: 'recencyItemKnn', error: 'no-interactions' }],
    ['model.promoted', { model: 'recencyItemKnn', version, kind: 'recencyItemKnn', because: 'promoted' }],
  ])
})

test.each([
  ['loopback', 'https://127.0.0.2/'],
  ['loopback in decimal', 'https://2130706434/'],
  ['metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['one’s own network', 'https://10.0.0.1/hook'],
  ['another protocol', 'gopher://example.com/'],
  ['a password', 'https://a:b@example.com/'],
])('an address of %s is refused when it is registered and when a webhook is turned there', async (_, url) => {
  const { id } = await register()
  for (const { status, body } of [
    await ask('POST', '/v1/webhooks', { url, events: ['person.erased'] }),
    await ask('PATCH', `/v1/webhooks/${id}`, { url }),
  ])
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'webhook-url-refused' })
  expect((await shown(id)).url).toBe(receiver.url)
})

test('a webhook can be changed, and removed with all that waits; the audit says so and tells no secret', async () => {
  const { id, secret } = await register()
  await ask('PATCH', `/v1/webhooks/${id}`, { events: ['model.promoted'], description: 'Deploys', enabled: false })
  expect(await shown(id)).toMatchObject({
    events: ['model.promoted'],
    description: 'Deploys',
    enabled: false,
    disabledBecause: 'hand',
  })
  await ask('PATCH', `/v1/webhooks/${id}`, { events: ['person.consentChanged'], enabled: true })
  await consent('ann', false)
  expect(await shown(id)).toMatchObject({ waiting: 1 })
  expect((await ask('DELETE', `/v1/webhooks/${id}`)).status).toBe(204)
  await deliver()
  expect(receiver.heard).toEqual([])
  const { raw } = api.attune.state
  expect(raw.prepare('SELECT count(*) AS n FROM webhook_messages').get()).toEqual({ n: 0 })
  expect(api.attune.vault.has('default', `webhook ${id}`)).toBe(false)
  const { entries } = (await ask('GET', '/v1/audit?action=webhook')).body
  expect(entries.map((entry: { action: string }) => entry.action).reverse()).toEqual([
    'webhook.created',
    'webhook.changed',
    'webhook.changed',
    'webhook.removed',
  ])
  expect(JSON.stringify(entries)).not.toContain(secret.slice(6))
  expect(JSON.stringify(entries)).not.toContain('/hook')
})

test('a queue that is full counts what it loses, and still takes erasures', async () => {
  const { id } = await register({ events: ['person.consentChanged', 'person.erased'] })
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', traits: {} })
  const { raw } = api.attune.state
  raw.exec(
    `WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${mostWaiting})
     INSERT INTO webhook_messages (id, webhook_id, workspace, type, sealed, state, created_at, due_at)
     SELECT 'msg_' || value, '${id}', 'default', 'person.consentChanged', 'x', 'waiting', ${api.clock.now}, ${api.clock.now + day}
     FROM n`,
  )
  await consent('ann', false)
  expect(await shown(id)).toMatchObject({ waiting: mostWaiting, dropped: 1 })
  await ask('POST', '/v1/people/ann/erase', { confirm: 'ann' })
  await deliver()
  expect(types()).toEqual(['person.erased'])
})

test('how telling went is remembered for 28 days', async () => {
  const { id } = await register()
  await consent('ann', false)
  await deliver()
  await pass(27 * day)
  expect((await deliveries(id)).length).toBe(1)
  await pass(2 * day)
  expect(await deliveries(id)).toEqual([])
})

test('a workspace has at most twenty webhooks', async () => {
  for (let n = 0; n < 20; n++) await register()
  expect(await ask('POST', '/v1/webhooks', { url: receiver.url, events: ['person.erased'] })).toMatchObject({
    status: 409,
    body: { code: 'too-many-webhooks' },
  })
})
