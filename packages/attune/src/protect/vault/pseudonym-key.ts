import { randomBytes } from 'node:crypto'
import { createPersonIds } from '../../collect/person-id.ts'
import type { StateStore } from '../../store/state-store.ts'
import type { Vault } from './vault.ts'

/** Under which key pseudonyms are made now, and how one made under it becomes the id in the data. */
export interface PseudonymKey {
  readonly secret: Uint8Array
  /** Undefined where the two are the same. */
  readonly aliasOf: ((pseudonym: string) => string | undefined) | undefined
  readonly generation: number
}

const name = 'pseudonyms'
const generationName = 'pseudonyms generation'

function generationOf(vault: Vault): number {
  return Buffer.from(vault.secret(generationName, () => Uint8Array.of(1))).readUInt8(0)
}

/** @param first the key of the first generation: that of data folders from before there was a vault */
export function pseudonymKey(state: StateStore, vault: Vault, first: Uint8Array): PseudonymKey {
  const secret = vault.secret(name, () => first)
  const generation = generationOf(vault)
  if (generation === 1) return { secret, generation, aliasOf: undefined }
  const find = state.raw.prepare('SELECT person_id FROM pseudonyms WHERE generation = ? AND pseudonym = ?')
  return {
    secret,
    generation,
    aliasOf: (pseudonym) => (find.get(generation, pseudonym) as { person_id: string } | undefined)?.person_id,
  }
}

/**
 * Makes pseudonyms under a new key from now on. Data keep the ids they have, and whoever is known keeps their history: what
 * their id comes to under the new key is noted. The old key is destroyed: with it nobody can go from an id to a person any
 * more. Nothing else may use the stores meanwhile.
 *
 * @returns of how many persons the new pseudonym was noted
 */
export function rotatePseudonyms(state: StateStore, vault: Vault, secret: Uint8Array = randomBytes(32)): number {
  const generation = generationOf(vault) + 1
  const personIds = createPersonIds(secret)
  const note = state.raw.prepare(
    'INSERT OR REPLACE INTO pseudonyms (generation, pseudonym, person_id) VALUES (?, ?, ?)',
  )
  const people = state.raw.prepare(
    'SELECT workspace, person_id AS id, kind, identifier FROM people WHERE identifier IS NOT NULL',
  )
  let noted = 0
  state.transaction(() => {
    // Digests under the old key find nobody any more; they are made again as people tell their identifiers.
    state.raw.exec('DELETE FROM person_identifiers')
    for (const row of people.all() as {
      workspace: string
      id: string
      kind: 'user' | 'anonymous'
      identifier: string
    }[]) {
      const told = vault.open(row.workspace, row.id, row.identifier)
      if (told === undefined) continue
      note.run(generation, personIds(row.workspace, row.kind, told), row.id)
      noted += 1
    }
  })
  // One file, one statement after the other: a kill between the two leaves the old key with the old generation's notes.
  vault.putSecrets({ [name]: secret, [generationName]: Uint8Array.of(generation) })
  state.raw.prepare('DELETE FROM pseudonyms WHERE generation <> ?').run(generation)
  return noted
}
