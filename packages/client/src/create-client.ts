import { createDelivery } from './delivery.ts'
import { createQueue, type Entry } from './queue.ts'
import { requestRecommendations } from './request-recommendations.ts'
import { defaultStorage, memoryStorage } from './storage.ts'
import { asksForPrivacy, contextNow, randomId, watchPage } from './surroundings.ts'
import type { Client, ClientOptions, Facts } from './types.ts'

/** The server takes 32 KB an event. */
const eventBytes = 32_768

/**
 * A tracking client for a page or a Node process. Tracking calls return at once and never throw; what could not be sent
 * waits in a bounded queue that survives reloads, and every event carries a messageId, so that sending it twice counts once.
 *
 * @example
 * const attune = createClient({ url: 'https://attune.example', key: 'pk_…' })
 * attune.track('Product Viewed', { product_id: 'tea-014' })
 * const picked = await attune.recommend({ placement: 'home', n: 8 })
 * picked.expose()
 */
export function createClient(options: ClientOptions): Client {
  const { key, flushAt = 20, flushIntervalMs = 2000, maxQueue = 1000, timeoutMs = 10_000 } = options
  const { now = Date.now, random = Math.random, onError, onEvent, privacySignals = 'respect' } = options
  const url = options.url.replace(/\/+$/, '')
  const recording = privacySignals === 'ignore' || !asksForPrivacy()
  const storage = recording ? (options.storage ?? defaultStorage()) : memoryStorage()
  const prefix = `attune.${key.slice(0, 12)}.`
  const sender = { fetch: options.fetch ?? fetch.bind(globalThis), key, timeoutMs, now }
  const newId = (): string => randomId(random)
  const report = onError ?? (() => {})

  let anonymousId = remembered('anonymous') ?? remember('anonymous', newId())
  let userId = remembered('user')
  const queue = createQueue(storage, prefix, newId(), maxQueue)
  const delivery = createDelivery({ url, sender, queue, random, report, stored: options.onStored ?? (() => {}) })
  const stopListening = watchPage({ leave: delivery.leave, back: () => void flush() })
  let timer: ReturnType<typeof setTimeout> | undefined
  if (queue.entries.length > 0) void delivery.flush()

  function remembered(name: string): string | null {
    try {
      return storage.get(prefix + name)
    } catch {
      return null
    }
  }

  function remember(name: string, value: string | null): string {
    try {
      if (value === null) storage.remove(prefix + name)
      else storage.set(prefix + name, value)
    } catch {
      // A full or forbidden storage: the id lives as long as the page.
    }
    return value ?? ''
  }

  function enqueue({ path, body: said }: Entry): void {
    if (!recording) return
    let text: string
    try {
      text = JSON.stringify(said)
    } catch {
      report({ code: 'not-json', message: 'An event must be JSON: nothing circular, no BigInt.', event: said })
      return
    }
    // A copy: what the page does to its objects afterwards did not happen then.
    const body = JSON.parse(text) as Entry['body']
    // Characters × 3 bounds the bytes of UTF-8; only long events are measured exactly.
    if (text.length * 3 > eventBytes && new TextEncoder().encode(text).length > eventBytes) {
      report({ code: 'event-too-large', message: 'An event may have at most 32 KB.', event: body })
      return
    }
    for (const { body: event } of queue.add(path ? { path, body } : { body }))
      report({ code: 'queue-full', message: `More than ${maxQueue} events wait; the oldest gave way.`, event })
    onEvent?.(body)
    if (delivery.waiting) return
    if (queue.entries.length >= flushAt || path) void flush()
    else {
      timer ??= setTimeout(() => void flush(), flushIntervalMs)
      ;(timer as { unref?: () => void }).unref?.()
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    return delivery.flush()
  }

  const stamp = (): { messageId: string; timestamp: string } => ({
    messageId: newId(),
    timestamp: new Date(now()).toISOString(),
  })

  function event(type: string, facts: Facts): void {
    enqueue({
      body: { type, ...stamp(), anonymousId, ...(userId !== null && { userId }), context: contextNow(), ...facts },
    })
  }

  const track = (name: string, properties: object = {}): void => event('track', { event: name, properties })

  const client: Client = {
    get anonymousId() {
      return anonymousId
    },
    get userId() {
      return userId
    },
    recording,
    track,
    page: (name, properties = {}) => event('page', { ...(name !== undefined && { name }), properties }),
    group: (groupId, traits = {}) => event('group', { groupId, traits }),
    identify(id, traits = {}) {
      userId = id
      if (recording) remember('user', id)
      event('identify', { traits })
    },
    alias(id, previousId = anonymousId) {
      userId = id
      if (recording) remember('user', id)
      event('alias', { userId: id, previousId })
    },
    recommend(request = {}) {
      // Where nothing may be recorded no two requests may be put together: each asks as somebody new.
      const asking = recording ? anonymousId : newId()
      return requestRecommendations({ sender, url, client, anonymousId: asking, request })
    },
    expose(decisionId, itemIds) {
      enqueue({ path: '/v1/exposures', body: { decisionId, ...(itemIds && { itemIds }), ...stamp() } })
    },
    flush,
    reset() {
      userId = null
      remember('user', null)
      anonymousId = remember('anonymous', newId())
    },
    async close() {
      stopListening()
      await flush()
      delivery.stop()
    },
  }
  return client
}
