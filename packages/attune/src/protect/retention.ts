import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ActivityIndex } from '../activity/activity-index.ts'
import type { Attune } from '../attune.ts'
import { payloadKey } from '../collect/sealed-payload.ts'
import type { ModelRegistry } from '../models/model-registry.ts'
import type { HistoryIndex } from '../profile/history-index.ts'
import { expireFromLake, type LakeExpiry } from '../store/expire-from-lake.ts'
import type { UpliftModels } from '../uplift/create-uplift.ts'
import { appendAudit } from './append-audit.ts'
import { expiredSql, retentionRules } from './retention-rules.ts'

const dayMs = 86_400_000

export type RetentionSource = Pick<Attune, 'config' | 'clock' | 'state' | 'events' | 'vault' | 'sources'>

/** What was removed because its time was over. */
export interface Expired {
  readonly events: number
  readonly refused: number
  /** Keys of days of refusals that were destroyed. */
  readonly keys: number
  /** Files of the lake that were rewritten or removed. */
  readonly lakeFiles: number
}

/** What is over now, by the rules of the configuration and of the sources. */
export function expiryNow({
  config,
  clock,
  sources,
}: Pick<RetentionSource, 'config' | 'clock' | 'sources'>): LakeExpiry {
  const now = clock()
  return {
    expired: expiredSql(retentionRules(config, sources), now),
    refusedBefore: now - config.protect.refusedDays * dayMs,
  }
}

/**
 * Removes what is older than the rules say (retention-rules.ts), and what was refused longer ago than `protect.refusedDays`,
 * from the store and from the lake in the data folder. The bytes of the rows leave the file with `EventStore.compact`.
 */
export async function removeExpired(source: RetentionSource): Promise<Expired> {
  const { config, clock, state, events, vault } = source
  const expiry = expiryNow(source)
  const lakeFiles = await expireFromLake(events, join(config.dataDir, 'lake'), expiry)
  const refusedBefore = new Date(expiry.refusedBefore)
  const [refused] = await events.query<{ n: number }>('SELECT count(*) AS n FROM quarantine WHERE received_at < $1', [
    refusedBefore,
  ])
  if ((refused?.n ?? 0) > 0) await events.run('DELETE FROM quarantine WHERE received_at < $1', [refusedBefore])
  const keys = vault.destroyBefore(payloadKey(0).slice(0, -10), payloadKey(refusedBefore.getTime()))
  const gone =
    expiry.expired === undefined
      ? []
      : await events.query<{ workspace: string; n: number }>(
          `SELECT workspace, count(*) AS n FROM events WHERE ${expiry.expired} GROUP BY workspace ORDER BY workspace`,
        )
  if (gone.length > 0) {
    await events.run(`CREATE OR REPLACE TEMP TABLE expired AS SELECT workspace, message_id FROM events WHERE ${expiry.expired};
      DELETE FROM interactions AS t USING expired e WHERE t.workspace = e.workspace AND t.message_id = e.message_id;
      DELETE FROM events AS t USING expired e WHERE t.workspace = e.workspace AND t.message_id = e.message_id;
      DROP TABLE expired`)
    state.transaction(() => {
      for (const { workspace, n } of gone)
        appendAudit(state.raw, {
          workspace,
          at: clock(),
          actor: 'system',
          action: 'data-expired',
          subject: 'events',
          details: JSON.stringify({ events: n }),
        })
    })
  }
  return { events: gone.reduce((sum, { n }) => sum + n, 0), refused: refused?.n ?? 0, keys, lakeFiles }
}

/** Removes what is over, its bytes in the file too, what memory holds of it, and what models keep of what they learnt from. */
export async function expire(
  source: RetentionSource & {
    readonly histories: Pick<HistoryIndex, 'reload'>
    readonly activity: Pick<ActivityIndex, 'reload'>
    readonly models: Pick<ModelRegistry, 'dropLearnt'>
    readonly uplift: Pick<UpliftModels, 'removeOld'>
  },
): Promise<Expired> {
  const removed = await removeExpired(source)
  source.uplift.removeOld()
  // First what cannot be found again: where writing the file anew fails, tomorrow sees nothing that was removed.
  if (removed.events > 0) {
    source.models.dropLearnt()
    await source.histories.reload()
    await source.activity.reload()
  }
  if (removed.events + removed.refused > 0) await source.events.compact()
  return removed
}

/**
 * Does it every day; a failure is logged and tried again the next day.
 *
 * @param removed what was removed when the data folder was opened, whose bytes are in the file still; undefined when that
 * failed, and it is tried again at once
 */
export function scheduleExpiry(
  source: Parameters<typeof expire>[0] & { readonly log: Logger },
  removed: Expired | undefined,
): { readonly stop: () => Promise<void> } {
  const ending = new AbortController()
  const tell = (what: Expired): void => {
    if (what.events + what.refused + what.keys + what.lakeFiles > 0)
      source.log.info(what, 'what was kept long enough is removed')
  }
  const failed = (error: unknown): void =>
    source.log.error({ err: error }, 'what was kept long enough could not be removed; it is tried again tomorrow')
  const work = async (): Promise<void> => {
    if (removed !== undefined) {
      tell(removed)
      if (removed.events + removed.refused > 0) await source.events.compact().catch(failed)
    } else await expire(source).then(tell, failed)
    while (!ending.signal.aborted) {
      await wait(dayMs, undefined, { ref: false, signal: ending.signal }).catch(() => {})
      if (!ending.signal.aborted) await expire(source).then(tell, failed)
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
