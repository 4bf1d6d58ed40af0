import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { DuckDBInstance, DuckDBStructValue } from '@duckdb/node-api'
import { AttuneError, attuneError } from '../../errors.ts'

export interface ParquetRows {
  readonly columns: readonly string[]
  readonly rowCount: number
  /** Rows as values in the order of `columns`; timestamps as milliseconds since the epoch, whole numbers as number. */
  readonly batches: AsyncIterable<readonly (readonly unknown[])[]>
}

/** Columns that say the same in every row take next to nothing; a file of events does not. */
const mostRowsPerByte = 100
const harmlessRows = 1_000_000

/** @throws AttuneError `file-not-found`, `broken-parquet`, `archive-bomb` */
export async function readParquet(path: string): Promise<ParquetRows> {
  const bytes = await parquetBytes(path)
  // Nothing is fetched, and the path is one file: DuckDB would take stars and addresses for more.
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  try {
    const file = escaped(path)
    const counted = await connection.runAndReadAll('SELECT count(*)::DOUBLE AS n FROM read_parquet($1)', [file])
    const rowCount = Number(counted.getRows()[0]?.[0] ?? 0)
    if (rowCount > Math.max(harmlessRows, bytes * mostRowsPerByte))
      throw attuneError('archive-bomb', `${basename(path)} says that it has ${rowCount} rows in ${bytes} bytes.`)
    const result = await connection.stream('SELECT * FROM read_parquet($1)', [file])
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
      rowCount,
      batches: batches(),
    }
  } catch (cause) {
    close()
    if (cause instanceof AttuneError) throw cause
    throw attuneError('broken-parquet', `${path} could not be read as a Parquet file.`, { cause })
  }
}

/** The size of a file that begins and ends as a Parquet file does. */
async function parquetBytes(path: string): Promise<number> {
  const handle = await open(path).catch((cause: unknown) => {
    throw attuneError('file-not-found', `There is no file at ${path}.`, { status: 404, cause })
  })
  try {
    const { size } = await handle.stat()
    const marks = Buffer.alloc(8)
    if (size >= 12) {
      await handle.read(marks, 0, 4, 0)
      await handle.read(marks, 4, 4, size - 4)
    }
    if (marks.toString('latin1') === 'PAR1PAR1') return size
    throw attuneError('broken-parquet', `${path} is not a whole Parquet file without encryption.`)
  } finally {
    await handle.close()
  }
}

/** A path for a function that takes patterns. */
const escaped = (path: string): string => path.replace(/[*?[\]]/g, '[$&]')

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
  if ('items' in value && Array.isArray(value.items)) return value.items.map(plainItem)
  return String(value)
}

/** An item of a list: a structure with its fields by name. */
const plainItem = (item: unknown): unknown =>
  item instanceof DuckDBStructValue
    ? Object.fromEntries(Object.entries(item.entries).map(([name, field]) => [name, plain(field)]))
    : plain(item)
