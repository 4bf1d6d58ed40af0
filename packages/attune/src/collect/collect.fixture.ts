import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { CollectResult } from '../api/schemas/collect.ts'
import { type ConfigInput, configSchema } from '../config/schema.ts'
import type { Consent } from '../protect/consent/consent.ts'
import { createConsent } from '../protect/consent/create-consent.ts'
import { openVault } from '../protect/vault/open-vault.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import { openEventStore } from '../store/open-event-store.ts'
import { openStateStore } from '../store/open-state-store.ts'
import type { StateStore } from '../store/state-store.ts'
import { createTelemetry, type Telemetry } from '../telemetry.ts'
import type { Collector, CollectRequest } from './collector.ts'
import { createCollector } from './create-collector.ts'
import { createIdentity } from './create-identity.ts'
import type { Identity } from './identity.ts'
import { createSources } from './sources/create-sources.ts'
import type { Sources } from './sources/sources.ts'

/** For tests: noon of 2 March 2026, when everything is received. */
export const noon: number = Date.UTC(2026, 2, 2, 12)
export const iso = (ms: number): string => new Date(ms).toISOString()

export interface CollectFixture {
  readonly collector: Collector
  readonly events: EventStore
  readonly state: StateStore
  readonly identity: Identity
  readonly vault: Vault
  readonly consent: Consent
  readonly sources: Sources
  readonly telemetry: Telemetry
  readonly clock: { now: number }
  send(events: readonly unknown[], more?: Partial<CollectRequest>): Promise<CollectResult>
  /** Rows of a table of the event store, in order of arrival. */
  rows(table: 'events' | 'interactions' | 'quarantine', columns?: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** A collector on real stores in a folder of its own. `broken` wraps the event store, to let it fail. */
export async function collectFixture(
  config: ConfigInput = {},
  broken: (events: EventStore) => EventStore = (events) => events,
): Promise<CollectFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-collect-'))
  const telemetry = createTelemetry()
  const clock = { now: noon }
  const events = await openEventStore({
    path: join(folder, 'events.duckdb'),
    clock: () => clock.now,
    groupCommitMs: 1,
    telemetry,
  })
  const state = openStateStore(':memory:')
  const identity = createIdentity({ state, events, secret: new Uint8Array(32).fill(7) })
  const vault = openVault(':memory:', new Uint8Array(32).fill(9))
  const consent = createConsent({
    state,
    identity,
    clock: () => clock.now,
    regime: configSchema.parse(config).protect.regime,
    regions: configSchema.parse(config).protect.regions,
  })
  const sources = createSources({ state, config: configSchema.parse(config), clock: () => clock.now })
  const collector = createCollector({
    config: configSchema.parse(config),
    clock: () => clock.now,
    events: broken(events),
    state,
    identity,
    secret: new Uint8Array(32).fill(7),
    vault,
    consent,
    sources,
    telemetry,
    log: pino({ level: 'silent' }),
  })
  return {
    collector,
    events,
    state,
    identity,
    vault,
    consent,
    sources,
    telemetry,
    clock,
    send: (raw, more = {}) => collector.collect({ workspace: 'default', source: 'http', events: raw, ...more }),
    rows: (table, columns = '*') => events.query(`SELECT ${columns} FROM ${table} ORDER BY rowid`),
    async close() {
      await events.close()
      sources.close()
      state.close()
      vault.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
