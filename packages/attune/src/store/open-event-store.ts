import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import type { Telemetry } from '../telemetry.ts'
import { createCheckpoints } from './checkpoints.ts'
import { createConnectionPool } from './connection-pool.ts'
import { eventMigrations } from './event-migrations/index.ts'
import type { EventBatch, EventStore, SqlValue } from './event-store-types.ts'
import { createGroupCommit } from './group-commit.ts'
import { createMessageIds, type MessageIds } from './message-ids.ts'
import { migrateEvents } from './migrate-events.ts'
import { openDuckdb } from './open-duckdb.ts'
import { boundParameters, plainColumn } from './read-values.ts'
import { createRowWriter } from './write-rows.ts'

/** Longest wait of a decision for company: it must be on disk before somebody sees it. */
const DECISION_WAIT_MS = 3
const READERS = 2

export interface EventStoreOptions {
  /** A file (its folder is created), or `:memory:`. */
  readonly path: string
  readonly clock: Clock
  /** Longest wait of events for company, in milliseconds. */
  readonly groupCommitMs: number
  readonly telemetry: Telemetry
}

/**
 * Opens or creates the event store and brings it to the newest schema.
 *
 * @throws AttuneError `store-already-open`, `store-locked`, `store-unreadable`, `schema-too-new`
 */
export async function openEventStore({ path, groupCommitMs, telemetry }: EventStoreOptions): Promise<EventStore> {
  const database = await openDuckdb(path)
  try {
    const writer = await database.instance.connect()
    await migrateEvents(writer, eventMigrations)
    const readers = await createConnectionPool(database.instance, READERS)
    const ids = createMessageIds()
    await readers.use((connection) => learn(connection, ids))
    const checkpoints = createCheckpoints(await database.instance.connect(), `${path}.wal`)
    const write = createRowWriter(writer)
    const group = createGroupCommit<EventBatch>({
      waitMs: groupCommitMs,
      urgentWaitMs: Math.min(groupCommitMs, DECISION_WAIT_MS),
      largeRows: 1_000,
      maxRows: 8_000,
      async commit(batches) {
        const started = performance.now()
        await write(batches)
        telemetry.commitSeconds.observe((performance.now() - started) / 1000)
        telemetry.pendingRows.set(group.pendingRows)
        checkpoints.committed()
      },
    })
    let closing: Promise<void> | undefined

    function open(): void {
      if (closing !== undefined) throw attuneError('store-closed', 'The event store is closed.', { status: 503 })
    }

    async function read<T>(
      sql: string,
      parameters: readonly SqlValue[],
      take: (names: readonly string[], chunks: readonly DuckDBDataChunk[], rows: number) => T,
    ): Promise<T> {
      open()
      return readers.use(async (connection) => {
        try {
          const result = await connection.run(sql, ...boundParameters(parameters))
          const chunks = await result.fetchAllChunks()
          return take(result.deduplicatedColumnNames(), chunks, result.rowCount)
        } catch (cause) {
          throw queryFailed(cause)
        }
      })
    }

    async function close(): Promise<void> {
      await group.flush()
      await checkpoints.close()
      await writer.run('CHECKPOINT').catch(() => {})
      readers.close()
      writer.closeSync()
      database.close()
    }

    return {
      async append(batch) {
        open()
        const events = batch.events ?? []
        const rows =
          events.length +
          (batch.interactions?.length ?? 0) +
          (batch.quarantine?.length ?? 0) +
          (batch.decisions?.length ?? 0)
        if (rows === 0) return
        try {
          await group.submit(batch, rows, batch.decisions !== undefined && batch.decisions.length > 0)
        } catch (cause) {
          for (const event of events) ids.release(event.workspace, [event.messageId])
          throw attuneError('store-failed', 'The events could not be stored.', { status: 500, cause })
        }
        ids.stored(events)
      },
      async duplicatesOf(workspace, messageIds) {
        open()
        return ids.claim(workspace, messageIds)
      },
      release: ids.release,
      query: <Row extends object>(sql: string, parameters: readonly SqlValue[] = []) =>
        read(sql, parameters, (names, chunks, rows) => {
          const columns = names.map((_, column) => plainColumn(chunks, column))
          return Array.from(
            { length: columns[0]?.length ?? rows },
            (_, row) => Object.fromEntries(names.map((name, column) => [name, columns[column]?.[row]])) as Row,
          )
        }),
      columns: (sql, parameters = []) =>
        read(sql, parameters, (names, chunks) => names.map((_, column) => plainColumn(chunks, column))),
      async run(sql, parameters = []) {
        open()
        await group.exclusive(() => runInTransaction(writer, sql, parameters))
        checkpoints.committed()
      },
      learnMessageIds: () => readers.use((connection) => learn(connection, ids)),
      flush: () => group.flush(),
      close() {
        closing ??= close()
        return closing
      },
    }
  } catch (error) {
    database.close()
    throw error
  }
}

async function runInTransaction(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly SqlValue[],
): Promise<void> {
  await connection.run('BEGIN')
  try {
    await connection.run(sql, ...boundParameters(parameters))
    await connection.run('COMMIT')
  } catch (cause) {
    await connection.run('ROLLBACK').catch(() => {})
    throw queryFailed(cause)
  }
}

async function learn(connection: DuckDBConnection, ids: MessageIds): Promise<void> {
  const result = await connection.stream(`SELECT ${ids.keySql} FROM events)`)
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    ids.load(
      BigUint64Array.from(chunk.getColumnValues(0) as bigint[]),
      Uint32Array.from(chunk.getColumnValues(1) as number[]),
    )
  }
}

function queryFailed(cause: unknown): Error {
  return attuneError('query-failed', 'The event store refused a statement; the cause says why.', { status: 500, cause })
}
