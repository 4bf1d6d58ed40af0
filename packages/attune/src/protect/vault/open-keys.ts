import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/schema.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import type { StateStore } from '../../store/state-store.ts'
import { openVault } from './open-vault.ts'
import { sealedMark, type Vault } from './vault.ts'

/**
 * The keys of a data folder.
 *
 * @throws AttuneError `keys-lost` when the folder holds what was sealed and `keys.sqlite` is gone: a new one would open
 *   nothing, and whoever restores the old one later would lose what was sealed meanwhile; `wrong-master-key`
 */
export function openKeys({ dataDir, protect }: Config, { raw }: StateStore, masterKey: Uint8Array): Vault {
  const path = join(dataDir, 'keys.sqlite')
  if (!existsSync(path)) {
    const sealed = raw
      .prepare(
        'SELECT 1 FROM people WHERE substr(identifier, 1, 3) = ?1 UNION ALL SELECT 1 FROM users UNION ALL SELECT 1 FROM webhooks LIMIT 1',
      )
      .get(sealedMark)
    if (sealed !== undefined)
      throw attuneError(
        'keys-lost',
        `${path} is gone, and without it nothing personal in this data folder can be read. Restore it from its backup.`,
        { status: 500 },
      )
  }
  if (protect.masterKey.from !== 'dataFolder') return openVault(path, masterKey)
  return openWhileRotating(dataDir, path, masterKey)
}

/** A kill in the middle of `rotateMasterKey` leaves the next key beside the one in use; the keys are under one of them. */
function openWhileRotating(dataDir: string, path: string, masterKey: Uint8Array): Vault {
  const [own, next] = ownKeyFiles(dataDir)
  if (!existsSync(next)) return openVault(path, masterKey)
  try {
    const vault = openVault(path, masterKey)
    rmSync(next)
    return vault
  } catch (error) {
    if (!(error instanceof AttuneError && error.code === 'wrong-master-key')) throw error
    const vault = openVault(path, readFileSync(next))
    renameSync(next, own)
    return vault
  }
}

const ownKeyFiles = (dataDir: string): [own: string, next: string] => [
  join(dataDir, 'secret.key'),
  join(dataDir, 'secret.key.next'),
]

/**
 * Makes a new master key in the data folder and wraps all keys under it. The old `secret.key` opens nothing any more.
 *
 * @throws AttuneError `master-key-elsewhere` when the configuration takes it from somewhere else: rotate it there, then
 *   give both to `rewrapKeys`
 */
export function rotateMasterKey({ dataDir, protect }: Config, vault: Vault): void {
  if (protect.masterKey.from !== 'dataFolder')
    throw attuneError(
      'master-key-elsewhere',
      'The master key does not lie in the data folder: make the new one where it lies, and give it with --to.',
    )
  const [own, next] = ownKeyFiles(dataDir)
  const key = randomBytes(32)
  const file = openSync(next, 'w', 0o600)
  try {
    writeSync(file, key)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  vault.rewrap(key)
  renameSync(next, own)
}
