import type { Vault } from '../protect/vault/vault.ts'

/** JSON of traits as the state store keeps it: sealed, or `{}` where there are none. */
export function sealedTraits(vault: Vault, workspace: string, personId: string, json: string): string {
  return json === '{}' ? json : vault.seal(workspace, personId, json)
}

/** JSON of traits again; `{}` when the person's key was destroyed. */
export function openedTraits(vault: Vault, workspace: string, personId: string, stored: string): string {
  return stored === '{}' ? stored : (vault.open(workspace, personId, stored) ?? '{}')
}
