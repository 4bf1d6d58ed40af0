import {
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api'
import type { EventBatch } from './event-store-types.ts'
import { type Column, type ColumnType, type EventTable, eventTables } from './event-tables.ts'

/** So many rows are handed over at a time, with a turn of the event loop between, so that requests are answered meanwhile. */
const CHUNK_ROWS = 512
/** So many rows are kept by the appender: its flush blocks the event loop for a millisecond and one more a thousand rows. */
const FLUSH_CHUNKS = 4
const tableNames = Object.keys(eventTables) as EventTable[]
const duckdbTypes: Readonly<Record<ColumnType, DuckDBType>> = { VARCHAR, DOUBLE, INTEGER, TIMESTAMP }

/**
 * Returns a function that stores all rows of the batches in one transaction together with their place in the journal, or
 * nothing. The COMMIT runs off the event loop.
 */
export function createRowWriter(
  connection: DuckDBConnection,
): (batches: readonly EventBatch[], sequence: number) => Promise<void> {
  const appenders = new Map<EventTable, DuckDBAppender>()

  async function append<Row extends object>(table: EventTable, rows: readonly Row[]): Promise<void> {
    const columns = eventTables[table] as unknown as readonly Column<Row>[]
    const appender = appenders.get(table) ?? (await connection.createAppender(table))
    appenders.set(table, appender)
    for (let from = 0, chunks = 1; from < rows.length; from += CHUNK_ROWS, chunks += 1) {
      appender.appendDataChunk(chunkOf(columns, rows.slice(from, from + CHUNK_ROWS)))
      await new Promise(setImmediate)
      if (chunks % FLUSH_CHUNKS === 0) appender.flushSync()
    }
    appender.flushSync()
    await new Promise(setImmediate)
  }

  return async (batches, sequence) => {
    await connection.run('BEGIN')
    try {
      for (const table of tableNames) {
        const rows = batches.flatMap((batch) => (batch[table] ?? []) as readonly object[])
        if (rows.length > 0) await append(table, rows)
      }
      await connection.run(`UPDATE journal_position SET sequence = ${sequence}`)
      await connection.run('COMMIT')
    } catch (error) {
      // A failed appender keeps its rows and would store them next time.
      for (const appender of appenders.values()) appender.clear()
      appenders.clear()
      await connection.run('ROLLBACK').catch(() => {})
      throw error
    }
  }
}

function chunkOf<Row extends object>(columns: readonly Column<Row>[], rows: readonly Row[]): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(
    columns.map((column) => duckdbTypes[column.type]),
    rows.length,
  )
  columns.forEach(({ type, field }, index) => {
    const vector = chunk.getColumnVector(index)
    const encode = encoders[type]
    for (let row = 0; row < rows.length; row += 1) {
      const value = (rows[row] as Row)[field]
      vector.setItem(row, value === null || value === undefined ? null : encode(value))
    }
    vector.flush()
  })
  return chunk
}

const encoders: Readonly<Record<ColumnType, (value: unknown) => DuckDBValue>> = {
  VARCHAR(value) {
    const text = value as string
    // DuckDB takes strings that end at the first NUL.
    return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text
  },
  DOUBLE: (value) => value as number,
  INTEGER: (value) => value as number,
  TIMESTAMP: (value) => new DuckDBTimestampValue(BigInt(Math.round((value as number) * 1000))),
}
