import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as pause } from 'node:timers/promises'
import { type AuditEntry, auditHash, auditStart } from './append-audit.ts'

export interface AuditVerdict {
  /** Every entry is as it was written, in its place, and `expected`, where given, is among the hashes. */
  readonly intact: boolean
  readonly entries: number
  /** Hash of the last entry, or an empty text: written down elsewhere, it shows later that nothing up to here was changed. */
  readonly head: string
  /** The first entry that does not follow from those before it: it, or one before it, was changed, removed or inserted. */
  readonly broken: { readonly id: number; readonly at: number; readonly action: string } | null
  /** Whether the expected hash was met; null where none was given. */
  readonly expectedFound: boolean | null
}

/** Entries that are read before whoever else waits gets their turn: some 20 ms. */
const atOnce = 2_000

/**
 * Recomputes the chain of a workspace's audit. Gives way to others as it goes: a long audit takes seconds, and events are to
 * be collected meanwhile.
 *
 * What was cut off at the end leaves a chain that is whole: only a hash kept elsewhere (`expected`) tells.
 */
export async function verifyAudit(raw: DatabaseSync, workspace: string, expected?: string): Promise<AuditVerdict> {
  // The plus keeps SQLite on the order of ids.
  const part = raw.prepare('SELECT * FROM audit WHERE id > ? AND +workspace = ? ORDER BY id LIMIT ?')
  let after = Number.MIN_SAFE_INTEGER
  let previous = auditStart
  let entries = 0
  let broken: AuditVerdict['broken'] = null
  let found = false
  for (;;) {
    const rows = part.all(after, workspace, atOnce) as unknown as StoredEntry[]
    for (const entry of rows) {
      entries += 1
      if (broken === null && auditHash(previous, entry) !== entry.hash)
        broken = { id: entry.id, at: entry.at, action: entry.action }
      if (broken === null && entry.hash === expected) found = true
      previous = entry.hash
      after = entry.id
    }
    if (rows.length < atOnce) break
    await pause()
  }
  const expectedFound = expected === undefined ? null : found
  return { intact: broken === null && expectedFound !== false, entries, head: previous, broken, expectedFound }
}

type StoredEntry = AuditEntry & { readonly id: number; readonly hash: string }
