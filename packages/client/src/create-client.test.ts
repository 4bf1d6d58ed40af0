import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from './create-client.ts'
import { type ClientStorage, memoryStorage } from './storage.ts'
import type { Client, ClientOptions, ClientProblem } from './types.ts'

interface Sent {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: {
    batch: { messageId: string; type: string; [key: string]: unknown }[]
    sentAt: string
    writeKey: string
  }
}

let sent: Sent[]
let answers: (() => Response | Error)[]
let problems: ClientProblem[]

const stored = (): Response => Response.json({ success: true, accepted: 1, duplicates: 0, rejected: [] })
const status =
  (code: number, headers: Record<string, string> = {}, body = {}) =>
  (): Response =>
    Response.json(body, { status: code, headers })

/** Answers with what the test queued, else stores. */
const transport = (async (url: string, init: RequestInit) => {
  sent.push({ url, headers: init.headers as Record<string, string>, body: JSON.parse(String(init.body)) })
  const answer = (answers.shift() ?? stored)()
  if (answer instanceof Error) throw answer
  return answer
}) as unknown as typeof fetch

function client(options: Partial<ClientOptions> = {}): Client {
  return createClient({
    url: 'https://attune.test/',
    key: 'pk_test',
    fetch: transport,
    random: () => 1,
    onError: (problem) => problems.push(problem),
    ...options,
  })
}

const names = (at: number): unknown[] => (sent[at]?.body.batch ?? []).map((event) => event.event ?? event.type)

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z') })
  sent = []
  answers = []
  problems = []
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('events wait for company until the interval is over and then go in one batch', async () => {
  const attune = client({ flushIntervalMs: 2000 })
  attune.page('Home')
  attune.track('Product Viewed', { product_id: 'a' })
  await vi.advanceTimersByTimeAsync(1999)
  expect(sent).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(1)
  expect(names(0)).toEqual(['page', 'Product Viewed'])
  expect(sent[0]?.url).toBe('https://attune.test/v1/batch')
  expect(sent[0]?.headers.authorization).toBe('Bearer pk_test')
  expect(sent[0]?.body.sentAt).toBe('2026-03-01T12:00:02.000Z')
  expect(sent[0]?.body.batch[0]?.timestamp).toBe('2026-03-01T12:00:00.000Z')
})

test('an exposure says when it was sent, each time it is sent', async () => {
  answers = [status(503)]
  const attune = client()
  attune.expose('d1', ['a'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent.map((one) => one.url)).toEqual(Array(2).fill('https://attune.test/v1/exposures'))
  expect(sent.map((one) => one.body.sentAt)).toEqual(['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:00.500Z'])
  expect(sent[1]?.body).toMatchObject({ decisionId: 'd1', timestamp: '2026-03-01T12:00:00.000Z' })
})

test('a full batch does not wait', async () => {
  const attune = client({ flushAt: 3 })
  for (const product_id of ['a', 'b', 'c']) attune.track('Product Viewed', { product_id })
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.map((one) => one.body.batch.length)).toEqual([3])
})

test('no batch grows over 500 KB', async () => {
  const attune = client({ flushAt: 1000 })
  for (let i = 0; i < 40; i++) attune.track('Note', { text: '字'.repeat(10_000) })
  await attune.flush()
  const sizes = sent.map((one) => new TextEncoder().encode(JSON.stringify(one.body)).length)
  expect(Math.max(...sizes)).toBeLessThan(500_000)
  expect(sent.flatMap((one) => one.body.batch)).toHaveLength(40)
})

test('an event over 32 KB is reported and not sent', async () => {
  const attune = client()
  attune.track('Note', { text: '字'.repeat(11_000) })
  await attune.flush()
  expect(sent).toHaveLength(0)
  expect(problems.map((problem) => problem.code)).toEqual(['event-too-large'])
})

test('what cannot be JSON is reported and never thrown', async () => {
  const attune = client()
  const circular: Record<string, unknown> = { product_id: 'a' }
  circular.self = circular
  attune.track('Note', circular)
  attune.identify('ann', { big: 1n })
  attune.page('Home')
  await attune.flush()
  expect(problems).toMatchObject([
    { code: 'not-json', event: { event: 'Note' } },
    { code: 'not-json', event: { type: 'identify' } },
  ])
  expect(names(0)).toEqual(['page'])
})

test('an event is what it was when it was tracked, whatever the page does to its objects later', async () => {
  const attune = client()
  const properties = { product_id: 'first', tags: ['new'] }
  attune.track('Product Viewed', properties)
  properties.product_id = 'second'
  properties.tags.push('sold')
  await attune.flush()
  expect(sent[0]?.body.batch[0]?.properties).toEqual({ product_id: 'first', tags: ['new'] })
})

test('a failing server gets the same messageIds again, later each time', async () => {
  answers = [() => new Error('connection refused'), status(503), stored]
  const attune = client()
  attune.track('Product Viewed', { product_id: 'a' })
  await attune.flush()
  expect(sent).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(499)
  expect(sent).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(999)
  expect(sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(3)
  expect(new Set(sent.map((one) => one.body.batch[0]?.messageId)).size).toBe(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(3)
})

test('jitter halves the wait at most', async () => {
  answers = [status(500)]
  const attune = client({ random: () => 0 })
  attune.track('Product Viewed', { product_id: 'a' })
  await attune.flush()
  await vi.advanceTimersByTimeAsync(249)
  expect(sent).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(2)
})

test('Retry-After is honoured, in seconds and as a date, and new events do not jump it', async () => {
  answers = [
    status(429, { 'retry-after': '7' }),
    status(503, { 'retry-after': new Date(Date.now() + 7000 + 20_000).toUTCString() }),
  ]
  const attune = client({ flushAt: 1 })
  attune.track('Product Viewed', { product_id: 'a' })
  await vi.advanceTimersByTimeAsync(6999)
  attune.track('Product Viewed', { product_id: 'b' })
  expect(sent).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(19_999)
  expect(sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(3)
  expect(sent[2]?.body.batch).toHaveLength(2)
})

test('only what the server says is bad is dropped, and reported with its reason', async () => {
  answers = [
    () =>
      Response.json({
        success: false,
        accepted: 1,
        duplicates: 0,
        rejected: [{ index: 1, messageId: null, code: 'impossible-value', field: 'properties.price', message: 'NaN' }],
      }),
  ]
  const stored: string[] = []
  const attune = client({ onStored: (messageIds) => stored.push(...messageIds) })
  attune.track('Good', {})
  attune.track('Bad', {})
  await attune.flush()
  expect(stored).toEqual([sent[0]?.body.batch[0]?.messageId])
  expect(problems).toMatchObject([
    { code: 'refused', reason: 'impossible-value', field: 'properties.price', event: { event: 'Bad' } },
  ])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(1)
})

test('a refused batch (401) is reported and not tried again', async () => {
  answers = [status(401, {}, { code: 'unknown-key', detail: 'Unknown key.' })]
  const attune = client()
  attune.track('Product Viewed', { product_id: 'a' })
  await attune.flush()
  expect(problems).toMatchObject([{ code: 'refused', status: 401, reason: 'unknown-key' }])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(1)
})

test('a batch that is too large for the server is halved until it fits', async () => {
  answers = [status(413), status(413), stored]
  const attune = client()
  for (const product_id of ['a', 'b', 'c', 'd']) attune.track('Product Viewed', { product_id })
  await attune.flush()
  expect(sent.map((one) => one.body.batch.length)).toEqual([4, 2, 1, 1, 1, 1])
  expect(problems).toEqual([])
})

test('the queue is bounded: the oldest give way and are reported', async () => {
  answers = [() => new Error('offline'), stored]
  const attune = client({ maxQueue: 2 })
  for (const event of ['one', 'two', 'three']) attune.track(event)
  expect(problems).toMatchObject([{ code: 'queue-full', event: { event: 'one' } }])
  await attune.flush()
  await attune.flush()
  expect(names(1)).toEqual(['two', 'three'])
})

test('what could not be sent survives a reload, and so do the ids', async () => {
  const storage = memoryStorage()
  answers = [() => new Error('offline')]
  const before = client({ storage })
  before.identify('ann', { city: 'Hangzhou' })
  await before.flush()
  const after = client({ storage })
  await after.flush()
  expect(after.anonymousId).toBe(before.anonymousId)
  expect(after.userId).toBe('ann')
  expect(sent[1]?.body.batch[0]).toEqual(sent[0]?.body.batch[0])
  expect(sent[1]?.body.batch[0]).toMatchObject({ type: 'identify', userId: 'ann', traits: { city: 'Hangzhou' } })
})

test('a storage that throws does not break the page', async () => {
  const broken: ClientStorage = {
    get: () => {
      throw new Error('blocked')
    },
    set: () => {
      throw new Error('full')
    },
    remove: () => {
      throw new Error('blocked')
    },
    keys: () => {
      throw new Error('blocked')
    },
  }
  const attune = client({ storage: broken })
  attune.track('Product Viewed', { product_id: 'a' })
  await attune.flush()
  expect(names(0)).toEqual(['Product Viewed'])
})

test('reset makes a stranger, alias and group say who belongs together', async () => {
  const attune = client()
  const first = attune.anonymousId
  attune.alias('ann')
  attune.group('club')
  attune.reset()
  attune.page()
  await attune.flush()
  expect(sent[0]?.body.batch).toMatchObject([
    { type: 'alias', userId: 'ann', previousId: first },
    { type: 'group', groupId: 'club', userId: 'ann' },
    { type: 'page', anonymousId: attune.anonymousId },
  ])
  expect(attune.anonymousId).not.toBe(first)
  expect(sent[0]?.body.batch[2]).not.toHaveProperty('userId')
})

test('Global Privacy Control switches recording off unless the page says otherwise', async () => {
  vi.stubGlobal('navigator', { globalPrivacyControl: true })
  const storage = memoryStorage()
  const attune = client({ storage })
  attune.identify('ann')
  await attune.flush()
  expect(attune.recording).toBe(false)
  expect(sent).toHaveLength(0)
  expect(storage.keys()).toEqual([])
  const other = client({ privacySignals: 'ignore' })
  other.page()
  await other.flush()
  expect(sent).toHaveLength(1)
})

/** A page that can be left: what its browser was handed, and the listeners of the client. */
function stubPage(): { listeners: Map<string, () => void>; beacons: { url: string; body: Blob }[] } {
  const listeners = new Map<string, () => void>()
  const beacons: { url: string; body: Blob }[] = []
  vi.stubGlobal('document', { visibilityState: 'visible', title: '', referrer: '', addEventListener: () => {} })
  vi.stubGlobal('location', { href: 'https://shop.test/', pathname: '/', search: '' })
  vi.stubGlobal('screen', { width: 1, height: 1 })
  vi.stubGlobal('devicePixelRatio', 1)
  vi.stubGlobal('addEventListener', (name: string, listener: () => void) => listeners.set(name, listener))
  vi.stubGlobal('navigator', {
    language: 'zh-CN',
    userAgent: 'test',
    sendBeacon: (url: string, body: Blob) => beacons.push({ url, body }) > 0,
  })
  return { listeners, beacons }
}

test('under Global Privacy Control every list is asked for as somebody new', async () => {
  const list = (): Response => Response.json({ decisionId: 'd1', items: [] })
  const asked = (at: number): unknown =>
    (sent[at]?.body as unknown as { anonymousId?: string } | undefined)?.anonymousId
  answers = [list, list, list, list]
  const open = client()
  for (let i = 0; i < 2; i++) await open.recommend()
  expect([asked(0), asked(1)]).toEqual([open.anonymousId, open.anonymousId])
  vi.stubGlobal('navigator', { globalPrivacyControl: true })
  const attune = client()
  for (let i = 0; i < 2; i++) (await attune.recommend()).expose()
  await attune.flush()
  expect(sent).toHaveLength(4)
  expect(new Set([asked(2), asked(3), attune.anonymousId]).size).toBe(3)
})

test('leaving the page hands the queue to sendBeacon, with the key in the body, once', async () => {
  const { listeners, beacons } = stubPage()
  const attune = client({ storage: memoryStorage(), consent: 'leave-to-server' })
  attune.track('Product Viewed', { product_id: 'a' })
  listeners.get('pagehide')?.()
  listeners.get('pagehide')?.()
  expect(beacons).toHaveLength(1)
  expect(beacons[0]?.url).toBe('https://attune.test/v1/batch')
  expect(beacons[0]?.body.type).toBe('text/plain')
  vi.useRealTimers()
  expect(JSON.parse((await beacons[0]?.body.text()) ?? '')).toMatchObject({
    writeKey: 'pk_test',
    batch: [{ event: 'Product Viewed', context: { locale: 'zh-CN' } }],
  })
  await attune.close()
})

test('what a beacon took stays until the server has answered, and carries the same messageId again', async () => {
  const { listeners, beacons } = stubPage()
  const storage = memoryStorage()
  const attune = client({ storage, consent: 'leave-to-server' })
  attune.track('Product Viewed', { product_id: 'a' })
  listeners.get('pagehide')?.()
  await attune.flush()
  vi.useRealTimers()
  const handed = JSON.parse((await beacons[0]?.body.text()) ?? '').batch
  expect(handed.map((event: { event: string }) => event.event)).toEqual(['Product Viewed'])
  expect(sent[0]?.body.batch).toEqual(handed)
  expect(storage.keys().filter((key) => key.includes('queue'))).toEqual([])
})

test('hiding the page while the server is down loses nothing', async () => {
  const { listeners, beacons } = stubPage()
  answers = [status(503)]
  const attune = client({ storage: memoryStorage(), consent: 'leave-to-server' })
  for (const product_id of ['a', 'b', 'c']) attune.track('Product Viewed', { product_id })
  await attune.flush()
  listeners.get('pagehide')?.()
  expect(beacons).toEqual([])
  await attune.flush()
  expect(sent[1]?.body.batch).toHaveLength(3)
  expect(sent[1]?.body.batch).toEqual(sent[0]?.body.batch)
})

test('when the network is back, what waited is sent at once', async () => {
  const { listeners } = stubPage()
  answers = [() => new Error('offline')]
  const attune = client({ storage: memoryStorage(), consent: 'leave-to-server' })
  attune.track('Product Viewed', { product_id: 'a' })
  await attune.flush()
  expect(sent).toHaveLength(1)
  listeners.get('online')?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toHaveLength(2)
})
