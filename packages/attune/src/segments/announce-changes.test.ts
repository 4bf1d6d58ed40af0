import { verifyWebhook } from '@attune/client/webhooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import { localReceivers, openReceiver, type Receiver } from '../webhooks/receiver.fixture.ts'
import { peopleAtOnce } from '../webhooks/segment-batch.ts'
import { createChangeAnnouncer } from './announce-changes.ts'

let api: ApiFixture
let receiver: Receiver
beforeEach(async () => {
  receiver = await openReceiver()
  // What a timer does each second tests do when they mean it, or a slow machine would do it in the midst of them.
  vi.useFakeTimers({ toFake: ['setInterval'] })
  try {
    api = await apiFixture({ protect: localReceivers })
  } finally {
    vi.useRealTimers()
  }
})
afterEach(async () => {
  await api.close()
  await receiver.close()
})

const put = (id: string, body: object) => api.call('admin', 'PUT', `/v1/segments/${id}`, body)
const idOf = (userId: string) => api.attune.identity.personIdOf('default', { userId })
async function register(options: object = {}): Promise<{ id: string; secret: string }> {
  const made = await api.call('admin', 'POST', '/v1/webhooks', {
    url: receiver.url,
    events: ['segment.entered', 'segment.left'],
    ...options,
  })
  expect(made.statusCode, made.body).toBe(201)
  return { id: made.json().webhook.id, secret: made.json().secret }
}
let sent = 0
async function visit(...userIds: string[]): Promise<void> {
  const batch = userIds.map((userId) => ({
    type: 'track',
    userId,
    event: 'Visited',
    messageId: `v-${sent++}`,
    timestamp: new Date(api.clock.now).toISOString(),
  }))
  const answer = await api.call('write', 'POST', '/v1/batch', { batch })
  expect(answer.json()).toMatchObject({ accepted: userIds.length })
}
/** What the timer does each second, and the sending after it. */
async function tell(): Promise<void> {
  const { state, webhooks, consent } = api.attune
  createChangeAnnouncer({ state, webhooks, allowed: (workspace, id) => consent.allowed(workspace, id, 'profiling') })()
  await webhooks.deliverDue()
}
const untold = () =>
  Number(api.attune.state.raw.prepare('SELECT count(*) AS n FROM segment_changes WHERE untold = 1').get()?.n)
const heard = () =>
  receiver.heard.map(({ message: { type, data } }) => {
    const people = data.people as { personId: string }[]
    return [type, data.segmentId, people.map(({ personId }) => personId).toSorted()]
  })
const ids = (...userIds: string[]) => userIds.map(idOf).toSorted()

test('who enters and leaves is told, signed, several at once, under pseudonyms', async () => {
  const { secret } = await register()
  await put('visitors', { text: 'did event "Visited" in last 7 days' })
  await visit('ann@example.org', 'bob')
  // On disk in the turn in which it happened: a kill now loses nothing.
  expect(untold()).toBe(2)
  await tell()
  expect([untold(), heard()]).toEqual([0, [['segment.entered', 'visitors', ids('ann@example.org', 'bob')]]])
  await verifyWebhook({ ...receiver.heard[0]!, secret, now: api.clock.now })
  expect(receiver.heard[0]!.body).not.toContain('ann')
  api.clock.now += 7 * 86_400_000 + 1
  expect(api.attune.segments.of('default', idOf('bob'))).toEqual([])
  await tell()
  expect(heard()[1]).toEqual(['segment.left', 'visitors', ids('ann@example.org', 'bob')])
})

test('a webhook hears of what it asked for only: kinds, and segments', async () => {
  await put('visitors', { text: 'did event "Visited" in last 7 days' })
  await put('regulars', { text: 'did event "Visited" at least 2 times' })
  await register({ events: ['segment.entered'], segments: ['regulars'] })
  await visit('ann')
  expect(untold()).toBe(0)
  await visit('ann')
  await tell()
  expect(heard()).toEqual([['segment.entered', 'regulars', ids('ann')]])
  const unknown = await api.call('admin', 'POST', '/v1/webhooks', {
    url: receiver.url,
    events: ['segment.left'],
    segments: ['nobody-made-it'],
  })
  expect(unknown.json()).toMatchObject({ code: 'unknown-segment', status: 400 })
})

test('a new segment tells nobody, unless that is asked for: then all, in messages of a bounded size', async () => {
  const { id } = await register()
  const many = Array.from({ length: peopleAtOnce + 5 }, (_, n) => `user-${n}`)
  for (let from = 0; from < many.length; from += 200) await visit(...many.slice(from, from + 200))
  await put('quiet', { text: 'did event "Visited"' })
  await api.call('admin', 'POST', '/v1/segments/preview', { text: 'did event "Visited"' })
  await tell()
  expect(heard()).toEqual([])
  await put('loud', { text: 'did event "Visited"', announce: true })
  await tell()
  // Messages are sent at once, and arrive in any order.
  const sizes = heard().map(([, , people]) => (people as string[]).length)
  expect(sizes.toSorted((one, other) => other - one)).toEqual([peopleAtOnce, 5])
  expect(heard().flatMap(([, , people]) => people)).toHaveLength(new Set(ids(...many)).size)
  // Of a change only whom it concerns.
  await put('loud', { text: 'did event "Visited" and not trait vip = true', announce: true })
  await tell()
  expect(heard()).toHaveLength(2)
  await api.call('admin', 'PATCH', `/v1/webhooks/${id}`, { enabled: false })
  await put('loud', { text: 'did event "Never"', announce: true })
  expect(untold()).toBe(0)
})

test('whoever is erased is taken out of what waits, and whoever withdrew is not told to have entered', async () => {
  await register()
  await put('visitors', { text: 'did event "Visited" in last 7 days' })
  await visit('ann', 'bob', 'cai', 'dan')
  await api.call('admin', 'POST', '/v1/people/ann/erase', { confirm: 'ann' })
  await api.call('admin', 'POST', '/v1/consent', { userId: 'bob', purposes: { profiling: false }, source: 'api' })
  receiver.answer = () => 500
  await tell()
  // Messages are made and were heard by nobody: they wait, sealed.
  expect(heard().toSorted()).toEqual([
    ['segment.entered', 'visitors', ids('cai', 'dan')],
    ['segment.left', 'visitors', ids('bob')],
  ])
  await api.call('admin', 'POST', '/v1/people/cai/erase', { confirm: 'cai' })
  await api.call('admin', 'POST', '/v1/people/bob/erase', { confirm: 'bob' })
  receiver.answer = () => 204
  receiver.heard.length = 0
  api.clock.now += 3_600_000
  await api.attune.webhooks.deliverDue()
  expect(heard()).toEqual([['segment.entered', 'visitors', ids('dan')]])
  expect(api.attune.state.raw.prepare('SELECT * FROM webhook_subjects').all()).toEqual([])
})

test('nothing is told of somebody who is being erased, even where a reload reads them once more', async () => {
  await put('visitors', { text: 'did event "Visited" in last 7 days' })
  await visit('ann', 'bob')
  const { segments, activity } = api.attune
  const told: string[] = []
  segments.onChange((_, changes) => told.push(...changes.map(({ personId }) => personId)))
  const ann = idOf('ann')
  const speak = segments.silence('default', [ann])
  activity.forget('default', [ann])
  // Their rows are not gone yet.
  await activity.reload()
  expect(segments.of('default', ann)).toEqual(['visitors'])
  expect(told).toEqual([])
  speak()
  activity.forget('default', [ann])
  await activity.reload()
  expect(told).toEqual([ann])
})
