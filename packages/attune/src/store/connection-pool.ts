import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** Connections for reading, so that queries neither wait for commits nor commits for queries. */
export interface ConnectionPool {
  use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  close(): void
}

/**
 * @param size how many queries run at a time. Each keeps one of libuv's four threads busy; commits, files and name
 * look-ups need the rest.
 */
export async function createConnectionPool(instance: DuckDBInstance, size: number): Promise<ConnectionPool> {
  const all = await Promise.all(Array.from({ length: size }, () => instance.connect()))
  const free = [...all]
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  return {
    async use(work) {
      const connection = free.pop() ?? (await new Promise<DuckDBConnection>((resolve) => waiting.push(resolve)))
      try {
        return await work(connection)
      } finally {
        const next = waiting.shift()
        if (next === undefined) free.push(connection)
        else next(connection)
      }
    },
    close() {
      for (const connection of all) connection.closeSync()
    },
  }
}
