import { unlink } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type ColumnType, type EventTable, eventTables } from './event-tables.ts'
import type { Segment } from './journal.ts'
import { sqlPattern } from './sql-text.ts'

/**
 * Takes files of the journal into the tables, all in one transaction together with the number of the last group, and
 * removes them. Files that the tables have already (a crash came before the removal) are only removed. DuckDB reads the
 * files itself, on its own threads: the event loop stays free for requests.
 */
export async function applySegments(connection: DuckDBConnection, segments: readonly Segment[]): Promise<void> {
  const position = await journalPosition(connection)
  const missing = segments.filter((segment) => segment.last > position)
  const last = missing.at(-1)
  if (last !== undefined) {
    await connection.run('BEGIN')
    try {
      for (const { path } of missing) {
        // Staged, because unnesting straight from the file takes DuckDB five to ten times as long.
        await connection.run(stage(path))
        for (const insert of inserts) await connection.run(insert)
      }
      await connection.run('DROP TABLE staged')
      await connection.run(`UPDATE journal_position SET sequence = ${last.last}`)
      await connection.run('COMMIT')
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => {})
      throw error
    }
  }
  // Their rows are in the tables: a file that cannot be removed, or is gone, is no reason to try again; the next start does.
  for (const { path } of segments) await unlink(path).catch(() => {})
}

/** The number of the last group that is in the tables. */
export async function journalPosition(connection: DuckDBConnection): Promise<number> {
  const result = await connection.runAndReadAll('SELECT sequence FROM journal_position')
  return Number(result.getRows()[0]?.[0])
}

interface ColumnInSql {
  readonly name: string
  readonly field: string
  readonly type: ColumnType
}

const tables = Object.entries(eventTables as Readonly<Record<EventTable, readonly ColumnInSql[]>>)

function stage(path: string): string {
  const columns = tables.map(([table, of]) => {
    const fields = of.map(({ field, type }) => `"${field}" ${type === 'TIMESTAMP' ? 'DOUBLE' : type}`)
    return `"${table}": 'STRUCT(${fields.join(', ')})[]'`
  })
  return `CREATE OR REPLACE TEMP TABLE staged AS FROM read_ndjson(${sqlPattern(path)},
    columns = {${columns.join(', ')}}, compression = 'uncompressed', hive_partitioning = false)`
}

const inserts = tables.map(([table, columns]) => {
  const values = columns.map(({ field, type }) =>
    type === 'TIMESTAMP' ? `make_timestamp(round(line."${field}" * 1000)::BIGINT)` : `line."${field}"`,
  )
  return `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) SELECT ${values.join(', ')} FROM (SELECT unnest("${table}") AS line FROM staged WHERE "${table}" IS NOT NULL)`
})
