import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** Who did what to whom, and when. Details hold no secrets and no direct identifiers: the log is never erased. */
export interface AuditEntry {
  readonly workspace: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Id of the key or job that acted. */
  readonly actor: string
  /** Stable name of the action, as `placement.put`. */
  readonly action: string
  /** Id of what was acted on. */
  readonly subject: string
  /** JSON. */
  readonly details: string
}

/** What the first entry of a workspace stands on. */
export const auditStart = ''

/** SHA-256 in hex over the hash of the entry before and this entry's columns as a JSON list. */
export function auditHash(previous: string, { workspace, at, actor, action, subject, details }: AuditEntry): string {
  const text = JSON.stringify([previous, workspace, at, actor, action, subject, details])
  return createHash('sha256').update(text).digest('hex')
}

/**
 * Adds an entry to the audit of its workspace and chains it to the entry before: whoever changes, removes or inserts one
 * later breaks the chain from there on. Inside the caller's transaction, so that a change and its entry are one.
 */
export function appendAudit(raw: DatabaseSync, entry: AuditEntry): void {
  const { workspace, at, actor, action, subject, details } = entry
  const last = raw.prepare('SELECT hash FROM audit WHERE workspace = ? ORDER BY id DESC LIMIT 1').get(workspace) as
    | { hash: string }
    | undefined
  raw
    .prepare('INSERT INTO audit (workspace, at, actor, action, subject, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(workspace, at, actor, action, subject, details, auditHash(last?.hash ?? auditStart, entry))
}
