import { DOUBLE, DuckDBDataChunk, DuckDBInstance, type DuckDBType, INTEGER, VARCHAR } from '@duckdb/node-api'

/** A column to load: its name and its values, one a row. */
export interface StagedColumn {
  readonly name: string
  readonly type: 'INTEGER' | 'DOUBLE' | 'VARCHAR'
  readonly values: Int32Array | Uint8Array | Float64Array | readonly (string | null)[]
}

/** A DuckDB of its own in memory (spilling to `folder`), where rows are cleaned before they go to the event store. */
export interface Staging {
  load(table: string, columns: readonly StagedColumn[]): Promise<void>
  run(sql: string): Promise<void>
  rows<Row extends object>(sql: string): Promise<Row[]>
  close(): void
}

const types: Readonly<Record<StagedColumn['type'], DuckDBType>> = { INTEGER, DOUBLE, VARCHAR }
const chunkRows = 2048

export async function openStaging(folder: string): Promise<Staging> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    temp_directory: folder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  return {
    async load(table, columns) {
      await connection.run(`CREATE TABLE ${table} (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`)
      const appender = await connection.createAppender(table)
      const size = columns[0]?.values.length ?? 0
      for (let from = 0; from < size; from += chunkRows) {
        const to = Math.min(size, from + chunkRows)
        const chunk = DuckDBDataChunk.create(columns.map(({ type }) => types[type]))
        chunk.setColumns(columns.map(({ values }) => Array.from<number | string | null>(values.slice(from, to))))
        appender.appendDataChunk(chunk)
      }
      appender.closeSync()
    },
    async run(sql) {
      await connection.run(sql)
    },
    async rows<Row extends object>(sql: string) {
      const result = await connection.runAndReadAll(sql)
      const rows = result.getRowObjects()
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]),
        ),
      ) as Row[]
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
