import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { attuneError } from '../errors.ts'

/**
 * Kysely on a connection of node:sqlite. For single statements only: a transaction that kysely holds open across an
 * `await` would swallow whatever else runs on the one connection meanwhile, so `begin` is refused.
 *
 * @throws AttuneError `kysely-transaction` (from the query) when `db.transaction()` is used
 */
export function kyselyOverNodeSqlite<Schema>(raw: DatabaseSync): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: asSqliteDatabase(raw) }) })
}

/** The part of better-sqlite3 that kysely's dialect calls. */
function asSqliteDatabase(raw: DatabaseSync): SqliteDatabase {
  return {
    close: () => raw.close(),
    prepare(sql) {
      if (sql === 'begin')
        throw attuneError(
          'kysely-transaction',
          'Use StateStore.transaction with `raw` for several statements at once.',
          {
            status: 500,
          },
        )
      const statement = raw.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      }
    },
  }
}
