import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { StateSchema } from './state-schema.ts'

/** SQLite for what changes in place: people, items, placements, keys, models, audit. WAL mode, synchronous=FULL, forward-only migrations. */
export interface StateStore {
  readonly db: Kysely<StateSchema>
  /** The connection below kysely, for prepared statements on hot paths. */
  readonly raw: DatabaseSync
  /** Runs `work` in one transaction (synchronous: node:sqlite is). */
  transaction<T>(work: () => T): T
  close(): void
}
