import { hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { BoundedMap } from '../../collect/bounded-map.ts'
import { attuneError } from '../../errors.ts'
import { openBytes, sealBytes } from './sealing.ts'
import { sealedMark, type Vault } from './vault.ts'

const schema = `
CREATE TABLE IF NOT EXISTS person_keys (
  workspace TEXT NOT NULL,
  person_id TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (workspace, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased (digest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
`
/** Opens only under the right master key. */
const check = 'check'

const wrappingKey = (masterKey: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, '', 'attune: wrapping keys', 32))
const personContext = (workspace: string, personId: string): string => `${workspace}\n${personId}`
const secretContext = (name: string): string => `secret\n${name}`

/**
 * Opens or creates the file of keys. Overwritten pages are zeroed (`secure_delete`), so a destroyed key is gone from the file.
 *
 * @param path a file, or `:memory:`
 * @param masterKey 32 bytes
 * @throws AttuneError `wrong-master-key` when the file was made under another one
 */
export function openVault(path: string, masterKey: Uint8Array): Vault {
  // For its owner only, and what SQLite puts beside it too.
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const raw = new DatabaseSync(path)
  raw.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000',
  )
  raw.exec(schema)
  let wrapping = wrappingKey(masterKey)
  const readSecret = raw.prepare('SELECT wrapped FROM secrets WHERE name = ?')
  const writeSecret = raw.prepare('INSERT OR REPLACE INTO secrets (name, wrapped) VALUES (?, ?)')
  const readKey = raw.prepare('SELECT wrapped FROM person_keys WHERE workspace = ? AND person_id = ?')
  const writeKey = raw.prepare('INSERT INTO person_keys (workspace, person_id, wrapped) VALUES (?, ?, ?)')
  const deleteKey = raw.prepare('DELETE FROM person_keys WHERE workspace = ? AND person_id = ?')
  const keys = new BoundedMap<string, Buffer>(50_000)
  let fresh: { readonly workspace: string; readonly personId: string; readonly key: Buffer }[] = []
  let flushing: Promise<void> | undefined

  const known = readSecret.get(check) as { wrapped: Uint8Array } | undefined
  if (known === undefined) writeSecret.run(check, sealBytes(wrapping, secretContext(check), check))
  else if (openBytes(wrapping, secretContext(check), known.wrapped) === undefined) {
    raw.close()
    throw attuneError(
      'wrong-master-key',
      'The master key is not the one that this data folder was made with, so nothing personal in it can be read. Give the right key (secret.key, or what protect.masterKey names), or restore it from its backup.',
      { status: 500 },
    )
  }

  function transaction<T>(work: () => T): T {
    raw.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      raw.exec('COMMIT')
      return result
    } catch (error) {
      raw.exec('ROLLBACK')
      throw error
    }
  }

  function keyOf(workspace: string, personId: string): Buffer | undefined {
    const context = personContext(workspace, personId)
    const cached = keys.get(context)
    if (cached !== undefined) return cached
    const waiting = fresh.find((one) => one.workspace === workspace && one.personId === personId)
    if (waiting !== undefined) return waiting.key
    const row = readKey.get(workspace, personId) as { wrapped: Uint8Array } | undefined
    const key = row && openBytes(wrapping, context, row.wrapped)
    if (key !== undefined) keys.set(context, key)
    return key
  }

  function newKey(workspace: string, personId: string): Buffer {
    const key = randomBytes(32)
    keys.set(personContext(workspace, personId), key)
    fresh.push({ workspace, personId, key })
    return key
  }

  /** Keys of requests that come together share one transaction. */
  function flush(): void {
    const batch = fresh
    if (batch.length === 0) return
    transaction(() => {
      for (const { workspace, personId, key } of batch)
        writeKey.run(workspace, personId, sealBytes(wrapping, personContext(workspace, personId), key))
    })
    fresh = fresh.slice(batch.length)
  }

  return {
    seal(workspace, personId, text) {
      const key = keyOf(workspace, personId) ?? newKey(workspace, personId)
      return sealedMark + sealBytes(key, personContext(workspace, personId), text).toString('base64url')
    },
    open(workspace, personId, sealed) {
      const key = sealed.startsWith(sealedMark) ? keyOf(workspace, personId) : undefined
      const bytes = Buffer.from(sealed.slice(sealedMark.length), 'base64url')
      return key && openBytes(key, personContext(workspace, personId), bytes)?.toString('utf8')
    },
    ensure(workspace, personId) {
      if (keyOf(workspace, personId) === undefined) newKey(workspace, personId)
    },
    settled() {
      if (fresh.length === 0) return Promise.resolve()
      flushing ??= new Promise<void>((resolve, reject) => {
        setImmediate(() => {
          flushing = undefined
          try {
            flush()
            resolve()
          } catch (cause) {
            reject(attuneError('store-failed', 'The keys of new persons could not be stored.', { status: 503, cause }))
          }
        })
      })
      return flushing
    },
    flush,
    destroy(workspace, personIds) {
      flush()
      const count = transaction(() =>
        personIds.reduce((sum, personId) => sum + Number(deleteKey.run(workspace, personId).changes), 0),
      )
      for (const personId of personIds) keys.delete(personContext(workspace, personId))
      // The write-ahead log holds pages as they were.
      raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      return count
    },
    destroyBefore(prefix, bound) {
      flush()
      const old = raw
        .prepare(
          'SELECT workspace, person_id AS id FROM person_keys WHERE substr(person_id, 1, length(?1)) = ?1 AND person_id < ?2',
        )
        .all(prefix, bound) as { workspace: string; id: string }[]
      if (old.length === 0) return 0
      transaction(() => {
        for (const { workspace, id } of old) deleteKey.run(workspace, id)
      })
      for (const { workspace, id } of old) keys.delete(personContext(workspace, id))
      raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      return old.length
    },
    has: (workspace, personId) => keyOf(workspace, personId) !== undefined,
    secret(name, first) {
      const row = readSecret.get(name) as { wrapped: Uint8Array } | undefined
      const value = row && openBytes(wrapping, secretContext(name), row.wrapped)
      if (value !== undefined) return value
      const made = first()
      writeSecret.run(name, sealBytes(wrapping, secretContext(name), made))
      return made
    },
    putSecrets(secrets) {
      transaction(() => {
        for (const [name, value] of Object.entries(secrets))
          writeSecret.run(name, sealBytes(wrapping, secretContext(name), value))
      })
      raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    noteErased(digests) {
      const note = raw.prepare('INSERT OR IGNORE INTO erased (digest) VALUES (?)')
      transaction(() => {
        for (const digest of digests) note.run(digest)
      })
    },
    erased: (digest) => raw.prepare('SELECT 1 FROM erased WHERE digest = ?').get(digest) !== undefined,
    rewrap(newMaster) {
      flush()
      const next = wrappingKey(newMaster)
      const again = (context: string, wrapped: Uint8Array): Buffer => {
        const plain = openBytes(wrapping, context, wrapped)
        if (plain === undefined)
          throw attuneError('vault-damaged', 'A key in keys.sqlite cannot be opened; restore it from a backup.', {
            status: 500,
          })
        return sealBytes(next, context, plain)
      }
      transaction(() => {
        const person = raw.prepare('UPDATE person_keys SET wrapped = ? WHERE workspace = ? AND person_id = ?')
        for (const row of raw.prepare('SELECT * FROM person_keys').all()) {
          const {
            workspace,
            person_id: id,
            wrapped,
          } = row as { workspace: string; person_id: string; wrapped: Uint8Array }
          person.run(again(personContext(workspace, id), wrapped), workspace, id)
        }
        for (const row of raw.prepare('SELECT * FROM secrets').all()) {
          const { name, wrapped } = row as { name: string; wrapped: Uint8Array }
          writeSecret.run(name, again(secretContext(name), wrapped))
        }
      })
      raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      wrapping = next
    },
    copyTo(file) {
      flush()
      raw.prepare('VACUUM INTO ?').run(file)
    },
    close() {
      if (!raw.isOpen) return
      flush()
      raw.close()
    },
  }
}
