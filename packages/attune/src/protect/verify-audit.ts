import type { DatabaseSync } from 'node:sqlite'
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

/**
 * Recomputes the chain of a workspace's audit.
 *
 * What was cut off at the end leaves a chain that is whole: only a hash kept elsewhere (`expected`) tells.
 */
export function verifyAudit(raw: DatabaseSync, workspace: string, expected?: string): AuditVerdict {
  let previous = auditStart
  let entries = 0
  let broken: AuditVerdict['broken'] = null
  let found = false
  for (const row of raw.prepare('SELECT * FROM audit WHERE workspace = ? ORDER BY id').iterate(workspace)) {
    const entry = row as unknown as AuditEntry & { readonly id: number; readonly hash: string }
    entries += 1
    if (broken === null && auditHash(previous, entry) !== entry.hash)
      broken = { id: entry.id, at: entry.at, action: entry.action }
    if (broken === null && entry.hash === expected) found = true
    previous = entry.hash
  }
  const expectedFound = expected === undefined ? null : found
  return { intact: broken === null && expectedFound !== false, entries, head: previous, broken, expectedFound }
}
