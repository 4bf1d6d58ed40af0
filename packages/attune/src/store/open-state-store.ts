import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { attuneError } from '../errors.ts'
import { kyselyOverNodeSqlite } from './kysely-over-node-sqlite.ts'
import { migrateState } from './migrate-state.ts'
import { stateMigrations } from './migrations/index.ts'
import type { StateSchema } from './state-schema.ts'
import type { StateStore } from './state-store.ts'

/**
 * Opens or creates the state database and brings it to the newest schema.
 *
 * @param path a file (its folder is created), or `:memory:`
 * @throws AttuneError `state-unreadable` when the file is no SQLite database or cannot be opened; `schema-too-new`
 */
export function openStateStore(path: string): StateStore {
  const raw = openDatabase(path)
  try {
    migrateState(raw, stateMigrations)
  } catch (error) {
    raw.close()
    throw error
  }
  let depth = 0
  return {
    db: kyselyOverNodeSqlite<StateSchema>(raw),
    raw,
    transaction(work) {
      // A transaction within a transaction is a savepoint: it can fail alone, and lasts only if the outer one does.
      const name = `nested_${depth}`
      raw.exec(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${name}`)
      depth += 1
      try {
        const result = work()
        if (result instanceof Promise)
          throw attuneError('async-transaction', 'The work of a state transaction must be synchronous.', {
            status: 500,
          })
        raw.exec(depth === 1 ? 'COMMIT' : `RELEASE ${name}`)
        return result
      } catch (error) {
        if (raw.isTransaction) raw.exec(depth === 1 ? 'ROLLBACK' : `ROLLBACK TO ${name}; RELEASE ${name}`)
        throw error
      } finally {
        depth -= 1
      }
    },
    close() {
      if (raw.isOpen) raw.close()
    },
  }
}

function openDatabase(path: string): DatabaseSync {
  let raw: DatabaseSync | undefined
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    raw = new DatabaseSync(path)
    // FULL: a COMMIT that returned is on disk, also when the machine loses power.
    raw.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON',
    )
    return raw
  } catch (cause) {
    raw?.close()
    throw attuneError(
      'state-unreadable',
      `The state database ${path} cannot be opened: ${String((cause as Error).message)}.`,
      {
        status: 500,
        cause,
      },
    )
  }
}
