import { createHmac, createSecretKey } from 'node:crypto'

export type PersonIdKind = 'user' | 'anonymous'

/** So many ids are remembered at least, and twice as many at most: some 30 MB. */
const REMEMBERED = 50_000

/**
 * Returns a function that gives a person's pseudonym: `p_` + 16 base64url characters (96 bits) of HMAC-SHA256 over
 * workspace, kind and id under the installation's secret. Without the secret nobody can go from an e-mail address used as
 * id to the pseudonym or back. `aliasOf` gives the id that data have of who was known before the secret was changed. Recent answers are remembered: an HMAC costs some two microseconds.
 */
export function createPersonIds(
  secret: Uint8Array,
  aliasOf: (pseudonym: string) => string | undefined = () => undefined,
): (workspace: string, kind: PersonIdKind, id: string) => string {
  const key = createSecretKey(secret)
  let recent = new Map<string, string>()
  let older = new Map<string, string>()
  function told(text: string): string {
    const pseudonym = `p_${createHmac('sha256', key).update(text).digest('base64url').slice(0, 16)}`
    return aliasOf(pseudonym) ?? pseudonym
  }
  return (workspace, kind, id) => {
    const text = `${workspace}\n${kind}\n${id}`
    const known = recent.get(text)
    if (known !== undefined) return known
    const personId = older.get(text) ?? told(text)
    if (recent.size >= REMEMBERED) {
      older = recent
      recent = new Map()
    }
    recent.set(text, personId)
    return personId
  }
}

/** One pseudonym, for callers that need a single one. */
export function personId(secret: Uint8Array, workspace: string, kind: PersonIdKind, id: string): string {
  return createPersonIds(secret)(workspace, kind, id)
}
