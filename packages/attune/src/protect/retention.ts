import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { payloadKey } from '../collect/sealed-payload.ts'
import type { Config } from '../config/schema.ts'
import type { ModelRegistry } from '../models/model-registry.ts'
import type { HistoryIndex } from '../profile/history-index.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { Vault } from './vault/vault.ts'

const dayMs = 86_400_000

export interface RetentionSource {
  readonly config: Config
  readonly clock: Clock
  readonly events: EventStore
  readonly vault: Vault
  readonly histories: Pick<HistoryIndex, 'reload'>
  readonly models: Pick<ModelRegistry, 'dropLearnt'>
  readonly log: Logger
}

/** What was removed because its time was over. */
export interface Expired {
  readonly events: number
  readonly refused: number
  /** Keys of days of refusals that were destroyed. */
  readonly keys: number
}

/**
 * Removes what is older than `protect.retention` says, and what was refused longer ago than `protect.refusedDays`. The file
 * is written anew when anything was removed, and models keep none of what they learnt from.
 */
export async function expire({ config, clock, events, vault, histories, models }: RetentionSource): Promise<Expired> {
  const { retention, refusedDays } = config.protect
  const now = clock()
  const refusedBefore = new Date(now - refusedDays * dayMs)
  const [refused] = await events.query<{ n: number }>('SELECT count(*) AS n FROM quarantine WHERE received_at < $1', [
    refusedBefore,
  ])
  if ((refused?.n ?? 0) > 0) await events.run('DELETE FROM quarantine WHERE received_at < $1', [refusedBefore])
  const keys = vault.destroyBefore(payloadKey(0).slice(0, -10), payloadKey(refusedBefore.getTime()))
  let gone = 0
  // The rule of an event's own name goes before the rule for all (`*`).
  const named = Object.keys(retention).filter((name) => name !== '*')
  for (const [name, days] of Object.entries(retention)) {
    const before = new Date(now - days * dayMs)
    const of =
      name === '*'
        ? `coalesce(event, type) NOT IN (SELECT unnest(from_json($2, '["VARCHAR"]')))`
        : 'coalesce(event, type) = $2'
    const parameters = [before, name === '*' ? JSON.stringify(named) : name]
    const [old] = await events.query<{ n: number }>(
      `SELECT count(*) AS n FROM events WHERE ts < $1 AND ${of}`,
      parameters,
    )
    if (old === undefined || old.n === 0) continue
    gone += old.n
    await events.run(
      `CREATE OR REPLACE TEMP TABLE expired AS SELECT workspace, message_id FROM events WHERE ts < $1 AND ${of}`,
      parameters,
    )
    await events.run(`DELETE FROM interactions AS t USING expired e WHERE t.workspace = e.workspace AND t.message_id = e.message_id;
      DELETE FROM events AS t USING expired e WHERE t.workspace = e.workspace AND t.message_id = e.message_id; DROP TABLE expired`)
  }
  const result = { events: gone, refused: refused?.n ?? 0, keys }
  if (result.events + result.refused > 0) await events.compact()
  if (gone > 0) {
    models.dropLearnt()
    await histories.reload()
  }
  return result
}

/** Does it now and every day; a failure is logged and tried again the next day. */
export function scheduleExpiry(source: RetentionSource): { readonly stop: () => Promise<void> } {
  const ending = new AbortController()
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        const removed = await expire(source)
        if (removed.events + removed.refused + removed.keys > 0)
          source.log.info(removed, 'what was kept long enough is removed')
      } catch (error) {
        source.log.error({ err: error }, 'what was kept long enough could not be removed; it is tried again tomorrow')
      }
      await wait(dayMs, undefined, { ref: false, signal: ending.signal }).catch(() => {})
    }
  }
  const done = work()
  return {
    async stop() {
      ending.abort()
      await done
    },
  }
}
