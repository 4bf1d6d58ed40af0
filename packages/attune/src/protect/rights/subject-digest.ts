import { createHmac, randomBytes } from 'node:crypto'
import type { Vault } from '../vault/vault.ts'

/** Characters of a digest. */
export const digestLength = 22

/** The installation's own key for digests. */
export function digestKey(vault: Pick<Vault, 'secret'>): Uint8Array {
  return vault.secret('digests', () => randomBytes(32))
}

/** What stands for a person where the person id must not: in the audit, in receipts, among the erased. */
export function subjectDigest(vault: Pick<Vault, 'secret'>, workspace: string, personId: string): string {
  return digestUnder(digestKey(vault), workspace, personId)
}

/** The same for a thread that has the key and not the vault. */
export function digestUnder(key: Uint8Array, workspace: string, personId: string): string {
  return createHmac('sha256', key).update(`${workspace}\n${personId}`).digest('base64url').slice(0, digestLength)
}
