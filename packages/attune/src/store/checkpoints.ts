import { stat } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'

/** When DuckDB moves its write-ahead log into the database file. */
export interface Checkpoints {
  /** Call after every commit. */
  committed(): void
  /** Ends the timers and waits for a checkpoint that is under way. */
  close(): Promise<void>
}

/** Replaying a log of this size at the next start takes some fifty milliseconds: not worth the trouble before. */
const WORTH_IT_BYTES = 4 * 2 ** 20
/** Some five seconds of replay, were the process killed. */
const AT_MOST_BYTES = 512 * 2 ** 20
const IDLE_MS = 2_000
const LOOK_EVERY_MS = 1_000

/**
 * A checkpoint compresses everything new and holds up commits for about two microseconds a row: it waits for a pause of
 * two seconds, unless the log has grown too large.
 */
export function createCheckpoints(connection: DuckDBConnection, walPath: string): Checkpoints {
  let lookedAt = 0
  let underWay: Promise<void> | undefined
  let idle: NodeJS.Timeout | undefined
  let closed = false

  async function checkpointAbove(bytes: number): Promise<void> {
    const size = await stat(walPath).then(
      (file) => file.size,
      () => 0,
    )
    if (size < bytes || closed) return
    // Refused while some transaction is in the way: there will be another occasion, and the log keeps everything until then.
    await connection.run('CHECKPOINT').catch(() => {})
  }

  function look(bytes: number): void {
    underWay ??= checkpointAbove(bytes).finally(() => {
      underWay = undefined
    })
  }

  return {
    committed() {
      if (closed) return
      if (idle === undefined) idle = setTimeout(() => look(WORTH_IT_BYTES), IDLE_MS).unref()
      else idle.refresh()
      const now = performance.now()
      if (now - lookedAt < LOOK_EVERY_MS) return
      lookedAt = now
      look(AT_MOST_BYTES)
    },
    async close() {
      closed = true
      clearTimeout(idle)
      await underWay
    },
  }
}
