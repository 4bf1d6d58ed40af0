import type { ConsentChoice } from './consent-types.ts'
import { createConsent } from './create-consent.ts'
import { createDelivery } from './delivery.ts'
import { later, type Timer } from './later.ts'
import { purposeOf } from './purpose-of.ts'
import { consentPath, createQueue, type Entry } from './queue.ts'
import { requestRecommendations } from './request-recommendations.ts'
import { defaultStorage } from './storage.ts'
import { contextNow, privacySignal, randomId, watchPage } from './surroundings.ts'
import type { Client, ClientOptions, Facts } from './types.ts'

/** The server takes 32 KB an event. */
const eventBytes = 32_768

/**
 * A tracking client for a page or a Node process. Tracking calls return at once and never throw; what could not be sent
 * waits in a bounded queue that survives reloads, and every event carries a messageId, so that sending it twice counts once.
 * What needs the person's consent is recorded only while they give it (`client.consent`).
 *
 * @example
 * const attune = createClient({ url: 'https://attune.example', key: 'pk_…' })
 * attune.track('Product Viewed', { product_id: 'tea-014' })
 * const picked = await attune.recommend({ placement: 'home', n: 8 })
 * picked.expose()
 */
export function createClient(options: ClientOptions): Client {
  const { key, flushAt = 20, flushIntervalMs = 2000, maxQueue = 1000, timeoutMs = 10_000, neededEvents = [] } = options
  const { now = Date.now, random = Math.random, onError, onEvent, privacySignals = 'respect', regime } = options
  const { consent: gate = typeof document === 'undefined' ? 'leave-to-server' : 'ask' } = options
  const url = options.url.replace(/\/+$/, '')
  const storage = options.storage ?? defaultStorage()
  const prefix = `attune.${key.slice(0, 12)}.`
  const sender = { fetch: options.fetch ?? fetch.bind(globalThis), key, timeoutMs, now }
  const newId = (): string => randomId(random)
  const report = onError ?? (() => {})

  const before = remembered('anonymous')
  let anonymousId = before ?? newId()
  let userId = remembered('user')
  /** Whether the ids lie on the device as they are now. */
  let kept = before !== null
  /** What waits for the server to say whether it may be recorded: in memory only. */
  const held: Entry[] = []
  const queue = createQueue(storage, prefix, newId(), maxQueue)
  const delivery = createDelivery({ url, sender, queue, random, report, stored: options.onStored ?? (() => {}) })
  const consent = createConsent({
    url,
    sender,
    signal: privacySignals === 'ignore' ? null : privacySignal(),
    trusting: gate === 'leave-to-server',
    regime,
    read: remembered,
    write: remember,
    who: () => (kept ? anonymousId : null),
    tell,
    apply,
    report,
  })
  const stopListening = watchPage({
    leave: delivery.leave,
    back: () => void flush(),
    written: (name) => {
      if (name === null || name === `${prefix}consent`) consent.reread()
    },
  })
  let timer: Timer | undefined
  apply()
  const { choice, signal } = consent.get()
  if (gate === 'ask' && (choice ? consent.allows('analytics') === undefined : !signal)) void consent.load()
  if (queue.entries.length > 0) void flush()

  function remembered(name: string): string | null {
    try {
      return storage.get(prefix + name)
    } catch {
      return null
    }
  }

  function remember(name: string, value: string | null): void {
    try {
      if (value === null) storage.remove(prefix + name)
      else storage.set(prefix + name, value)
    } catch {
      // A full or forbidden storage: the id lives as long as the page.
    }
  }

  function keepIds(): void {
    if (kept) return
    kept = true
    // Another tab may have been first: both are one visitor, and the choice was told for the id that lies there.
    const known = remembered('anonymous') ?? anonymousId
    for (const { body } of held) if (body.anonymousId === anonymousId) body.anonymousId = known
    anonymousId = known
    remember('anonymous', known)
    if (userId !== null) remember('user', userId)
  }

  function newIds(): void {
    kept = false
    userId = null
    anonymousId = newId()
    for (const name of ['anonymous', 'user', 'allowed']) remember(name, null)
  }

  /** Brings what waits and what is kept in line with what holds now. */
  function apply(): void {
    if (consent.allows('storage') === false) {
      if (kept) newIds()
    } else if (consent.get().choice || consent.allows('analytics')) keepIds()
    const unwanted = queue.entries.filter((entry) => allows(entry) === false)
    queue.settle(new Set(unwanted.map(({ body }) => body.messageId)))
    for (const entry of held.splice(0)) admit(entry)
  }

  function allows(entry: Entry): boolean | undefined {
    const purpose = purposeOf(entry, neededEvents)
    return purpose === null || consent.allows(purpose)
  }

  function tell({ purposes, source, textVersion, at }: ConsentChoice): void {
    const about = { anonymousId, purposes, source, ...(textVersion && { textVersion }), ...(regime && { regime }) }
    queue.add({ path: consentPath, body: { ...stamp(at), ...about } })
    if (!delivery.waiting) void flush()
  }

  function enqueue({ path, body: said }: Entry): void {
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
    admit(path ? { path, body } : { body })
  }

  /** Takes an entry in, sets it aside until that can be said, or leaves it out. */
  function admit(entry: Entry): void {
    const allowed = allows(entry)
    if (allowed === false) return
    const full = allowed ? queue.add(entry) : held.push(entry) > maxQueue ? held.splice(0, 1) : []
    for (const { body: event } of full)
      report({ code: 'queue-full', message: `More than ${maxQueue} events wait; the oldest gave way.`, event })
    if (!allowed) return
    keepIds()
    onEvent?.(entry.body)
    if (delivery.waiting) return
    if (queue.entries.length >= flushAt || entry.path) void flush()
    else timer ??= later(flush, flushIntervalMs)
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (held.length > 0) await consent.load()
    await delivery.flush()
  }

  const stamp = (at = now()): { messageId: string; timestamp: string } => ({
    messageId: newId(),
    timestamp: new Date(at).toISOString(),
  })

  function event(type: string, facts: Facts): void {
    enqueue({
      body: { type, ...stamp(), anonymousId, ...(userId !== null && { userId }), context: contextNow(), ...facts },
    })
  }

  function become(id: string): void {
    userId = id
    kept = false
  }

  const track = (name: string, properties: object = {}): void => event('track', { event: name, properties })

  const client: Client = {
    get anonymousId() {
      return anonymousId
    },
    get userId() {
      return userId
    },
    get recording() {
      return consent.allows('analytics') === true
    },
    consent,
    track,
    page: (name, properties = {}) => event('page', { ...(name !== undefined && { name }), properties }),
    group: (groupId, traits = {}) => event('group', { groupId, traits }),
    identify(id, traits = {}) {
      become(id)
      event('identify', { traits })
    },
    alias(id, previousId = anonymousId) {
      become(id)
      event('alias', { userId: id, previousId })
    },
    async recommend(request = {}) {
      if (consent.allows('analytics') === undefined) await consent.load()
      // Where nothing may be recorded and no word is known, no two requests may be put together: each asks as somebody new.
      const asking = kept ? anonymousId : newId()
      return requestRecommendations({ sender, url, client, anonymousId: asking, request })
    },
    expose(decisionId, itemIds) {
      enqueue({ path: '/v1/exposures', body: { decisionId, ...(itemIds && { itemIds }), ...stamp() } })
    },
    flush,
    reset() {
      newIds()
      const { choice } = consent.get()
      if (choice) tell(choice)
      apply()
    },
    async close() {
      stopListening()
      await flush()
      delivery.stop()
      consent.stop()
    },
  }
  return client
}
