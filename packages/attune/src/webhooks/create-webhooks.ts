import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import { privacyRequests } from '../protect/rights/privacy-requests.ts'
import { subjectDigest } from '../protect/rights/subject-digest.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { StateStore } from '../store/state-store.ts'
import { createDeliverer } from './create-deliverer.ts'
import { createEndpoints } from './create-endpoints.ts'
import { createQueue } from './create-queue.ts'
import { dueSoonMs, logMs } from './delivery-times.ts'
import { type Announcement, bodyOf } from './webhook-events.ts'
import type { Webhooks } from './webhooks.ts'

export interface WebhooksOptions {
  readonly state: StateStore
  readonly vault: Vault
  readonly clock: Clock
  /** Uniform in [0, 1). */
  readonly rng: () => number
  readonly outgoing: Outgoing
  readonly log: Logger
}

interface Subscriber {
  readonly id: string
  readonly include_identifiers: number
}

const lookEveryMs = 1000
const tidyEveryMs = 3_600_000

/** Webhooks over the state store: what is told waits there until it was heard. */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { state, vault, clock, log } = options
  const stop = new AbortController()
  const endpoints = createEndpoints(options)
  const queue = createQueue(options)
  const deliverer = createDeliverer({ ...options, endpoints, queue, stopped: stop.signal })
  const requests = privacyRequests(state)
  // To a webhook that is told nothing, erasures wait all the same: it holds data of these persons once it is back.
  const subscribers = state.raw.prepare(
    `SELECT id, include_identifiers FROM webhooks WHERE workspace = ?1
       AND EXISTS (SELECT 1 FROM json_each(events) WHERE value = ?2) AND (disabled_at IS NULL OR ?2 = 'person.erased')
       AND (?3 IS NULL OR segments = '[]' OR EXISTS (SELECT 1 FROM json_each(segments) WHERE value = ?3))`,
  )
  let tidiedAt = Number.NEGATIVE_INFINITY
  const delivering = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined

  const subscribersOf = (workspace: string, type: string, segmentId: string | null): Subscriber[] =>
    subscribers.all(workspace, type, segmentId) as unknown as Subscriber[]
  const announce: Webhooks['announce'] = (workspace, announcement, { about, once, held } = {}) => {
    const told = subscribersOf(workspace, announcement.type, segmentOf(announcement))
    if (told.length === 0) return
    const digest = (personId: string): string => subjectDigest(vault, workspace, personId)
    const subject = typeof about === 'string' ? digest(about) : undefined
    const subjects = typeof about === 'object' ? about.map(digest) : undefined
    state.transaction(() => {
      for (const { id, include_identifiers: include } of told) {
        const { type, data } = include === 1 ? announcement : withoutIdentifiers(announcement)
        queue.add({ webhookId: id, workspace, type, body: bodyOf(type, clock(), data), subject, subjects, once, held })
      }
    })
    if (timer !== undefined) setImmediate(look)
  }

  function tidy(): void {
    const now = clock()
    if (now - tidiedAt < tidyEveryMs) return
    tidiedAt = now
    queue.tidy()
    // Later nobody remembers whether it was told.
    for (const { workspace, id, kind, dueAt } of requests.dueBetween(now + dueSoonMs - logMs, now + dueSoonMs))
      announce(
        workspace,
        { type: 'privacyRequest.dueSoon', data: { requestId: id, kind, dueAt } },
        { once: `${id} due soon` },
      )
  }

  /** A webhook that answers slowly keeps no other waiting, so this may begin before the last time ended. */
  function look(): void {
    if (stop.signal.aborted) return
    const work = webhooks
      .deliverDue()
      .catch((error: unknown) => log.error({ err: error }, 'webhooks could not be told; it is tried again'))
      .finally(() => delivering.delete(work))
    delivering.add(work)
  }

  const webhooks: Webhooks = {
    list: endpoints.list,
    create: endpoints.create,
    change: endpoints.change,
    remove: endpoints.remove,
    rotate: endpoints.rotate,
    announce,
    hears: (workspace, event, segmentId) => subscribersOf(workspace, event, segmentId).length > 0,
    async test(workspace, id) {
      if (endpoints.target(workspace, id) === undefined)
        throw attuneError('unknown-webhook', 'The key of this webhook is destroyed, so it can only be removed.', {
          status: 404,
        })
      const body = bodyOf('ping', clock(), {})
      const message = queue.get(queue.add({ webhookId: id, workspace, type: 'ping', body, held: true }) ?? '')
      if (message === undefined)
        throw attuneError('webhook-busy', 'Too much waits for this webhook already.', { status: 409 })
      await deliverer.deliverOnce(message)
      const [delivery] = queue.deliveries(id, 1, message.id)
      if (delivery) return delivery
      throw attuneError('unknown-webhook', 'The webhook was removed meanwhile.', { status: 404 })
    },
    deliveries(workspace, id, limit) {
      endpoints.get(workspace, id)
      return queue.deliveries(id, limit)
    },
    release(workspace, once) {
      queue.release(workspace, once)
      if (timer !== undefined) setImmediate(look)
    },
    forget: (workspace, personIds) =>
      queue.forget(
        workspace,
        personIds.map((id) => subjectDigest(vault, workspace, id)),
      ),
    forgetErased() {
      for (const { workspace, subject } of queue.subjects())
        if (vault.erased(subject)) queue.forget(workspace, [subject])
    },
    async deliverDue() {
      tidy()
      await deliverer.deliverDue()
    },
    start() {
      timer ??= setInterval(look, lookEveryMs).unref()
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      stop.abort()
      await Promise.all(delivering)
    },
  }
  return webhooks
}

const segmentOf = ({ data }: Announcement): string | null => ('segmentId' in data ? data.segmentId : null)

function withoutIdentifiers(announcement: Announcement): Announcement {
  if (announcement.type !== 'person.erased') return announcement
  const { identifiers: _, ...data } = announcement.data
  return { type: announcement.type, data }
}
