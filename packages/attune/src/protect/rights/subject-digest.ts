import { createHmac, randomBytes } from 'node:crypto'
import type { Vault } from '../vault/vault.ts'

/** What stands for a person where the person id must not: in the audit, in receipts, among the erased. */
export function subjectDigest(vault: Pick<Vault, 'secret'>, workspace: string, personId: string): string {
  const key = vault.secret('digests', () => randomBytes(32))
  return createHmac('sha256', key).update(`${workspace}\n${personId}`).digest('base64url').slice(0, 22)
}
