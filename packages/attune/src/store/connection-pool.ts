import type { DuckDBConnection } from '@duckdb/node-api'
import { attuneError } from '../errors.ts'

/** Connections for reading, so that queries neither wait for commits nor commits for queries. */
export interface ConnectionPool {
  /** @throws AttuneError `store-closed` */
  use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  /** Lets no more work begin and waits for what is under way. */
  close(): Promise<void>
}

/**
 * @param connections as many as queries may run at a time. Each keeps one of libuv's four threads busy; commits, files and
 * name look-ups need the rest.
 */
export function createConnectionPool(connections: readonly DuckDBConnection[]): ConnectionPool {
  const free = [...connections]
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  let closed = false

  async function take(): Promise<DuckDBConnection> {
    return free.pop() ?? new Promise<DuckDBConnection>((resolve) => waiting.push(resolve))
  }

  function give(connection: DuckDBConnection): void {
    const next = waiting.shift()
    if (next === undefined) free.push(connection)
    else next(connection)
  }

  return {
    async use(work) {
      if (closed) throw attuneError('store-closed', 'The event store is closed.', { status: 503 })
      const connection = await take()
      try {
        return await work(connection)
      } finally {
        give(connection)
      }
    },
    async close() {
      closed = true
      for (let idle = 0; idle < connections.length; idle += 1) await take()
    },
  }
}
