import type { DuckDBConnection } from '@duckdb/node-api'
import { attuneError } from '../errors.ts'

/**
 * Brings the event database up to the newest version, one transaction a step; the table `schema_version` counts the steps taken.
 *
 * @throws AttuneError `schema-too-new` when the database was written by a newer Attune
 */
export async function migrateEvents(connection: DuckDBConnection, migrations: readonly string[]): Promise<void> {
  await connection.run(
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, migrated_at TIMESTAMP NOT NULL)',
  )
  const result = await connection.runAndReadAll('SELECT coalesce(max(version), 0) FROM schema_version')
  const version = Number(result.getRows()[0]?.[0])
  if (version > migrations.length)
    throw attuneError(
      'schema-too-new',
      `The event database has schema version ${version} and this Attune knows ${migrations.length}: install a newer Attune, or open another data folder.`,
      { details: { found: version, known: migrations.length }, status: 500 },
    )
  for (let step = version; step < migrations.length; step += 1) {
    await connection.run('BEGIN')
    try {
      await connection.run(migrations[step] ?? '')
      await connection.run(`INSERT INTO schema_version VALUES (${step + 1}, current_localtimestamp())`)
      await connection.run('COMMIT')
    } catch (cause) {
      await connection.run('ROLLBACK')
      throw cause
    }
  }
}
