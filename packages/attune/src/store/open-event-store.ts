import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Clock } from '../clock.ts'
import { AttuneError, attuneError } from '../errors.ts'
import type { Telemetry } from '../telemetry.ts'
import { createApplier } from './applier.ts'
import { applySegments, journalPosition } from './apply-segments.ts'
import { encodeBatch } from './batch-codec.ts'
import { createCheckpoints } from './checkpoints.ts'
import { compactDatabase } from './compact-database.ts'
import { createConnectionPool } from './connection-pool.ts'
import { eventMigrations } from './event-migrations/index.ts'
import type { EventBatch, EventStore, SqlValue } from './event-store-types.ts'
import { createGroupCommit } from './group-commit.ts'
import { openJournal, recoverJournal } from './journal.ts'
import { createMessageIds, type MessageIds } from './message-ids.ts'
import { migrateEvents } from './migrate-events.ts'
import { openDuckdb } from './open-duckdb.ts'
import { boundParameters, plainColumn } from './read-values.ts'

/** Longest wait of a decision for company: it must be on disk before somebody sees it. */
const DECISION_WAIT_MS = 2
/** Longest time that durable rows wait in the journal for the database; a query has them taken in at once. */
const APPLY_WAIT_MS = 500
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
    const writer = await database.connect()
    await migrateEvents(writer, eventMigrations)
    const readers = createConnectionPool(await Promise.all(Array.from({ length: READERS }, () => database.connect())))
    const journalPath = path === ':memory:' ? join(mkdtempSync(join(tmpdir(), 'attune-')), 'journal') : path
    await applySegments(writer, await recoverJournal(journalPath))
    const journal = openJournal(journalPath, await journalPosition(writer))
    const ids = createMessageIds()
    let closing: Promise<void> | undefined
    /** One that has not begun yet. */
    let compacting: Promise<void> | undefined
    // Some seconds for ten million: whoever asks for duplicates waits for it, everybody else need not.
    let learned: Promise<void> | undefined
    const allLearned = (): Promise<void> => {
      learned ??= learnAll().catch((error: unknown) => {
        // The next one who asks tries again.
        learned = undefined
        throw error
      })
      return learned
    }
    async function learnAll(): Promise<void> {
      const connection = await database.connect()
      try {
        await learn(connection, ids, () => closing !== undefined)
      } finally {
        connection.closeSync()
      }
    }
    allLearned().catch(() => {})
    const checkpoints = createCheckpoints(await database.connect(), `${path}.wal`)
    const applier = createApplier({
      waitMs: APPLY_WAIT_MS,
      largeRows: 30_000,
      maxPendingRows: 200_000,
      retryMs: 1_000,
      roomWaitMs: 10_000,
      onPending: (rows) => telemetry.pendingRows.set(rows),
      async apply() {
        try {
          const segments = await journal.seal()
          await applySegments(writer, segments)
          journal.forget(segments)
        } catch (cause) {
          const message = 'The database cannot take in what was stored; it is kept in the journal and tried again.'
          throw attuneError('store-failed', message, { status: 503, cause })
        }
        checkpoints.committed()
      },
    })
    const group = createGroupCommit<Encoded>({
      waitMs: groupCommitMs,
      urgentWaitMs: Math.min(groupCommitMs, DECISION_WAIT_MS),
      largeRows: 1_000,
      maxRows: 8_000,
      async commit(batches) {
        await applier.room()
        const started = performance.now()
        await journal.append(batches.map(({ lines }) => lines).join(''))
        telemetry.commitSeconds.observe((performance.now() - started) / 1000)
        applier.added(batches.reduce((sum, { rows }) => sum + rows, 0))
      },
    })

    function open(): void {
      if (closing !== undefined) throw attuneError('store-closed', 'The event store is closed.', { status: 503 })
    }

    async function read<T>(
      sql: string,
      parameters: readonly SqlValue[],
      take: (names: readonly string[], chunks: readonly DuckDBDataChunk[], rows: number) => T,
    ): Promise<T> {
      open()
      await applier.settled()
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
      applier.closing()
      await group.flush()
      await applier.close(async () => {
        await learned?.catch(() => {})
        await checkpoints.close()
        await writer.run('CHECKPOINT').catch(() => {})
        await readers.close()
        database.close()
        if (path === ':memory:') rmSync(dirname(journalPath), { recursive: true })
      })
    }

    return {
      async append(batch) {
        open()
        const events = batch.events ?? []
        const rows = rowsOf(batch)
        if (rows === 0) return
        try {
          const urgent = batch.decisions !== undefined && batch.decisions.length > 0
          await group.submit({ lines: encodeBatch(batch), rows }, rows, urgent)
        } catch (cause) {
          for (const event of events) ids.release(event.workspace, [event.messageId])
          if (cause instanceof AttuneError && cause.code === 'store-busy') throw cause
          throw attuneError('store-failed', 'The events could not be stored.', { status: 500, cause })
        }
        ids.stored(events)
      },
      async duplicatesOf(workspace, messageIds) {
        open()
        await allLearned()
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
        await group.flush()
        await applier.exclusive(() => runInTransaction(writer, sql, parameters))
        checkpoints.committed()
      },
      compact() {
        open()
        compacting ??= applier
          .exclusive(() => {
            compacting = undefined
            return compactDatabase(writer)
          })
          .catch((cause: unknown) => {
            const message = 'The event store could not be written anew; what was deleted may still be in its file.'
            throw attuneError('compact-failed', message, { status: 500, cause })
          })
        return compacting
      },
      async learnMessageIds() {
        await applier.settled()
        await readers.use((connection) => learn(connection, ids, () => false))
      },
      async flush() {
        await group.flush()
        await applier.settled()
      },
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

interface Encoded {
  readonly lines: string
  readonly rows: number
}

function rowsOf({ events, interactions, quarantine, decisions }: EventBatch): number {
  return (events?.length ?? 0) + (interactions?.length ?? 0) + (quarantine?.length ?? 0) + (decisions?.length ?? 0)
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

async function learn(connection: DuckDBConnection, ids: MessageIds, stopped: () => boolean): Promise<void> {
  const result = await connection.stream(`SELECT ${ids.keySql} FROM events)`)
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    ids.load(
      BigUint64Array.from(chunk.getColumnValues(0) as bigint[]),
      Uint32Array.from(chunk.getColumnValues(1) as number[]),
    )
    if (stopped()) return
  }
}

function queryFailed(cause: unknown): Error {
  return attuneError('query-failed', 'The event store refused a statement; the cause says why.', { status: 500, cause })
}
