import type { DatabaseSync } from 'node:sqlite'
import { readCursor, writeCursor } from '../profile/cursor.ts'

export interface AuditQuery {
  /** Only actions that begin with this, as `model.` or `key-`. */
  readonly action?: string | undefined
  /** Only what this key or job did. */
  readonly actor?: string | undefined
  /** Only what was done to this id. */
  readonly subject?: string | undefined
  /** Milliseconds since the epoch: at or after `from`, before `to`. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface AuditLine {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
  readonly hash: string
}

interface AuditRow extends Omit<AuditLine, 'at' | 'details'> {
  readonly at: number
  readonly details: string
}

/**
 * The audit of a workspace, newest first.
 *
 * @throws AttuneError `invalid-cursor`
 */
export function listAudit(
  raw: DatabaseSync,
  workspace: string,
  { action = '', actor, subject, from, to, limit, cursor }: AuditQuery,
): { readonly entries: readonly AuditLine[]; readonly next: string | null } {
  const before = readCursor(cursor)
  const rows = raw
    .prepare(
      `SELECT id, at, actor, action, subject, details, hash FROM audit
       WHERE workspace = :workspace AND id < :before AND substr(action, 1, length(:action)) = :action
         AND (:actor IS NULL OR actor = :actor) AND (:subject IS NULL OR subject = :subject)
         AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at < :to)
       ORDER BY id DESC LIMIT :limit`,
    )
    .all({
      workspace,
      action,
      actor: actor ?? null,
      subject: subject ?? null,
      from: from ?? null,
      to: to ?? null,
      limit: limit + 1,
      before: before === undefined ? Number.MAX_SAFE_INTEGER : Number(before.id),
    }) as unknown as AuditRow[]
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map((row) => ({
      ...row,
      at: new Date(row.at).toISOString(),
      details: JSON.parse(row.details) as AuditLine['details'],
    })),
    next: rows.length > limit && last ? writeCursor({ at: last.at, id: String(last.id) }) : null,
  }
}
