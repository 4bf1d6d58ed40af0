import { join } from 'node:path'
import type { ActivityIndex } from '../packages/attune/src/activity/activity-index.ts'
import { createActivityIndex } from '../packages/attune/src/activity/create-activity-index.ts'
import type { Collector, Stored } from '../packages/attune/src/collect/collector.ts'
import { createIdentity } from '../packages/attune/src/collect/create-identity.ts'
import { createItemCatalogue } from '../packages/attune/src/collect/create-item-catalogue.ts'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createPortraits } from '../packages/attune/src/profile/portrait/create-portraits.ts'
import type { Portraits } from '../packages/attune/src/profile/portrait/portraits.ts'
import { createConsent } from '../packages/attune/src/protect/consent/create-consent.ts'
import { openKeys } from '../packages/attune/src/protect/vault/open-keys.ts'
import { readMasterKey } from '../packages/attune/src/protect/vault/read-master-key.ts'
import { openEventStore } from '../packages/attune/src/store/open-event-store.ts'
import { openStateStore } from '../packages/attune/src/store/open-state-store.ts'
import { createTelemetry } from '../packages/attune/src/telemetry.ts'
import { silent } from './portraits-store.ts'

/** Mebibytes that the process takes. */
export const resident = (): number => process.memoryUsage().rss / 2 ** 20

/** What was read, what it took, and the parts that portraits need. */
export interface ReadActivity {
  readonly index: ActivityIndex
  readonly seconds: number
  /** Mebibytes at most, sampled while it was read. */
  readonly most: number
  /** An event of somebody, as if the collector had just stored it. */
  readonly tell: (stored: Stored) => void
  readonly portraits: Portraits
  readonly close: () => Promise<void>
}

/**
 * Opens the stores of an installation and reads everybody's activity, without anything else that an installation keeps in
 * memory. DuckDB gets half a gibibyte: what it keeps of the file is otherwise half of the machine.
 */
export async function readActivity(dataDir: string): Promise<ReadActivity> {
  const config = configSchema.parse({ dataDir })
  const clock = Date.now
  const path = join(dataDir, 'events.duckdb')
  const events = await openEventStore({ path, clock, groupCommitMs: 20, telemetry: createTelemetry() })
  await events.run("SET memory_limit = '512MiB'")
  const state = openStateStore(join(dataDir, 'state.sqlite'))
  const masterKey = readMasterKey(config.protect.masterKey, { ownFile: join(dataDir, 'secret.key'), env: process.env })
  const vault = openKeys(config, state, masterKey)
  const identity = createIdentity({ state, events, secret: new Uint8Array(32) })
  let tell: (stored: Stored) => void = () => {}
  const collector: Collector = {
    collect: () => Promise.reject(new Error('nothing is collected here')),
    refuse: () => Promise.resolve(),
    forget: () => {},
    onStored(listener) {
      tell = listener
    },
    onStated: () => {},
  }
  let most = resident()
  const watch = setInterval(() => {
    most = Math.max(most, resident())
  }, 50)
  const started = performance.now()
  const index = await createActivityIndex({ events, state, vault, identity, collector, clock, log: silent })
  const seconds = (performance.now() - started) / 1000
  clearInterval(watch)
  const consent = createConsent({
    state,
    identity,
    clock,
    regime: 'open',
    regions: {},
    webhooks: { announce: () => {} },
  })
  const items = createItemCatalogue({ state, clock })
  const portraits = createPortraits({
    config,
    clock,
    events,
    state,
    vault,
    consent,
    identity,
    items,
    activity: index,
    log: silent,
  })
  return {
    index,
    seconds,
    most: Math.max(most, resident()),
    tell: (stored) => tell(stored),
    portraits,
    async close() {
      portraits.close()
      index.close()
      identity.close()
      await events.close()
      state.close()
      vault.close()
    },
  }
}
