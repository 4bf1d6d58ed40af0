import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Endpoints } from './create-endpoints.ts'
import type { Message, Queue } from './create-queue.ts'
import { failingMs, lifetimeMs, restMs, retryDelayMs } from './delivery-times.ts'
import { webhookHeaders } from './sign-webhook.ts'
import type { Webhook } from './webhooks.ts'

export interface Deliverer {
  /** Sends what is due now, one message after the other to each webhook. May be called while it is under way. */
  deliverDue(): Promise<void>
  /** Sends one message, and does not try again. */
  deliverOnce(message: Message): Promise<void>
}

interface Standing {
  readonly failures: number
  readonly failing_since: number | null
  readonly disabled_at: number | null
}

/** For name, connection and answer. */
const answerMs = 15_000
/** Webhooks that are told at the same time, and messages in a row before it is the turn of another. */
const atOnce = 8
const inARow = 20
/** The receiver wants no more of it. */
const goneStatus = 410

const isGood = (status: number | null): boolean => status !== null && status >= 200 && status < 300

export function createDeliverer({
  state,
  clock,
  rng,
  outgoing,
  endpoints,
  queue,
  log,
  stopped,
}: {
  readonly state: StateStore
  readonly clock: Clock
  /** Uniform in [0, 1). */
  readonly rng: () => number
  readonly outgoing: Outgoing
  readonly endpoints: Pick<Endpoints, 'target'>
  readonly queue: Queue
  readonly log: Logger
  readonly stopped: AbortSignal
}): Deliverer {
  const { raw } = state
  const standing = raw.prepare('SELECT failures, failing_since, disabled_at FROM webhooks WHERE id = ?')
  const succeed = raw.prepare(
    'UPDATE webhooks SET failures = 0, failing_since = NULL, rests_until = 0, delivered_at = ? WHERE id = ?',
  )
  const fail = raw.prepare(
    'UPDATE webhooks SET failures = failures + 1, failing_since = coalesce(failing_since, ?), rests_until = ? WHERE id = ?',
  )
  const disable = raw.prepare(
    'UPDATE webhooks SET disabled_at = ?, disabled_because = ? WHERE id = ? AND disabled_at IS NULL',
  )
  /** Webhooks to which something is under way. */
  const busy = new Set<string>()
  const now = (): number => Math.round(clock())

  /** @returns the status, or null where nothing good or bad came back */
  async function send({ id, webhookId, workspace, body = '' }: Message): Promise<number | null> {
    const target = endpoints.target(workspace, webhookId)
    if (target === undefined) return null
    const at = now()
    const secrets = target.secrets.filter(({ until }) => until === null || until > at).map(({ secret }) => secret)
    try {
      const { status } = await outgoing.fetch(target.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...webhookHeaders(secrets, { id, at, body }) },
        body,
        timeoutMs: answerMs,
        answer: 'head',
        signal: stopped,
      })
      return status
    } catch {
      return null
    }
  }

  /** What is written down after a failure: when to come back, and whether at all. */
  function failed({ webhookId, workspace }: Message, status: number | null, at: number): void {
    const { failures, failing_since: since } = standing.get(webhookId) as unknown as Standing
    fail.run(at, at + restMs(failures + 1), webhookId)
    const because: Webhook['disabledBecause'] =
      status === goneStatus ? 'gone' : at - (since ?? at) >= failingMs ? 'failing' : null
    if (because === null || disable.run(at, because, webhookId).changes === 0) return
    const details = JSON.stringify({ because })
    appendAudit(raw, { workspace, at, actor: 'system', action: 'webhook.disabled', subject: webhookId, details })
    log.warn(
      { workspace, webhook: webhookId, because },
      'a webhook is told nothing any more; see “attune webhooks list”',
    )
  }

  function settle(message: Message, status: number | null, again: boolean): void {
    const at = now()
    const { id, webhookId, type, createdAt, attempts } = message
    state.transaction(() => {
      if (standing.get(webhookId) === undefined) return
      if (isGood(status)) {
        queue.attempted(id, { at, status }, { delivered: true })
        succeed.run(at, webhookId)
        return
      }
      const retryAt = at + retryDelayMs(attempts + 1, rng)
      const inTime = again && retryAt < createdAt + lifetimeMs(type)
      queue.attempted(id, { at, status }, { delivered: false, retryAt: inTime ? retryAt : undefined })
      if (again) failed(message, status, at)
      if (!inTime && again)
        log.warn({ webhook: webhookId, message: id, type }, 'a webhook could not be told of an event')
    })
  }

  async function drain(webhookId: string): Promise<void> {
    for (let turn = 0; turn < inARow && !stopped.aborted; turn += 1) {
      const message = queue.nextDue(webhookId, now())
      if (message === undefined) return
      if (message.body === undefined) {
        queue.giveUp(message.id)
        continue
      }
      const status = await send(message)
      // Broken off: it may have arrived or not, so the next start sends it again.
      if (stopped.aborted) return
      settle(message, status, true)
    }
  }

  return {
    async deliverDue() {
      while (!stopped.aborted) {
        const free = queue.webhooksDue(now()).filter((id) => !busy.has(id))
        const next = free.slice(0, Math.max(0, atOnce - busy.size))
        if (next.length === 0) return
        await Promise.all(
          next.map(async (id) => {
            busy.add(id)
            try {
              await drain(id)
            } finally {
              busy.delete(id)
            }
          }),
        )
      }
    },
    async deliverOnce(message) {
      settle(message, await send(message), false)
    },
  }
}
