import type { DatabaseSync } from 'node:sqlite'
import { type AuditEntry, auditHash, auditStart } from '../../protect/append-audit.ts'

/** Chains the audit of every workspace by hashes; from here on entries can be added, and neither changed nor removed. */
export function chainAudit(raw: DatabaseSync): void {
  raw.exec("ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT ''")
  const chain = raw.prepare('UPDATE audit SET hash = ? WHERE id = ?')
  const last = new Map<string, string>()
  for (const row of raw.prepare('SELECT * FROM audit ORDER BY id').all()) {
    const entry = row as unknown as AuditEntry & { readonly id: number }
    const hash = auditHash(last.get(entry.workspace) ?? auditStart, entry)
    chain.run(hash, entry.id)
    last.set(entry.workspace, hash)
  }
  raw.exec(`
    CREATE INDEX audit_chain ON audit (workspace, id);
    CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
  `)
}
