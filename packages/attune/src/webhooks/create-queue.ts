import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { subjectDigest } from '../protect/rights/subject-digest.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { StateStore } from '../store/state-store.ts'
import { webhookKeyOf } from './create-endpoints.ts'
import { lifetimeMs, logMs } from './delivery-times.ts'
import { withoutPeople } from './segment-batch.ts'
import type { Delivery } from './webhooks.ts'

/** A message to one webhook. */
export interface Message {
  readonly id: string
  readonly webhookId: string
  readonly workspace: string
  readonly type: string
  readonly createdAt: number
  /** How often it failed. */
  readonly attempts: number
  /** The text; undefined when its key is destroyed. */
  readonly body: string | undefined
}

export interface NewMessage {
  readonly webhookId: string
  readonly workspace: string
  readonly type: string
  readonly body: string
  readonly subject?: string | undefined
  /** Digests of all persons that it names one by one. */
  readonly subjects?: readonly string[] | undefined
  readonly once?: string | undefined
  readonly held?: boolean | undefined
}

/** What waits to be told and how telling went, in the state store: a kill loses nothing of it. */
export interface Queue {
  /** @returns undefined when the webhook heard it already, when too much waits for it, or when it is gone */
  add(message: NewMessage): string | undefined
  get(id: string): Message | undefined
  release(workspace: string, once: string): void
  /** Removes what waits about persons, by their digests; of messages about several, only these persons. */
  forget(workspace: string, subjects: readonly string[]): void
  /** Every person about whom something waits. */
  subjects(): readonly { readonly workspace: string; readonly subject: string }[]
  /** Webhooks that are in force, do not rest, and have something to be told by now; who waits longest comes first. */
  webhooksDue(now: number): readonly string[]
  nextDue(webhookId: string, now: number): Message | undefined
  /** Writes an attempt down; with `retryAt` the message waits until then, without it is finished. */
  attempted(
    id: string,
    attempt: { readonly at: number; readonly status: number | null },
    outcome: { readonly delivered: boolean; readonly retryAt?: number | undefined },
  ): void
  /** Without another attempt. */
  giveUp(id: string): void
  /** Gives up what was tried long enough, and forgets how telling went where that is over for long. */
  tidy(): void
  /** @param id of one message only */
  deliveries(webhookId: string, limit: number, id?: string): readonly Delivery[]
}

interface Row {
  readonly id: string
  readonly webhook_id: string
  readonly workspace: string
  readonly type: string
  readonly sealed: string | null
  /** Or `held`, which no log shows. */
  readonly state: Delivery['state']
  readonly created_at: number
  readonly due_at: number
  readonly attempts: number
}

/** Beyond that a webhook that hears nothing loses what is new, and a count says how much. Erasures are kept always. */
export const mostWaiting = 20_000

export function createQueue({
  state,
  vault,
  clock,
}: {
  readonly state: StateStore
  readonly vault: Vault
  readonly clock: Clock
}): Queue {
  const { raw } = state
  const count = raw.prepare("SELECT count(*) AS n FROM webhook_messages WHERE webhook_id = ? AND state = 'waiting'")
  const insert = raw.prepare(
    `INSERT INTO webhook_messages (id, webhook_id, workspace, type, subject, once, sealed, state, created_at, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (webhook_id, once) DO NOTHING`,
  )
  const drop = raw.prepare('UPDATE webhooks SET dropped = dropped + 1 WHERE id = ?')
  const byId = raw.prepare('SELECT * FROM webhook_messages WHERE id = ?')
  const due = raw.prepare(
    `SELECT m.webhook_id AS id FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook_id
     WHERE m.state = 'waiting' AND m.due_at <= ?1 AND w.disabled_at IS NULL AND w.rests_until <= ?1
     GROUP BY m.webhook_id ORDER BY min(m.due_at)`,
  )
  const next = raw.prepare(
    `SELECT m.* FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook_id
     WHERE m.webhook_id = ?2 AND m.state = 'waiting' AND m.due_at <= ?1 AND w.disabled_at IS NULL AND w.rests_until <= ?1
     ORDER BY m.due_at LIMIT 1`,
  )
  const attempt = raw.prepare('INSERT INTO webhook_attempts (message_id, at, status) VALUES (?, ?, ?)')
  const later = raw.prepare('UPDATE webhook_messages SET attempts = attempts + 1, due_at = ? WHERE id = ?')
  const addSubjects = raw.prepare('INSERT OR IGNORE INTO webhook_subjects SELECT ?1, value FROM json_each(?2)')
  const dropSubjects = raw.prepare('DELETE FROM webhook_subjects WHERE message_id = ?')
  const dropSubject = raw.prepare('DELETE FROM webhook_subjects WHERE message_id = ? AND subject = ?')
  const remove = raw.prepare('DELETE FROM webhook_messages WHERE id = ?')
  const reseal = raw.prepare('UPDATE webhook_messages SET sealed = ? WHERE id = ?')
  const close = raw.prepare(
    'UPDATE webhook_messages SET state = ?, finished_at = ?, sealed = NULL, subject = NULL WHERE id = ?',
  )
  const log = raw.prepare(
    "SELECT * FROM webhook_messages WHERE webhook_id = ? AND state <> 'held' AND id = coalesce(?, id) ORDER BY created_at DESC, id LIMIT ?",
  )
  const attempts = raw.prepare('SELECT at, status FROM webhook_attempts WHERE message_id = ? ORDER BY at, rowid')

  const now = (): number => Math.round(clock())
  function finish(state: 'delivered' | 'givenUp', at: number, id: string): void {
    close.run(state, at, id)
    dropSubjects.run(id)
  }
  /** A message about several persons goes on without some of them. */
  function takeOut(row: Row, gone: ReadonlySet<string>): void {
    const body = messageOf(row)?.body
    const rest = body && withoutPeople(body, (personId) => gone.has(subjectDigest(vault, row.workspace, personId)))
    state.transaction(() => {
      if (rest === undefined) {
        remove.run(row.id)
        return
      }
      reseal.run(vault.seal(row.workspace, webhookKeyOf(row.webhook_id), rest), row.id)
      for (const subject of gone) dropSubject.run(row.id, subject)
    })
  }
  const messageOf = (row: Row | undefined): Message | undefined =>
    row && {
      id: row.id,
      webhookId: row.webhook_id,
      workspace: row.workspace,
      type: row.type,
      createdAt: row.created_at,
      attempts: row.attempts,
      body: row.sealed === null ? undefined : vault.open(row.workspace, webhookKeyOf(row.webhook_id), row.sealed),
    }

  return {
    add({ webhookId, workspace, type, body, subject, subjects, once, held }) {
      // Sealing would make a new key for what was removed for good.
      if (!vault.has(workspace, webhookKeyOf(webhookId))) return undefined
      if (type !== 'person.erased' && (count.get(webhookId) as { n: number }).n >= mostWaiting) {
        drop.run(webhookId)
        return undefined
      }
      const id = `msg_${randomBytes(16).toString('base64url')}`
      const sealed = vault.seal(workspace, webhookKeyOf(webhookId), body)
      const { changes } = insert.run(
        id,
        webhookId,
        workspace,
        type,
        subject ?? null,
        once ?? null,
        sealed,
        held ? 'held' : 'waiting',
        now(),
        now(),
      )
      if (changes === 0) return undefined
      if (subjects) addSubjects.run(id, JSON.stringify(subjects))
      return id
    },
    get: (id) => messageOf(byId.get(id) as Row | undefined),
    release(workspace, once) {
      raw
        .prepare(
          "UPDATE webhook_messages SET state = 'waiting', due_at = ? WHERE workspace = ? AND once = ? AND state = 'held'",
        )
        .run(now(), workspace, once)
    },
    forget(workspace, subjects) {
      raw
        .prepare(
          "DELETE FROM webhook_messages WHERE workspace = ? AND subject IN (SELECT value FROM json_each(?)) AND type <> 'person.erased'",
        )
        .run(workspace, JSON.stringify(subjects))
      const gone = new Set(subjects)
      const shared = raw
        .prepare(
          `SELECT * FROM webhook_messages WHERE workspace = ?
             AND id IN (SELECT message_id FROM webhook_subjects WHERE subject IN (SELECT value FROM json_each(?)))`,
        )
        .all(workspace, JSON.stringify(subjects)) as unknown as Row[]
      for (const row of shared) takeOut(row, gone)
    },
    subjects: () =>
      raw
        .prepare(`SELECT workspace, subject FROM webhook_messages WHERE subject IS NOT NULL
           UNION SELECT m.workspace, s.subject FROM webhook_subjects s JOIN webhook_messages m ON m.id = s.message_id`)
        .all() as unknown as { workspace: string; subject: string }[],
    webhooksDue: (at) => (due.all(at) as { id: string }[]).map(({ id }) => id),
    nextDue: (webhookId, at) => messageOf(next.get(at, webhookId) as Row | undefined),
    attempted(id, { at, status }, { delivered, retryAt }) {
      if (byId.get(id) === undefined) return
      attempt.run(id, at, status)
      if (retryAt !== undefined) later.run(retryAt, id)
      else finish(delivered ? 'delivered' : 'givenUp', at, id)
    },
    giveUp: (id) => finish('givenUp', now(), id),
    tidy() {
      const over = raw
        .prepare(
          `SELECT id FROM webhook_messages WHERE state IN ('waiting', 'held')
             AND created_at < CASE type WHEN 'person.erased' THEN ? ELSE ? END`,
        )
        .all(now() - lifetimeMs('person.erased'), now() - lifetimeMs('')) as { id: string }[]
      state.transaction(() => {
        for (const { id } of over) finish('givenUp', now(), id)
        raw.prepare('DELETE FROM webhook_messages WHERE finished_at < ?').run(now() - logMs)
      })
    },
    deliveries: (webhookId, limit, id) =>
      (log.all(webhookId, id ?? null, limit) as unknown as Row[]).map((row) => ({
        id: row.id,
        type: row.type,
        state: row.state,
        createdAt: row.created_at,
        nextAttemptAt: row.state === 'waiting' ? row.due_at : null,
        attempts: attempts.all(row.id) as unknown as Delivery['attempts'],
      })),
  }
}
