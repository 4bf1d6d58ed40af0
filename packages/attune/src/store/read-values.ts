import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  SQLNULL,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api'
import type { SqlValue } from './event-store-types.ts'

/**
 * A value of a result as plain JavaScript: BIGINT, HUGEINT and DECIMAL as number, TIMESTAMP as milliseconds since the
 * epoch, DATE as `YYYY-MM-DD`, LIST as array, STRUCT as object, all else (INTERVAL, UUID, …) as its text.
 */
export function plainValue(value: DuckDBValue): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return Number(value.micros) / 1000
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBDateValue) return value.toString()
  if (value instanceof DuckDBListValue) return value.items.map(plainValue)
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, plainValue(entry)]))
  return String(value)
}

/** The values of one column over all chunks. */
export function plainColumn(chunks: readonly DuckDBDataChunk[], column: number): unknown[] {
  const values: unknown[] = []
  for (const chunk of chunks) chunk.visitColumnValues(column, (value) => values.push(plainValue(value)))
  return values
}

/** What `connection.run` takes after the statement: whole numbers as BIGINT (so that LIMIT and epoch_ms accept them), others as DOUBLE, dates as TIMESTAMP. */
export function boundParameters(parameters: readonly SqlValue[]): [DuckDBValue[], DuckDBType[]] {
  const bound = parameters.map(boundParameter)
  return [bound.map(([value]) => value), bound.map(([, type]) => type)]
}

function boundParameter(value: SqlValue): [DuckDBValue, DuckDBType] {
  if (value instanceof Date) return [new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n), TIMESTAMP]
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [BigInt(value), BIGINT] : [value, DOUBLE]
  if (typeof value === 'bigint') return [value, BIGINT]
  if (typeof value === 'boolean') return [value, BOOLEAN]
  return value === null ? [null, SQLNULL] : [value, VARCHAR]
}
