import type { Vault } from '../protect/vault/vault.ts'

/** What was refused may be anybody's, so it lies under a key of its day; destroying that key forgets the day. */
export const payloadKey = (receivedAt: number): string => `refused ${new Date(receivedAt).toISOString().slice(0, 10)}`

export function sealedPayload(vault: Vault, workspace: string, receivedAt: number, payload: string): string {
  return vault.seal(workspace, payloadKey(receivedAt), payload)
}

/** Null when the key of its day was destroyed. */
export function openedPayload(vault: Vault, workspace: string, receivedAt: number, sealed: string): string | null {
  return vault.open(workspace, payloadKey(receivedAt), sealed) ?? null
}
