import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ConsentAnswer, Purpose } from './consent-types.ts'
import { createClient } from './create-client.ts'
import { type ClientStorage, memoryStorage } from './storage.ts'
import type { Client, ClientOptions, ClientProblem } from './types.ts'

type Body = Record<string, unknown> & { batch?: { event?: string; type: string; anonymousId: string }[] }

const purposes: readonly Purpose[] = [
  'storage',
  'analytics',
  'personalisation',
  'advertising',
  'profiling',
  'training',
  'thirdParties',
  'sensitive',
]

/** What a server says of somebody who has said nothing. */
function holds(asksFirst: boolean): ConsentAnswer {
  return {
    answers: Object.fromEntries(
      purposes.map((purpose) => [
        purpose,
        { allowed: purpose === 'storage' || (!asksFirst && purpose !== 'sensitive'), because: 'regime' },
      ]),
    ) as ConsentAnswer['answers'],
    regime: asksFirst ? 'gdpr' : 'open',
    asksFirst,
    text: null,
    purposes: [],
  }
}

let asked: URL[]
let sent: { path: string; body: Body }[]
let problems: ClientProblem[]
/** What the server answers to questions and to posts, until a test says otherwise. */
let onGet: () => Response | Error
let onPost: (path: string, body: Body) => Response | Error | undefined

const transport = (async (address: string, init: RequestInit) => {
  const url = new URL(address)
  let answer: Response | Error | undefined
  if (init.method === 'GET') {
    asked.push(url)
    answer = onGet()
  } else {
    const body = JSON.parse(String(init.body)) as Body
    sent.push({ path: url.pathname, body })
    answer = onPost(url.pathname, body)
  }
  if (answer instanceof Error) throw answer
  return answer ?? Response.json({ rejected: [] })
}) as unknown as typeof fetch

const client = (options: Partial<ClientOptions> = {}): Client =>
  createClient({
    url: 'https://attune.test',
    key: 'pk_test',
    consent: 'ask',
    fetch: transport,
    random: () => 1,
    onError: (problem) => problems.push(problem),
    ...options,
  })

const events = (): unknown[] =>
  sent.flatMap(({ path, body }) => (path === '/v1/batch' ? (body.batch ?? []).map((one) => one.event ?? one.type) : []))
const choices = (): Body[] => sent.flatMap(({ path, body }) => (path === '/v1/consent' ? [body] : []))
const strict = (): Response => Response.json(holds(true))
const open = (): Response => Response.json(holds(false))
const soon = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z') })
  asked = []
  sent = []
  problems = []
  onGet = strict
  onPost = () => undefined
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('where the law asks first, nothing is sent or kept before a yes, and the cart and orders are what the service needs', async () => {
  const storage = memoryStorage()
  const attune = client({ storage })
  attune.page('Home')
  attune.track('Product Viewed', { product_id: 'a' })
  await attune.flush()
  await soon(5000)
  expect(asked.map(({ pathname, search }) => pathname + search)).toEqual(['/v1/consent'])
  expect(sent).toEqual([])
  expect(storage.keys()).toEqual([])
  expect(attune.recording).toBe(false)
  expect(attune.consent.allows('analytics')).toBe(false)
  attune.track('Order Completed', { order_id: 'o', products: [] })
  attune.track('Donation Made')
  await attune.flush()
  expect(events()).toEqual(['Order Completed'])
  const charity = client({ neededEvents: ['donation-made'] })
  charity.track('Donation Made')
  await charity.flush()
  expect(events()).toEqual(['Order Completed', 'Donation Made'])
})

test('what is tracked before the server has said what holds waits, and goes out where it may', async () => {
  const storage = memoryStorage()
  onGet = open
  const attune = client({ storage })
  attune.page('Home')
  expect(attune.consent.allows('analytics')).toBeUndefined()
  await attune.flush()
  expect(events()).toEqual(['page'])
  expect(sent[0]?.body.batch?.[0]?.anonymousId).toBe(attune.anonymousId)
  // The next page need not wait, and asks all the same: the law may have changed.
  onGet = strict
  const next = client({ storage })
  expect(next.anonymousId).toBe(attune.anonymousId)
  expect(next.recording).toBe(true)
  await soon()
  expect(asked.at(-1)?.searchParams.get('anonymousId')).toBe(attune.anonymousId)
  expect(next.recording).toBe(false)
})

test('while the server cannot be reached what may not be known to be allowed is kept in memory only, and it is asked again', async () => {
  const storage = memoryStorage()
  onGet = () => new Error('offline')
  const attune = client({ storage, maxQueue: 2 })
  for (const name of ['one', 'two', 'three']) attune.track(name)
  await attune.flush()
  expect(storage.keys()).toEqual([])
  expect(problems).toMatchObject([{ code: 'queue-full', event: { event: 'one' } }])
  onGet = open
  await soon(12_000)
  expect(events()).toEqual(['two', 'three'])
})

test('a choice reaches the server before the events it allows, with the text that was shown and when', async () => {
  const attune = client({ regime: 'gdpr' })
  await soon()
  expect(asked[0]?.search).toBe('?regime=gdpr')
  let changes = 0
  const stop = attune.consent.onChange(() => changes++)
  attune.consent.set({ analytics: true, advertising: false }, { source: 'banner', textVersion: 'v1' })
  attune.page('Home')
  await attune.flush()
  expect(sent.map(({ path }) => path)).toEqual(['/v1/consent', '/v1/batch'])
  expect(choices()).toEqual([
    {
      messageId: expect.any(String),
      timestamp: '2026-03-01T12:00:00.000Z',
      sentAt: '2026-03-01T12:00:00.000Z',
      anonymousId: attune.anonymousId,
      purposes: { analytics: true, advertising: false },
      source: 'banner',
      textVersion: 'v1',
      regime: 'gdpr',
    },
  ])
  expect(changes).toBe(1)
  stop()
  attune.consent.set({ advertising: true })
  expect(changes).toBe(1)
})

test('a choice is remembered with its time and version, added to, and holds on the next page without asking', async () => {
  const storage = memoryStorage()
  const before = client({ storage })
  await soon()
  before.consent.set({ analytics: true, personalisation: false }, { source: 'banner', textVersion: 'v1' })
  await soon(1000)
  before.consent.set({ personalisation: true }, { source: 'preferences' })
  await soon()
  asked = []
  const after = client({ storage })
  expect(after.consent.get().choice).toEqual({
    purposes: { analytics: true, personalisation: true },
    source: 'preferences',
    textVersion: 'v1',
    at: Date.parse('2026-03-01T12:00:01Z'),
  })
  expect([after.recording, after.anonymousId]).toEqual([true, before.anonymousId])
  await soon(5000)
  expect(asked).toEqual([])
})

test('a choice made offline survives the page, never gives way to events, and is sent first when the network is back', async () => {
  const storage = memoryStorage()
  onPost = () => new Error('offline')
  const before = client({ storage, maxQueue: 2 })
  before.consent.set({ analytics: true }, { source: 'banner' })
  for (const name of ['one', 'two', 'three']) before.track(name)
  await soon()
  sent = []
  onPost = () => undefined
  const after = client({ storage, maxQueue: 2 })
  await after.flush()
  expect(sent.map(({ path }) => path)).toEqual(['/v1/consent', '/v1/batch'])
  expect(choices()[0]).toMatchObject({ purposes: { analytics: true }, timestamp: '2026-03-01T12:00:00.000Z' })
  expect(events()).toEqual(['two', 'three'])
})

test('withdrawing stops recording at once and drops what waits, but not the order, nor the withdrawal', async () => {
  const storage = memoryStorage()
  const attune = client({ storage })
  attune.consent.set({ analytics: true })
  await soon()
  onPost = () => new Error('offline')
  attune.page('Home')
  attune.track('Order Completed', { order_id: 'o', products: [] })
  attune.consent.set({ analytics: false })
  attune.page('Later')
  await soon()
  sent = []
  onPost = () => undefined
  await soon(60_000)
  expect(events()).toEqual(['Order Completed'])
  expect(choices().at(-1)).toMatchObject({ purposes: { analytics: false } })
  expect(storage.keys().filter((key) => key.includes('queue'))).toEqual([])
  expect(storage.get('attune.pk_test.anonymous')).toBe(attune.anonymousId)
})

test('without storage the ids go from the device, and each list is asked for as somebody new', async () => {
  const storage = memoryStorage()
  const attune = client({ storage })
  attune.consent.set({ analytics: true })
  attune.identify('ann')
  await attune.flush()
  const known = attune.anonymousId
  attune.consent.set({ storage: false, analytics: false, personalisation: false })
  await attune.flush()
  expect(choices().at(-1)).toMatchObject({ anonymousId: known, purposes: { storage: false } })
  expect([attune.userId, attune.anonymousId === known]).toEqual([null, false])
  expect(storage.keys()).toEqual(['attune.pk_test.consent'])
  attune.track('Order Completed', { order_id: 'o', products: [] })
  sent = []
  onPost = () => Response.json({ decisionId: 'd', items: [] })
  for (let i = 0; i < 2; i++) await attune.recommend()
  expect(new Set([...sent.map(({ body }) => body.anonymousId), attune.anonymousId, known]).size).toBe(4)
  expect(client({ storage }).consent.get().choice?.purposes.storage).toBe(false)
})

test('a person who said no is asked for by their id, so that the server knows that they did', async () => {
  const attune = client()
  await soon()
  onPost = () => Response.json({ decisionId: 'd', items: [] })
  await attune.recommend()
  attune.consent.set({ analytics: false, personalisation: false })
  await attune.recommend()
  const [before, after] = sent.filter(({ path }) => path === '/v1/recommendations').map(({ body }) => body.anonymousId)
  expect(before).not.toBe(attune.anonymousId)
  expect(after).toBe(attune.anonymousId)
})

test('under Global Privacy Control nothing is recorded, kept or asked until the person chooses, and then their word holds', async () => {
  vi.stubGlobal('navigator', { globalPrivacyControl: true })
  const storage = memoryStorage()
  storage.set('attune.pk_test.anonymous', 'from-before')
  storage.set('attune.pk_test.queue.2026.tab.1', JSON.stringify({ body: { messageId: 'm', type: 'page' } }))
  onGet = open
  const attune = client({ storage })
  attune.track('Order Completed', { order_id: 'o', products: [] })
  await attune.flush()
  await soon(5000)
  expect([asked, sent, storage.keys()]).toEqual([[], [], []])
  expect(attune.consent.get()).toMatchObject({ signal: 'gpc', choice: null })
  attune.consent.set({ analytics: true }, { source: 'preferences' })
  attune.page('Home')
  await attune.flush()
  expect(events()).toEqual(['page'])
  expect(storage.get('attune.pk_test.anonymous')).toBe(attune.anonymousId)
  vi.stubGlobal('navigator', { doNotTrack: '1' })
  expect(client().consent.get().signal).toBe('dnt')
  expect(client({ privacySignals: 'ignore' }).consent.get().signal).toBeNull()
})

test('a text that the server does not know costs the proof, not the choice', async () => {
  onPost = (_, body) =>
    body.textVersion ? Response.json({ code: 'unknown-text', detail: 'Put it first.' }, { status: 400 }) : undefined
  const attune = client()
  attune.consent.set({ analytics: true }, { textVersion: 'never-put' })
  attune.page()
  await attune.flush()
  expect(choices().map(({ textVersion }) => textVersion)).toEqual(['never-put', undefined])
  expect(events()).toEqual(['page'])
  expect(problems).toMatchObject([{ code: 'refused', reason: 'unknown-text' }])
})

test('a new id is told the choice of the device; what waits of the old one is still sent', async () => {
  const attune = client()
  attune.consent.set({ analytics: true }, { source: 'banner' })
  const first = attune.anonymousId
  await attune.flush()
  attune.page('Old')
  await soon(1000)
  attune.reset()
  attune.page('New')
  await attune.flush()
  expect(choices().map(({ anonymousId, timestamp }) => [anonymousId, timestamp])).toEqual([
    [first, '2026-03-01T12:00:00.000Z'],
    [attune.anonymousId, '2026-03-01T12:00:00.000Z'],
  ])
  expect(sent.at(-1)?.body.batch?.map(({ anonymousId }) => anonymousId)).toEqual([first, attune.anonymousId])
})

/** Two tabs of one browser: each hears what the other writes. */
function tabs(): { storage: ClientStorage; say: (key: string | null) => void } {
  const listeners: ((event: { key: string | null }) => void)[] = []
  vi.stubGlobal('document', { visibilityState: 'visible', title: '', referrer: '', addEventListener: () => {} })
  vi.stubGlobal('location', { href: 'https://shop.test/', pathname: '/', search: '' })
  vi.stubGlobal('screen', { width: 1, height: 1 })
  vi.stubGlobal('devicePixelRatio', 1)
  vi.stubGlobal('navigator', { language: 'en', userAgent: 'test' })
  vi.stubGlobal('addEventListener', (name: string, listener: (event: { key: string | null }) => void) => {
    if (name === 'storage') listeners.push(listener)
  })
  const say = (key: string | null): void => {
    for (const listener of listeners) listener({ key })
  }
  return { storage: memoryStorage(), say }
}

test('a choice in one tab holds in the others at once, and both are one visitor', async () => {
  const { storage, say } = tabs()
  onGet = () => new Error('slow')
  const one = client({ storage })
  const two = client({ storage })
  two.page('Two')
  one.consent.set({ analytics: true })
  say('attune.pk_test.consent')
  await two.flush()
  expect(two.anonymousId).toBe(one.anonymousId)
  expect(sent.at(-1)?.body.batch).toMatchObject([{ type: 'page', anonymousId: one.anonymousId }])
  onPost = () => new Error('offline')
  two.page('Three')
  one.consent.set({ analytics: false })
  say('attune.pk_test.consent')
  sent = []
  onPost = () => undefined
  await soon(60_000)
  expect([two.recording, events()]).toEqual([false, []])
  storage.remove('attune.pk_test.consent')
  say(null)
  expect(two.consent.get().choice).toBeNull()
})

test('a page that goes hands over the choice and keeps the events that depend on it', async () => {
  const { storage } = tabs()
  const beacons: unknown[] = []
  const leaving: (() => void)[] = []
  vi.stubGlobal('addEventListener', (name: string, listener: () => void) => {
    if (name === 'pagehide') leaving.push(listener)
  })
  vi.stubGlobal('navigator', { language: 'en', sendBeacon: (...all: unknown[]) => beacons.push(all) > 0 })
  const attune = client({ storage })
  await soon()
  // The first attempt hangs.
  onPost = (path) => (path === '/v1/consent' ? undefined : new Error('too early'))
  attune.consent.set({ analytics: true })
  attune.page('Home')
  leaving[0]?.()
  expect([beacons, sent.map(({ path }) => path)]).toEqual([[], ['/v1/consent', '/v1/consent']])
})

test('a listener that throws is the page’s fault and stops nothing', async () => {
  const thrown = vi.fn()
  vi.stubGlobal('queueMicrotask', (work: () => void) => {
    try {
      work()
    } catch (error) {
      thrown(error)
    }
  })
  const attune = client()
  const heard = vi.fn()
  attune.consent.onChange(() => {
    throw new Error('mine')
  })
  attune.consent.onChange(heard)
  attune.consent.set({ analytics: true })
  expect(heard).toHaveBeenCalledOnce()
  expect(thrown).toHaveBeenCalledOnce()
})

test('on a server everything is left to the server, and a choice is respected', async () => {
  const attune = client({ consent: 'leave-to-server' })
  attune.page('Home')
  await attune.flush()
  expect([asked, events()]).toEqual([[], ['page']])
  attune.consent.set({ analytics: false })
  attune.page('Home')
  await attune.flush()
  expect(events()).toEqual(['page'])
})
