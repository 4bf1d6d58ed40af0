import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { StateSchema } from './state-schema.ts'

/** SQLite for what changes in place: people, items, placements, keys, models, audit. WAL mode, synchronous=FULL, forward-only migrations. */
export interface StateStore {
  /** For single statements; `db.transaction()` is refused (see `transaction`). */
  readonly db: Kysely<StateSchema>
  /** The connection below kysely, for prepared statements on hot paths and inside transactions. */
  readonly raw: DatabaseSync
  /** Runs `work` in one transaction (synchronous: node:sqlite is). Inside, use `raw`: a kysely query only runs after the next `await`. */
  transaction<T>(work: () => T): T
  close(): void
}
