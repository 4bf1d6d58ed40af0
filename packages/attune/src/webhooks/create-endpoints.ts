import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { StateStore } from '../store/state-store.ts'
import { logMs } from './delivery-times.ts'
import { newWebhookSecret } from './sign-webhook.ts'
import type { WebhookEvent } from './webhook-events.ts'
import type { Webhook, Webhooks } from './webhooks.ts'

/** Where a webhook's messages go, and what signs them. */
export interface Target {
  readonly url: string
  /** Newest first; `until` is null for the one in force. */
  readonly secrets: readonly { readonly secret: string; readonly until: number | null }[]
}

/** Who is told of what. */
export interface Endpoints extends Pick<Webhooks, 'list' | 'create' | 'change' | 'remove' | 'rotate'> {
  /** @throws AttuneError `unknown-webhook` */
  get(workspace: string, id: string): Webhook
  /** Undefined when its key is destroyed: it was removed after the backup that it comes from. */
  target(workspace: string, id: string): Target | undefined
}

interface Row {
  readonly id: string
  readonly workspace: string
  readonly description: string
  readonly events: string
  readonly sealed: string
  readonly include_identifiers: number
  readonly segments: string
  readonly created_at: number
  readonly disabled_at: number | null
  readonly disabled_because: Webhook['disabledBecause']
  readonly failing_since: number | null
  readonly delivered_at: number | null
  readonly dropped: number
  readonly waiting: number
  readonly given_up: number
}

const mostWebhooks = 20
/** Of one webhook that count at the same time: a secret that was rotated thrice within the overlap is let go. */
const mostSecrets = 3

/** Under whose key in the vault a webhook's address, secrets and messages lie. */
export const webhookKeyOf = (id: string): string => `webhook ${id}`

/** @throws AttuneError when identifiers would go over a line that others can read */
function refuseOpenLine(url: string, includeIdentifiers: boolean): void {
  if (includeIdentifiers && new URL(url).protocol !== 'https:')
    throw attuneError('identifiers-need-tls', 'Identifiers of persons are sent over https only.', {
      details: { field: 'includeIdentifiers' },
    })
}

export function createEndpoints({
  state,
  vault,
  clock,
  outgoing,
}: {
  readonly state: StateStore
  readonly vault: Vault
  readonly clock: Clock
  readonly outgoing: Outgoing
}): Endpoints {
  const { raw } = state
  const select = `SELECT w.*,
      (SELECT count(*) FROM webhook_messages m WHERE m.webhook_id = w.id AND m.state = 'waiting') AS waiting,
      (SELECT count(*) FROM webhook_messages m WHERE m.webhook_id = w.id AND m.created_at >= ? AND m.state = 'givenUp') AS given_up
    FROM webhooks w WHERE w.workspace = ?`
  const all = raw.prepare(`${select} ORDER BY w.created_at, w.id`)
  const one = raw.prepare(`${select} AND w.id = ?`)
  const insert = raw.prepare(
    'INSERT INTO webhooks (id, workspace, description, events, sealed, include_identifiers, segments, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const update = raw.prepare(
    'UPDATE webhooks SET description = ?, events = ?, sealed = ?, include_identifiers = ?, segments = ? WHERE workspace = ? AND id = ?',
  )
  const reseal = raw.prepare('UPDATE webhooks SET sealed = ? WHERE workspace = ? AND id = ?')
  const disable = raw.prepare(
    "UPDATE webhooks SET disabled_at = ?, disabled_because = 'hand' WHERE workspace = ? AND id = ? AND disabled_at IS NULL",
  )
  const enable = raw.prepare(
    'UPDATE webhooks SET disabled_at = NULL, disabled_because = NULL, failures = 0, failing_since = NULL, rests_until = 0 WHERE workspace = ? AND id = ?',
  )

  const now = (): number => Math.round(clock())
  const since = (): number => now() - logMs
  const audit = (workspace: string, actor: string, action: string, subject: string, details: object): void =>
    appendAudit(raw, { workspace, at: now(), actor, action, subject, details: JSON.stringify(details) })
  const sealedOf = (workspace: string, id: string, target: Target): string =>
    vault.seal(workspace, webhookKeyOf(id), JSON.stringify(target))
  const opened = ({ workspace, id, sealed }: Row): Target | undefined => {
    const text = vault.open(workspace, webhookKeyOf(id), sealed)
    return text === undefined ? undefined : (JSON.parse(text) as Target)
  }
  const webhookOf = (row: Row): Webhook => ({
    id: row.id,
    workspace: row.workspace,
    url: opened(row)?.url ?? '',
    description: row.description,
    events: JSON.parse(row.events) as WebhookEvent[],
    includeIdentifiers: row.include_identifiers === 1,
    segments: JSON.parse(row.segments) as string[],
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    disabledBecause: row.disabled_because,
    failingSince: row.failing_since,
    deliveredAt: row.delivered_at,
    waiting: row.waiting,
    givenUp: row.given_up,
    dropped: row.dropped,
  })
  function rowOf(workspace: string, id: string): Row {
    const row = one.get(since(), workspace, id) as Row | undefined
    if (row) return row
    throw attuneError('unknown-webhook', 'There is no such webhook.', { status: 404 })
  }
  function targetOf(workspace: string, id: string): Target {
    const target = opened(rowOf(workspace, id))
    if (target) return target
    throw attuneError('unknown-webhook', 'The key of this webhook is destroyed, so it can only be removed.', {
      status: 404,
    })
  }
  const get = (workspace: string, id: string): Webhook => webhookOf(rowOf(workspace, id))

  async function refuseUrl(url: string): Promise<void> {
    try {
      await outgoing.check(url)
    } catch (error) {
      const why = error as Error & { code?: string }
      throw attuneError(
        'webhook-url-refused',
        why.code === 'outgoing-url-refused'
          ? why.message
          : 'The name of this address leads to no machine that Attune may send to: it has to be public, or stand in protect.outgoing.allowedHosts.',
        { details: { field: 'url' } },
      )
    }
  }

  return {
    get,
    target: (workspace, id) => opened(rowOf(workspace, id)),
    list: (workspace) => (all.all(since(), workspace) as unknown as Row[]).map(webhookOf),
    async create(workspace, input, actor) {
      await refuseUrl(input.url)
      refuseOpenLine(input.url, input.includeIdentifiers)
      const id = `wh_${randomBytes(9).toString('base64url')}`
      const secret = newWebhookSecret()
      // The key is on disk before anything sealed under it.
      vault.ensure(workspace, webhookKeyOf(id))
      vault.flush()
      state.transaction(() => {
        if (all.all(since(), workspace).length >= mostWebhooks)
          throw attuneError('too-many-webhooks', `A workspace has at most ${mostWebhooks} webhooks; remove one.`, {
            status: 409,
          })
        const sealed = sealedOf(workspace, id, { url: input.url, secrets: [{ secret, until: null }] })
        const { description, events, includeIdentifiers, segments, url } = input
        const listed = [JSON.stringify(events), sealed, includeIdentifiers ? 1 : 0, JSON.stringify(segments)] as const
        insert.run(id, workspace, description, ...listed, now())
        audit(workspace, actor, 'webhook.created', id, {
          events,
          includeIdentifiers,
          segments,
          host: new URL(url).host,
        })
      })
      return { webhook: get(workspace, id), secret }
    },
    async change(workspace, id, { enabled, ...change }, actor) {
      targetOf(workspace, id)
      if (change.url !== undefined) await refuseUrl(change.url)
      state.transaction(() => {
        // Read now: something else may have changed while the name was asked for.
        const target = targetOf(workspace, id)
        const { description, events, includeIdentifiers, segments, url } = { ...get(workspace, id), ...change }
        refuseOpenLine(url, includeIdentifiers)
        const sealed = sealedOf(workspace, id, { ...target, url })
        const listed = [JSON.stringify(events), sealed, includeIdentifiers ? 1 : 0, JSON.stringify(segments)] as const
        update.run(description, ...listed, workspace, id)
        if (enabled === false) disable.run(now(), workspace, id)
        if (enabled === true) enable.run(workspace, id)
        const said = enabled === undefined ? {} : { enabled }
        const host = new URL(url).host
        audit(workspace, actor, 'webhook.changed', id, { events, includeIdentifiers, segments, host, ...said })
      })
      return get(workspace, id)
    },
    remove(workspace, id, actor) {
      rowOf(workspace, id)
      vault.destroy(workspace, [webhookKeyOf(id)])
      state.transaction(() => {
        raw.prepare('DELETE FROM webhooks WHERE workspace = ? AND id = ?').run(workspace, id)
        audit(workspace, actor, 'webhook.removed', id, {})
      })
    },
    rotate(workspace, id, { overlapMs, actor }) {
      const target = targetOf(workspace, id)
      const secret = newWebhookSecret()
      const until = now() + overlapMs
      const old = target.secrets
        .map((one) => ({ secret: one.secret, until: Math.min(one.until ?? until, until) }))
        .filter((one) => one.until > now())
      const secrets = [{ secret, until: null }, ...old].slice(0, mostSecrets)
      state.transaction(() => {
        reseal.run(sealedOf(workspace, id, { ...target, secrets }), workspace, id)
        audit(workspace, actor, 'webhook.rotated', id, { until })
      })
      return { webhook: get(workspace, id), secret }
    },
  }
}
