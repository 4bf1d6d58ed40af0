import { join } from 'node:path'
import type { ActivityIndex } from '../packages/attune/src/activity/activity-index.ts'
import { createActivityIndex } from '../packages/attune/src/activity/create-activity-index.ts'
import { createIdentity } from '../packages/attune/src/collect/create-identity.ts'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { openKeys } from '../packages/attune/src/protect/vault/open-keys.ts'
import { readMasterKey } from '../packages/attune/src/protect/vault/read-master-key.ts'
import { openEventStore } from '../packages/attune/src/store/open-event-store.ts'
import { openStateStore } from '../packages/attune/src/store/open-state-store.ts'
import { createTelemetry } from '../packages/attune/src/telemetry.ts'
import { silent } from './portraits-store.ts'

/** Mebibytes that the process takes. */
export const resident = (): number => process.memoryUsage().rss / 2 ** 20

/**
 * Opens the stores of an installation and reads everybody's activity, without anything else that an installation keeps in
 * memory. DuckDB gets half a gibibyte: what it keeps of the file is otherwise half of the machine.
 */
export async function readActivity(
  dataDir: string,
): Promise<{ index: ActivityIndex; seconds: number; most: number; after: number; close: () => Promise<void> }> {
  const config = configSchema.parse({ dataDir })
  const events = await openEventStore({
    path: join(dataDir, 'events.duckdb'),
    clock: Date.now,
    groupCommitMs: 20,
    telemetry: createTelemetry(),
  })
  await events.run("SET memory_limit = '512MiB'")
  const state = openStateStore(join(dataDir, 'state.sqlite'))
  const masterKey = readMasterKey(config.protect.masterKey, { ownFile: join(dataDir, 'secret.key'), env: process.env })
  const vault = openKeys(config, state, masterKey)
  const identity = createIdentity({ state, events, secret: new Uint8Array(32) })
  const collector = {
    collect: () => Promise.reject(new Error('nothing is collected here')),
    refuse: () => Promise.resolve(),
    forget: () => {},
    onStored: () => {},
    onStated: () => {},
  }
  let most = resident()
  const watch = setInterval(() => {
    most = Math.max(most, resident())
  }, 50)
  const started = performance.now()
  const index = await createActivityIndex({ events, state, vault, identity, collector, clock: Date.now, log: silent })
  const seconds = (performance.now() - started) / 1000
  clearInterval(watch)
  return {
    index,
    seconds,
    most: Math.max(most, resident()),
    after: resident(),
    async close() {
      index.close()
      identity.close()
      await events.close()
      state.close()
      vault.close()
    },
  }
}
