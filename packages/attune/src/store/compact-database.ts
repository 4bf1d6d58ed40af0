import type { DuckDBConnection } from '@duckdb/node-api'

/**
 * Writes every table anew and overwrites the room that became free, so that no byte of a deleted row is left in the file:
 * DuckDB itself only marks deleted rows, and leaves freed blocks as they were.
 *
 * Time grows with the database; readers go on with what they have begun.
 */
export async function compactDatabase(connection: DuckDBConnection): Promise<void> {
  const tables = await rows<{ name: string; sql: string }>(
    connection,
    'SELECT table_name AS name, sql FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary AND NOT internal',
  )
  for (const { name, sql } of tables) {
    await connection.run('BEGIN')
    try {
      await connection.run(`ALTER TABLE ${quoted(name)} RENAME TO ${quoted(`${name}_old`)}`)
      await connection.run(sql)
      // In the order in which they lay: scans skip by time.
      await connection.run(`INSERT INTO ${quoted(name)} SELECT * FROM ${quoted(`${name}_old`)}`)
      await connection.run(`DROP TABLE ${quoted(`${name}_old`)}`)
      await connection.run('COMMIT')
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => {})
      throw error
    }
  }
  await checkpoint(connection)
  await overwriteFreeBlocks(connection)
}

/** Numbers that cannot be packed fill the free blocks, and are dropped again. */
async function overwriteFreeBlocks(connection: DuckDBConnection): Promise<void> {
  const [size] = await rows<{ block_size: bigint; free_blocks: bigint }>(connection, 'PRAGMA database_size')
  const bytes = Number(size?.block_size ?? 0) * Number(size?.free_blocks ?? 0)
  if (bytes === 0) return
  const lines = Math.ceil((bytes * 1.25) / 32)
  await connection.run(`CREATE OR REPLACE TABLE filling AS
    SELECT hash(i) AS a, hash(i + 1000000007) AS b, hash(i * 3 + 7) AS c, hash(i * 5 + 11) AS d FROM range(${lines}) AS t(i)`)
  await checkpoint(connection)
  await connection.run('DROP TABLE filling')
  await checkpoint(connection)
}

/** A reader that has not finished is waited for. */
async function checkpoint(connection: DuckDBConnection): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await connection.run('CHECKPOINT')
      return
    } catch (error) {
      if (attempt === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function rows<Row>(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getRowObjects() as unknown as Row[]
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
