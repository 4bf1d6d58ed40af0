import { DuckDBInstance } from '@duckdb/node-api'
import { attuneError } from '../../errors.ts'

export interface ParquetRows {
  readonly columns: readonly string[]
  readonly rowCount: number
  /** Rows as values in the order of `columns`; timestamps as milliseconds since the epoch, whole numbers as number. */
  readonly batches: AsyncIterable<readonly (readonly unknown[])[]>
}

/** @throws AttuneError `broken-parquet` */
export async function readParquet(path: string): Promise<ParquetRows> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  try {
    const counted = await connection.runAndReadAll('SELECT count(*)::DOUBLE AS n FROM read_parquet($1)', [path])
    const result = await connection.stream('SELECT * FROM read_parquet($1)', [path])
    async function* batches(): AsyncIterable<readonly (readonly unknown[])[]> {
      try {
        for (;;) {
          const chunk = await result.fetchChunk()
          if (!chunk || chunk.rowCount === 0) return
          yield chunk.getRows().map((row) => row.map(plain))
        }
      } finally {
        close()
      }
    }
    return {
      columns: result.columnNames(),
      rowCount: Number(counted.getRows()[0]?.[0] ?? 0),
      batches: batches(),
    }
  } catch (cause) {
    close()
    throw attuneError('broken-parquet', `${path} could not be read as a Parquet file.`, { cause })
  }
}

/** DuckDB's value classes → numbers and texts. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  if ('micros' in value && typeof value.micros === 'bigint') return Number(value.micros / 1000n)
  if ('days' in value && typeof value.days === 'number') return value.days * 86_400_000
  if ('millis' in value && typeof value.millis === 'bigint') return Number(value.millis)
  if ('seconds' in value && typeof value.seconds === 'bigint') return Number(value.seconds) * 1000
  if ('nanos' in value && typeof value.nanos === 'bigint') return Number(value.nanos / 1_000_000n)
  if ('toDouble' in value && typeof value.toDouble === 'function') return value.toDouble()
  if ('items' in value && Array.isArray(value.items)) return value.items.map(plain)
  return String(value)
}
