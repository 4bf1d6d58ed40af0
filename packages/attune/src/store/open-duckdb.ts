import { mkdirSync, realpathSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { attuneError } from '../errors.ts'

export interface OpenDuckdb {
  connect(): Promise<DuckDBConnection>
  /** Closes all connections (one left open would keep the file locked; one in use would crash the process) and the database. */
  close(): void
}

/** The files open in this process, also where two copies of this module are loaded (sources and dist). */
const attuneOpenFiles: unique symbol = Symbol.for('attune.open-event-stores')
const shared = globalThis as { [attuneOpenFiles]?: Set<string> }
const openFiles = shared[attuneOpenFiles] ?? new Set<string>()
shared[attuneOpenFiles] = openFiles

/**
 * Opens a DuckDB file for one owner.
 *
 * @throws AttuneError `store-already-open` when this process has it open (DuckDB itself would let the two lose each other's
 * rows), `store-locked` when another process has, `store-unreadable` when it is no DuckDB file or cannot be opened
 */
export async function openDuckdb(path: string): Promise<OpenDuckdb> {
  if (path === ':memory:') return open(path, () => {})
  mkdirSync(dirname(path), { recursive: true })
  const file = join(realpathSync(dirname(path)), basename(path))
  if (openFiles.has(file))
    throw attuneError(
      'store-already-open',
      `The event store ${path} is already open in this process: use the open one.`,
      {
        status: 500,
      },
    )
  openFiles.add(file)
  try {
    return await open(file, () => openFiles.delete(file))
  } catch (error) {
    openFiles.delete(file)
    throw error
  }
}

async function open(path: string, released: () => void): Promise<OpenDuckdb> {
  try {
    const instance = await DuckDBInstance.create(path, {
      // Each caller brings its own thread; more for one statement cost a third more processor time, which on two cores the
      // requests need.
      threads: String(Math.max(1, Math.floor(availableParallelism() / 2))),
      memory_limit: `${Math.round(Math.max(totalmem() / 2, 512 * 2 ** 20) / 2 ** 20)}MiB`,
      // A checkpoint stalls commits, so it must not come by itself in the middle of a stream of events: see checkpoints.ts.
      checkpoint_threshold: '1TB',
      // Nothing is fetched from the network behind the user's back.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    const connections: DuckDBConnection[] = []
    return {
      async connect() {
        const connection = await instance.connect()
        connections.push(connection)
        return connection
      },
      close() {
        for (const connection of connections) connection.closeSync()
        instance.closeSync()
        released()
      },
    }
  } catch (cause) {
    const message = String((cause as Error).message)
    if (/set lock on file|being used by another process/i.test(message)) {
      const pid = /PID (\d+)/.exec(message)?.[1]
      throw attuneError(
        'store-locked',
        `Another process${pid === undefined ? '' : ` (${pid})`} has the event store ${path} open: stop it, or talk to it over HTTP.`,
        { status: 503, cause },
      )
    }
    throw attuneError('store-unreadable', `The event store ${path} cannot be opened: ${message}`, {
      status: 500,
      cause,
    })
  }
}
