import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Attune } from '../../attune.ts'
import type { Config } from '../../config/schema.ts'
import { attuneError } from '../../errors.ts'
import { importLake } from '../../store/lake.ts'
import { expire } from '../retention.ts'
import { erasePerson } from '../rights/erase-person.ts'
import { subjectDigest } from '../rights/subject-digest.ts'
import { openVault } from '../vault/open-vault.ts'
import { readMasterKey } from '../vault/read-master-key.ts'
import { type Manifest, verifyBackup } from './manifest.ts'
import { rowCounts } from './row-counts.ts'

export interface RestoreOptions {
  /** Of the data folder to make. It may hold `secret.key` and `keys.sqlite` already, and nothing else. */
  readonly config: Config
  readonly dir: string
  /** A file of keys to use where the data folder has none. */
  readonly keys?: string | undefined
  /** Opens it without finishing erasures: models that are to be trained anew would find nothing to learn from yet. */
  readonly open: (config: Config, how: { readonly finishErasures: false }) => Promise<Attune>
  readonly log?: Logger
}

export interface Restored {
  readonly manifest: Manifest
  readonly rows: Readonly<Record<string, number>>
  /** Persons who were erased after the backup was made, and are erased again. */
  readonly erasedAgain: number
  /** Events of the backup whose time is over, which were left out. */
  readonly expired: number
}

/**
 * Makes a data folder from a backup. Every file is checked before anything is written; who was erased since, by the file of
 * keys, is erased again, and what was kept long enough is removed, before the folder can be used.
 *
 * @throws AttuneError `data-folder-in-use`, `no-keys`, `no-backup`, `backup-tampered`, `wrong-master-key`
 */
export async function restoreBackup({ config, dir, keys, open }: RestoreOptions): Promise<Restored> {
  const at = (name: string): string => join(config.dataDir, name)
  for (const name of ['state.sqlite', 'events.duckdb', 'models', 'texts', 'runs'])
    if (existsSync(at(name)))
      throw attuneError('data-folder-in-use', `${at(name)} is there already: restore into a new data folder.`)
  const source = existsSync(at('keys.sqlite')) ? at('keys.sqlite') : keys
  if (source === undefined || !existsSync(source))
    throw attuneError(
      'no-keys',
      'A backup has no keys in it: give the file of keys with --keys, and put secret.key into the new data folder.',
    )
  if (config.protect.masterKey.from === 'dataFolder' && !existsSync(at('secret.key')))
    throw attuneError('no-keys', `Put the secret.key that the backup was made with into ${config.dataDir} first.`)
  const masterKey = readMasterKey(config.protect.masterKey, { ownFile: at('secret.key'), env: process.env })
  const manifest = await verified(dir, source, masterKey)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  if (source !== at('keys.sqlite')) copyFileSync(source, at('keys.sqlite'))
  try {
    copyFileSync(join(dir, 'state.sqlite'), at('state.sqlite'))
    for (const name of ['models', 'texts', 'runs'])
      if (existsSync(join(dir, name))) await cp(join(dir, name), at(name), { recursive: true })
    const attune = await open(config, { finishErasures: false })
    try {
      await importLake(attune, join(dir, 'lake'))
      const { events: expired } = await expire(attune)
      await attune.histories.reload()
      await attune.activity.reload()
      const erasedAgain = await eraseAgain(attune)
      return { manifest, rows: await rowCounts(attune), erasedAgain, expired }
    } finally {
      await attune.close()
    }
  } catch (error) {
    // Half a restoration would be taken for a whole one; the keys stay.
    for (const name of [
      'state.sqlite',
      'state.sqlite-wal',
      'state.sqlite-shm',
      'events.duckdb',
      'events.duckdb.wal',
      'models',
      'texts',
      'runs',
    ])
      rmSync(at(name), { recursive: true, force: true })
    throw error
  }
}

async function verified(dir: string, keys: string, masterKey: Uint8Array): Promise<Manifest> {
  const vault = openVault(keys, masterKey)
  try {
    return await verifyBackup(dir, vault)
  } finally {
    vault.close()
  }
}

async function eraseAgain(attune: Attune): Promise<number> {
  const { events, state, vault } = attune
  const known = await events.query<{ workspace: string; id: string }>(
    `SELECT workspace, person_id AS id FROM events UNION SELECT workspace, person_id FROM decisions
     UNION SELECT workspace, person_id FROM quarantine WHERE person_id IS NOT NULL`,
  )
  // Whoever refused everything, or was only asked, stands in no event.
  const people = state.raw
    .prepare(
      ['people', 'consents', 'person_regimes', 'group_members', 'privacy_requests']
        .map((table) => `SELECT workspace, person_id AS id FROM ${table} WHERE person_id IS NOT NULL`)
        .join(' UNION '),
    )
    .all() as typeof known
  const persons = new Map([...known, ...people].map((person) => [`${person.workspace}\n${person.id}`, person]))
  const erased = [...persons.values()].filter(({ workspace, id }) => vault.erased(subjectDigest(vault, workspace, id)))
  for (const { workspace, id } of erased)
    await erasePerson(
      attune,
      workspace,
      { personId: id, aliases: [id] },
      { actor: 'restore', note: 'erased before, in the backup still' },
    )
  attune.webhooks.forgetErased()
  // Those too that the backup was made in the middle of.
  await attune.purge.resume()
  return erased.length
}
