import type { DatabaseSync } from 'node:sqlite'
import { attuneError } from '../errors.ts'
import type { Migration } from './migrations/index.ts'

/**
 * Brings a database up to the newest version, one transaction a step; SQLite's `user_version` counts the steps taken.
 *
 * @throws AttuneError `schema-too-new` when the database was written by a newer Attune
 */
export function migrateState(raw: DatabaseSync, migrations: readonly Migration[]): void {
  const version = versionOf(raw)
  if (version > migrations.length)
    throw attuneError(
      'schema-too-new',
      `The state database has schema version ${version} and this Attune knows ${migrations.length}: install a newer Attune, or open another data folder.`,
      { details: { found: version, known: migrations.length }, status: 500 },
    )
  for (let step = version; step < migrations.length; step += 1) {
    raw.exec('BEGIN IMMEDIATE')
    try {
      // Another process may have taken this step while we waited for the lock.
      if (versionOf(raw) === step) {
        const migration = migrations[step] as Migration
        if (typeof migration === 'string') raw.exec(migration)
        else migration(raw)
        raw.exec(`PRAGMA user_version = ${step + 1}`)
      }
      raw.exec('COMMIT')
    } catch (cause) {
      raw.exec('ROLLBACK')
      throw cause
    }
  }
}

function versionOf(raw: DatabaseSync): number {
  return Number(raw.prepare('PRAGMA user_version').get()?.user_version ?? 0)
}
